//! The form of a new class, for hosts. A draft: nothing typed is lost.

use contract::{GroupId, Link, api};
use data::Rule;
use leptos::prelude::*;

use super::super::form::{ClassForm, class_of};
use super::super::store::Market;
use super::{field_error, roster};
use crate::i18n::{k, local_input, zone_name};
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{
    ActionBar, Advisory, Button, Card, Crumb, DateTimeField, Fault, MoneyField, NumberField, Page, PageHead,
    Row, TextField,
};

/// The page.
pub fn page(market: Market, group: GroupId) -> AnyView {
    use_title(k::market::new_class().to_owned());
    let nav = use_nav::<Link>();
    let (draft, intent) = market.draft(&format!("group/{group}/class"));
    let title = draft.field("title", "");
    let coach = draft.field("coach", "");
    let place = draft.field("place", "");
    let starts_at = draft.field("starts_at", "");
    let minutes = draft.field("minutes", "60");
    let price = draft.field("price", "");
    let seats = draft.field("seats", "8");
    let members = draft.field("roster", "");
    let notice = intent.notice();
    let error = move |field| field_error(notice, field);
    let roster_error = Signal::derive(move || {
        let first = |n: &loadable::Notice| {
            n.fields.iter().find(|f| f.field.starts_with("roster")).map(|f| f.code.clone())
        };
        notice.with(|n| n.as_ref().and_then(first)).map(|code| crate::i18n::field_text(&code).to_owned())
    });
    let send = {
        let group = group.clone();
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let form = ClassForm {
                title: title.get_untracked(),
                coach: coach.get_untracked(),
                place: place.get_untracked(),
                starts_at: starts_at.get_untracked(),
                minutes: minutes.get_untracked(),
                price: price.get_untracked(),
                seats: seats.get_untracked(),
                roster: members.get_untracked(),
            };
            let go = Callback::new(move |to: Link| nav.replace(&to));
            match class_of(&form, market.now()) {
                Ok(class) => market.make_class(intent, &group, &class, go),
                Err(wrong) => intent.refuse(wrong),
            }
        }
    };
    view! {
        <Crumb to=Link::Classes(group.clone()) label=k::market::classes_title() />
        <form class="seat-form" novalidate on:submit=send>
            <Page>
                <PageHead title=k::market::new_class() sub=k::market::new_class_sub() />
                <Card>
                    <TextField
                        label=k::market::field_title()
                        value=title
                        hint=k::market::field_title_hint()
                        error=error("title")
                        max_length=40_u32
                    />
                    <TextField label=k::market::field_coach() value=coach error=error("coach") max_length=20_u32 />
                    <TextField
                        label=k::market::field_place()
                        value=place
                        hint=k::market::field_place_hint()
                        error=error("place")
                        max_length=60_u32
                    />
                </Card>
                <Card>
                    <DateTimeField
                        label=k::market::field_start()
                        value=starts_at
                        min=local_input(market.now().0)
                        hint=k::market::field_start_hint(&zone_name())
                        error=error("starts_at")
                    />
                    <NumberField label=k::market::field_minutes() value=minutes error=error("duration_min") />
                </Card>
                <Card>
                    <Row fill=true top=true>
                        <MoneyField
                            label=k::market::field_price()
                            value=price
                            hint=k::market::field_price_hint()
                            error=error("face_value")
                        />
                        <NumberField label=k::market::field_seats() value=seats error=error("capacity") />
                    </Row>
                    {market
                        .kernel()
                        .offers(&api::MEMBERS)
                        .then(|| roster::pick(market, &group, members, roster_error))}
                    {(!market.kernel().enforces(Rule::FaceValue))
                        .then(|| view! { <Advisory what=k::market::advisory_price() /> })}
                </Card>
            </Page>
            <ActionBar>
                <Fault notice />
                <Button label=k::market::make_class() wide=true submit=true busy=intent.is_sending() />
            </ActionBar>
        </form>
    }
    .into_any()
}
