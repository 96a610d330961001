//! For who runs a deal: changing it while it is open; afterwards the list to hand out by, the table, a word to all.

use contract::feed::Comment;
use contract::groupbuy::{Deal, Pledge};
use contract::{Link, api};
use data::{List, refusal};
use leptos::prelude::*;

use super::words;
use crate::features::groupbuy::model::{self, Phase};
use crate::features::groupbuy::store::DealStore;
use crate::i18n::k::groupbuy as t;
use crate::ui::{
    Button, Card, FormFault, LinkButton, Look, SaveFile, Sheet, Stack, TextArea, Toasts, field_error, glyph,
};

/// What can be done with the deal as it stands.
pub fn actions(store: DealStore, deal: Signal<Deal>, list: List<Pledge>) -> AnyView {
    let data = store.kernel();
    let phase = words(deal, store.minute(), model::phase);
    let (edits, hands) = (data.offers(&api::EDIT_DEAL), data.offers(&api::COLLECT_PLEDGE));
    let telling = RwSignal::new(false);
    let can_tell = Memo::new(move |_| {
        data.offers(&api::NEW_COMMENT) && deal.with(|d| d.post_id.is_some() && d.people > 0)
    });
    let draw = move || match phase.get() {
        Phase::Open if edits && deal.with_untracked(|d| d.bargain.is_none()) => {
            let to = Link::EditDeal(store.group_id(), store.id());
            view! { <LinkButton to label=t::edit() look=Look::Soft icon=glyph::EDIT wide=true /> }.into_any()
        }
        Phase::Succeeded if hands => {
            let to = Link::PickUps(store.group_id(), store.id());
            view! { <LinkButton to label=t::pick_ups_open() icon=glyph::STORE wide=true /> }.into_any()
        }
        _ => ().into_any(),
    };
    let tell = move || {
        can_tell.get().then(|| {
            view! {
                <Button label=t::tell() look=Look::Soft icon=glyph::SAY wide=true on_press=move || telling.set(true) />
            }
        })
    };
    view! {
        <Stack>{draw} {tell}</Stack>
        {tell_sheet(store, deal, list, telling)}
    }
    .into_any()
}

/// The list as a file, once all of it is here.
pub fn table(store: DealStore, deal: Signal<Deal>, list: List<Pledge>) -> AnyView {
    let csv = Memo::new(move |_| {
        let whole = list.view().with(|v| v.value().is_some_and(|v| !v.has_more && v.unreadable == 0));
        whole.then(|| deal.with(|d| model::as_csv(d, &store.known(list))))
    });
    let is_whole = Memo::new(move |_| csv.with(Option::is_some));
    let text = Signal::derive(move || csv.get().unwrap_or_default());
    let address = Signal::derive(move || domain::file::address("text/csv", &text.get()));
    let name = Signal::derive(move || deal.with(|d| domain::file::name(&d.title, t::pick_ups(), "csv")));
    let draw = move || {
        is_whole.get().then(|| {
            view! {
                <Card>
                    <SaveFile label=t::csv() copy_label=t::csv_copy() name address text />
                </Card>
            }
        })
    };
    draw.into_any()
}

/// A word to all who are in it: a comment on the deal's post that mentions them.
fn tell_sheet(store: DealStore, deal: Signal<Deal>, list: List<Pledge>, open: RwSignal<bool>) -> AnyView {
    let data = store.kernel();
    let toasts = Toasts::from_context();
    let draft = data.draft(&format!("deal/{}/tell", store.id()));
    let body = draft.field("body", "");
    let tried = draft.field("#tried", "");
    let telling = draft.mutation(data);
    let send = move || {
        let Some(post) = deal.with_untracked(|d| d.post_id.clone()) else { return };
        if body.with_untracked(|text| text.trim().is_empty()) {
            return telling.refuse(refusal(vec![("body".to_owned(), "required".to_owned())]));
        }
        let (kept, command) = untrack(|| model::told(&tried.get(), &body.get(), || store.known(list)));
        tried.set(kept);
        telling.run(api::NEW_COMMENT, &[post.as_str()], &command, move |_: Comment| {
            open.try_set(false);
            toasts.push(t::toast_told());
        });
    };
    let notice = telling.notice();
    let error = field_error(notice, "body", &[]);
    let to_post = move || {
        let post = deal.with_untracked(|d| d.post_id.clone())?;
        let to = Link::Post(store.group_id(), post);
        Some(view! { <LinkButton to label=t::tell_see() look=Look::Text wide=true /> })
    };
    view! {
        <Sheet open title=t::tell() sub=t::tell_sub()>
            <Stack>
                <TextArea label=t::tell_label() value=body rows=4 error max_length=400_u32 />
                <FormFault notice=notice />
                <Button label=t::tell_send() wide=true busy=telling.is_sending() on_press=send />
                {to_post}
            </Stack>
        </Sheet>
    }
    .into_any()
}
