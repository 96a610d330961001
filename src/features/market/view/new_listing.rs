//! The form that offers my seat: the price on its way to the cap, a word, and who answers.

use contract::market::Class;
use contract::{ClassId, GroupId, Link, Money, SeatId};
use data::{Draft, Mutation, Progress};
use domain::typed::{fen_of, typed_of};
use leptos::prelude::*;

use super::super::form::{Bounds, ListingForm, listing_of};
use super::super::model::{Gate, gate};
use super::super::store::Market;
use super::super::words;
use super::{field_error, present, price};
use crate::i18n::{day_parts, field_text, k};
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{
    ActionBar, Art, Button, Card, Crumb, DateTile, Fault, LinkButton, Loaded, MoneyField, Page, PageHead,
    Row, State, Switch, TextArea,
};

/// The page.
pub fn page(market: Market, group: GroupId, class: ClassId, seat: SeatId) -> AnyView {
    use_title(k::market::offer_title().to_owned());
    let value = market.class(&class);
    let clock = market.clock();
    let wanted = seat.clone();
    // The draft and its intent live as long as the page: the stream may bring the listing before the answer does.
    let (draft, intent) = market.draft(&format!("group/{group}/seat/{seat}"));
    let gate = Memo::new(move |_| {
        let now = value.with(|v| v.value().map(|c| gate(c, &wanted, clock.get())));
        let own = matches!(now, Some(Gate::Listed(_)))
            && intent.progress().with(|p| matches!(p, Progress::Sending | Progress::Done));
        if own { Some(Gate::Open) } else { now }
    });
    let back = Link::Class(group.clone(), class.clone());
    let crumb = back.clone();
    let shown = move || match gate.get() {
        None => {
            let class = class.clone();
            view! {
                <Page>
                    <Loaded value retry=move || market.read_class(&class) skeletons=2 let:_class>
                        ()
                    </Loaded>
                </Page>
            }
            .into_any()
        }
        Some(Gate::Open) => {
            present(value).map(|class| form(market, &group, class, &seat, (draft, intent))).into_any()
        }
        Some(closed) => {
            let (title, body) = words::gate(&closed);
            let (to, label) = match closed {
                Gate::Listed(listing) => (Link::Listing(group.clone(), listing), k::market::see_listing()),
                _ => (back.clone(), k::market::back_to_class()),
            };
            view! {
                <Page>
                    <State art=Art::LostPath title body>
                        <LinkButton to label />
                    </State>
                </Page>
            }
            .into_any()
        }
    };
    view! {
        <Crumb to=crumb label=k::market::class_title() />
        {shown}
    }
    .into_any()
}

fn form(
    market: Market,
    group: &GroupId,
    class: Memo<Class>,
    seat: &SeatId,
    (draft, intent): (Draft, Mutation),
) -> AnyView {
    let nav = use_nav::<Link>();
    let first = class.get_untracked();
    let cap = first.brief.face_value;
    let asking = draft.field("asking", &typed_of(cap.amount));
    let note = draft.field("note", "");
    let auto = draft.field("auto", "");
    let notice = intent.notice();
    let typed = Memo::new(move |last: Option<&Money>| {
        let amount = asking.with(|a| fen_of(a)).ok();
        let amount = amount.filter(|amount| *amount <= cap.amount);
        amount.map_or_else(|| last.copied().unwrap_or(cap), |amount| Money { amount, ..cap })
    });
    // The text as it is now is judged, not the last one that could be read.
    let above = move || {
        let amount = asking.with(|a| fen_of(a));
        amount.is_ok_and(|amount| amount > cap.amount).then(|| field_text("above_face_value").to_owned())
    };
    let refused = field_error(notice, "asking");
    let send = {
        let (group, seat) = (group.clone(), seat.clone());
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let form = ListingForm {
                asking: asking.get_untracked(),
                note: note.get_untracked(),
                auto_confirm: auto.get_untracked(),
            };
            let cut_off = class.with_untracked(|c| c.cut_off_at);
            let bounds = Bounds { face_value: cap, cut_off, now: market.now() };
            let go = Callback::new(move |to: Link| nav.replace(&to));
            match listing_of(&form, &seat, bounds) {
                Ok(listing) => market.offer(intent, &group, &listing, go),
                Err(wrong) => intent.refuse(wrong),
            }
        }
    };
    let ends = k::market::offer_rule(&words::until(first.cut_off_at, market.now()));
    view! {
        <form class="seat-form" novalidate on:submit=send>
            <Page>
                <PageHead title=k::market::offer_title() sub=ends />
                {what(&first)}
                <Card>
                    <MoneyField
                        label=k::market::field_asking()
                        value=asking
                        hint=k::market::field_asking_hint()
                        error=move || above().or_else(refused)
                    />
                    {price::to_cap(market, typed.into(), cap)}
                </Card>
                <Card>
                    <TextArea
                        label=k::market::field_note()
                        value=note
                        rows=3
                        hint=k::market::field_note_hint()
                        error=field_error(notice, "note")
                        max_length=200_u32
                        optional=true
                    />
                    <Switch
                        label=k::market::auto_confirm()
                        hint=k::market::auto_confirm_hint()
                        on=Signal::derive(move || auto.with(|a| a == "1"))
                        on_change=move |on: bool| auto.set(if on { "1".to_owned() } else { String::new() })
                    />
                </Card>
            </Page>
            <ActionBar>
                <Fault notice />
                <Button label=move || words::offer_label(typed.get(), cap) wide=true submit=true busy=intent.is_sending() />
            </ActionBar>
        </form>
    }
    .into_any()
}

/// Which seat it is, in two lines.
fn what(class: &Class) -> AnyView {
    let (parts, title) = (day_parts(class.brief.starts_at.0), words::headline(&class.brief));
    let place = words::coach_place(&class.brief);
    view! {
        <Card>
            <Row top=true>
                <DateTile parts=parts />
                <span class="grow seat-words">
                    <b>{title}</b>
                    <span class="sub">{place}</span>
                </span>
            </Row>
        </Card>
    }
    .into_any()
}
