//! For who opened a deal, and hosts: who is in it, what is still to come, and calling it off.

use contract::groupbuy::{Deal, Pledge, PledgeState, Settling};
use contract::{Link, api};
use data::{List, ListView};
use leptos::prelude::*;
use loadable::Loadable;

use super::{after, pay, words};
use crate::features::groupbuy::model::{self, Phase};
use crate::features::groupbuy::store::DealStore;
use crate::i18n::k;
use crate::i18n::k::groupbuy as t;
use crate::ui::{
    Ask, Avatar, Button, Card, Icon, ListRow, Loaded, Look, Pill, PillState, SectionHead, Toasts, Unreadable,
    glyph,
};

/// The section of who runs a deal.
pub fn section(store: DealStore, deal: Signal<Deal>) -> AnyView {
    let list = store.pledges();
    read_all(list);
    let asked = RwSignal::new(None::<Pledge>);
    let row = move |id: String| pledge_row(store, deal, list.item(&id), asked);
    let draw = move |shown: Signal<ListView>| {
        let is_empty = Memo::new(move |_| shown.with(|v| v.ids.is_empty() && v.unreadable == 0));
        move || match is_empty.get() {
            true => view! { <Card><p class="sub">{t::nobody()}</p></Card> }.into_any(),
            false => view! {
                <ul class="list" role="list" aria-label=t::pledges()>
                    <For each=move || shown.with(|v| v.ids.clone()) key=String::clone children=row />
                </ul>
            }
            .into_any(),
        }
    };
    let data = store.kernel();
    let people = data.offers(&api::PLEDGES).then(|| {
        view! {
            <SectionHead title=t::pledges() note=t::pledges_only() />
            <Loaded value=list.view() retry=move || list.reload() skeletons=1 let:shown>
                {draw(shown)}
                <Unreadable count=Signal::derive(move || shown.with(|v| v.unreadable)) about=Link::Backend />
            </Loaded>
            {sums(store, deal, list)}
        }
    });
    view! {
        {people}
        {after::actions(store, deal, list)}
        {data.offers(&api::CANCEL_DEAL).then(|| cancelling(store, deal))}
        {settle_sheet(store, deal, asked)}
    }
    .into_any()
}

/// The sums are only true over all pages.
pub fn read_all(list: List<Pledge>) {
    let view = list.view();
    Effect::new(move |_| {
        let wants_more = |v: &ListView| v.has_more && !v.loading_more && v.more_failed.is_none();
        if view.with(|v| v.value().is_some_and(wants_more)) {
            list.more();
        }
    });
}

fn pledge_row(
    store: DealStore,
    deal: Signal<Deal>,
    pledge: Signal<Loadable<Pledge>>,
    asked: RwSignal<Option<Pledge>>,
) -> AnyView {
    let minute = store.minute();
    let words = Memo::new(move |_| {
        pledge.with(|p| p.value().map(|p| deal.with(|d| model::pledge_words(d, p, minute.get()))))
    });
    let state = Memo::new(move |_| words.with(|w| w.as_ref().map(|w| w.state)));
    let text = move |of: fn(&model::Settling) -> &String| {
        words.with(|w| w.as_ref().map(|w| of(w).clone())).unwrap_or_default()
    };
    let avatar = words.with_untracked(|w| w.as_ref().and_then(|w| w.avatar.clone()));
    let lead = move || match avatar {
        Some(of) => view! { <Avatar of size="s" /> }.into_any(),
        None => view! { <Icon of=glyph::OUT /> }.into_any(),
    };
    let ask = move || asked.set(pledge.get_untracked().into_value());
    let settles = store.kernel().offers(&api::SETTLE_PLEDGE);
    let aside = Memo::new(move |_| words.with(|w| w.as_ref().and_then(|w| w.aside.clone())));
    // What went through a provider comes back through it.
    let returns =
        store.kernel().offers(&api::GIVE_BACK) && deal.with_untracked(|d| d.settling == Settling::WithHost);
    let give_back = move || {
        returns.then(|| pledge.get_untracked().into_value()).flatten().map(|p| pay::given_back(store, p))
    };
    view! {
        <ListRow title=Signal::derive(move || text(|w| &w.name)) note=move || text(|w| &w.note) lead>
            {move || match state.get() {
                Some(PledgeState::Due) if settles => {
                    view! { <Button label=t::received() look=Look::Soft small=true on_press=ask /> }.into_any()
                }
                Some(PledgeState::Settled) => view! {
                    <Pill label=t::received() state=Signal::stored(PillState::Done) icon=Signal::stored(glyph::CHECK) />
                    {move || match aside.get() {
                        Some(words) => view! { <span class="cap">{words}</span> }.into_any(),
                        None => give_back().into_any(),
                    }}
                }
                .into_any(),
                _ => view! { {move || aside.get().map(|words| view! { <span class="cap">{words}</span> })} }.into_any(),
            }}
        </ListRow>
    }
    .into_any()
}

fn sums(store: DealStore, deal: Signal<Deal>, list: List<Pledge>) -> AnyView {
    let (view, minute) = (list.view(), store.minute());
    let sentence = Memo::new(move |_| {
        let ids =
            view.with(|v| v.value().filter(|v| !v.has_more && v.unreadable == 0).map(|v| v.ids.clone()))?;
        let pledges: Vec<Pledge> = ids.iter().filter_map(|id| list.item(id).get().into_value()).collect();
        let all_here = !pledges.is_empty();
        all_here.then(|| deal.with(|deal| model::settling(deal, &pledges, minute.get())))
    });
    view! { {move || sentence.get().map(|text| view! { <p class="sub num groupbuy-sums">{text}</p> })} }
        .into_any()
}

fn settle_sheet(store: DealStore, deal: Signal<Deal>, asked: RwSignal<Option<Pledge>>) -> AnyView {
    let toasts = Toasts::from_context();
    let settling = store.mutation();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if asked.with(Option::is_some) {
            settling.forgive();
            open.set(true);
        }
    });
    // Asking for the same pledge again opens it again.
    Effect::new(move |_| {
        if !open.get() {
            asked.set(None);
        }
    });
    let title = Memo::new(move |last: Option<&String>| {
        let now = store.minute().get_untracked();
        let words = asked.with(|p| p.as_ref().map(|p| deal.with(|d| model::pledge_words(d, p, now))));
        words.map_or_else(|| last.cloned().unwrap_or_default(), |w| t::received_title(&w.name, &w.total))
    });
    let settle = move || {
        let Some(pledge) = asked.get_untracked() else { return };
        store.settle(settling, pledge.id.as_str(), move || {
            open.try_set(false);
            toasts.push(t::toast_received());
        });
    };
    view! {
        <Ask
            open
            title
            sub=t::received_sub()
            notice=settling.notice()
            busy=settling.is_sending()
            yes=t::received_yes()
            no=k::common::not_now()
            on_yes=settle
        />
    }
    .into_any()
}

fn cancelling(store: DealStore, deal: Signal<Deal>) -> AnyView {
    let toasts = Toasts::from_context();
    let open = RwSignal::new(false);
    let phase = words(deal, store.minute(), model::phase);
    let is_open = Memo::new(move |_| phase.get() == Phase::Open);
    let sub = Memo::new(move |_| deal.with(model::cancel_words));
    let cancel = move || {
        store.cancel(move || {
            open.try_set(false);
            toasts.push(t::toast_cancelled());
        });
    };
    view! {
        {move || {
            is_open.get().then(|| {
                view! { <Button label=t::cancel() look=Look::Warn wide=true on_press=move || open.set(true) /> }
            })
        }}
        <Ask
            open
            title=t::cancel_title()
            sub
            notice=store.cancelling_notice()
            busy=store.is_cancelling()
            yes=t::cancel_yes()
            look=Look::Warn
            no=t::cancel_no()
            on_yes=cancel
        />
    }
    .into_any()
}
