//! The teams of a deal: who is in them, how many are missing, until when; and the bar at the foot of such a deal.

use contract::api;
use contract::groupbuy::{Deal, PledgeState, TeamState};
use leptos::prelude::*;

use super::{pay, words};
use crate::features::groupbuy::model::{self, TeamWords};
use crate::features::groupbuy::store::DealStore;
use crate::i18n::k::{groupbuy as g, team as t};
use crate::ui::{
    ActionBar, AvatarStack, Button, Card, Fault, Glyph, Look, Pill, PillState, Row, SectionHead, Toasts,
    glyph,
};

/// The teams that wait for people, and mine.
pub fn cards(store: DealStore, deal: Signal<Deal>) -> AnyView {
    let minute = store.minute();
    let ids =
        Memo::new(move |_| deal.with(|d| d.teams.iter().map(|t| t.id.to_string()).collect::<Vec<String>>()));
    // A team's time is over and no change came: ask how it ended.
    Effect::new(move |_| {
        let now = minute.get();
        let waits = |t: &contract::groupbuy::Team| t.state == TeamState::Running && now >= t.ends_at;
        if deal.with_untracked(|d| d.teams.iter().any(waits)) {
            store.refresh();
        }
    });
    let none = Memo::new(move |_| ids.with(Vec::is_empty));
    // Mine stays when it waits no more.
    let over = Memo::new(move |_| {
        deal.with(|d| !d.teams.is_empty() && d.teams.iter().all(|team| team.state != TeamState::Running))
    });
    let card = move |id: String| team_card(store, deal, id);
    view! {
        <SectionHead
            title=Signal::derive(move || if over.get() { t::yours() } else { t::teams() }.to_owned())
            note=move || (!over.get()).then(|| t::teams_note().to_owned())
        />
        {move || match none.get() {
            true => view! { <Card><p class="sub">{t::no_teams()}</p></Card> }.into_any(),
            false => view! { <For each=move || ids.get() key=String::clone children=card /> }.into_any(),
        }}
        {announcer(store, deal)}
    }
    .into_any()
}

fn team_card(store: DealStore, deal: Signal<Deal>, id: String) -> AnyView {
    let minute = store.minute();
    let toasts = Toasts::from_context();
    let key = id.clone();
    // The last one stays for the moment in which its card is taken down.
    let words = Memo::new(move |last: Option<&Option<TeamWords>>| {
        let now = minute.get();
        let shown =
            deal.with(|d| d.teams.iter().find(|t| t.id.as_str() == key).map(|t| model::team(d, t, now)));
        shown.or_else(|| last.cloned().flatten())
    });
    let text = move |of: fn(&TeamWords) -> &String| {
        words.with(|w| w.as_ref().map(|w| of(w).clone()).unwrap_or_default())
    };
    let look =
        Memo::new(move |_| words.with(|w| look_of(w.as_ref().map_or(TeamState::Running, |w| w.state))));
    let join = Memo::new(move |_| words.with(|w| w.as_ref().and_then(|w| w.join.clone())));
    let joins = store.kernel().offers(&api::JOIN_TEAM);
    let press = Callback::new(move |()| {
        store.join_team(&id, move || toasts.push(pay::entered(deal, t::toast_joined())))
    });
    let button = move || {
        joins.then(|| join.get()).flatten().map(|label| {
            view! { <Button label look=Look::Soft wide=true busy=store.is_joining() on_press=press /> }
        })
    };
    view! {
        <Card article=true>
            <Row ends=true>
                <h3 class="groupbuy-team">{move || text(|w| &w.title)}</h3>
                <Pill
                    label=move || text(|w| &w.pill)
                    state=Signal::derive(move || look.get().0)
                    icon=Signal::derive(move || look.get().1)
                />
            </Row>
            <Row>
                <AvatarStack of=Signal::derive(move || words.with(|w| w.as_ref().map(|w| w.faces.iter().take(6).cloned().collect()).unwrap_or_default())) />
                <span class="sub">{move || text(|w| &w.who)}</span>
            </Row>
            <p class="sub">{move || text(|w| &w.line)}</p>
            {button}
        </Card>
    }
    .into_any()
}

fn look_of(state: TeamState) -> (PillState, Glyph) {
    match state {
        TeamState::Running => (PillState::Open, glyph::PEOPLE),
        TeamState::Succeeded => (PillState::Done, glyph::CHECK),
        TeamState::Failed | TeamState::Cancelled => (PillState::Off, glyph::INFO),
    }
}

/// Says politely that somebody came or went; silent at first.
fn announcer(store: DealStore, deal: Signal<Deal>) -> AnyView {
    let said = RwSignal::new(String::new());
    let count = Memo::new(move |_| deal.with(|d| (d.people, model::mine(d).map(|t| t.people))));
    Effect::new(move |before: Option<(u32, Option<u32>)>| {
        let now = count.get();
        if before.is_some_and(|before| before != now) {
            let at = store.minute().get_untracked();
            said.set(deal.with_untracked(|d| model::announce_team(d, at)));
        }
        now
    });
    view! { <p class="hide" role="status">{said}</p> }.into_any()
}

/// The bar: open a team, pay, or where I am.
pub fn bar(store: DealStore, deal: Signal<Deal>) -> AnyView {
    let leaving = RwSignal::new(false);
    let state = Memo::new(move |_| deal.with(|d| d.your_pledge.as_ref().map(|p| p.state)));
    let opens = store.kernel().offers(&api::NEW_TEAM);
    view! {
        <ActionBar>
            <Fault notice=store.joining_notice() />
            {move || match state.get() {
                Some(PledgeState::Reserved | PledgeState::Late) => pay::bar(store, deal, leaving),
                Some(PledgeState::Committed) => in_team(store, deal, Some(leaving), PillState::Done),
                Some(PledgeState::Due) => in_team(store, deal, None, PillState::Held),
                Some(PledgeState::Settled) => in_team(store, deal, None, PillState::Done),
                Some(PledgeState::Released) | None if opens => open(store, deal),
                Some(PledgeState::Released) | None => view! { <span class="sub">{g::cannot_join()}</span> }.into_any(),
            }}
        </ActionBar>
        {super::bar::leave_sheet(store, deal, leaving)}
    }
    .into_any()
}

fn open(store: DealStore, deal: Signal<Deal>) -> AnyView {
    let toasts = Toasts::from_context();
    let open = words(deal, store.minute(), model::open_words);
    let rule = Memo::new(move |_| deal.with(model::open_rule));
    let press = move || store.open_team(move || toasts.push(pay::entered(deal, t::toast_opened())));
    view! {
        <Button
            label=move || open.with(|w| w.0.clone())
            rule=move || rule.get()
            blocked=move || open.with(|w| w.1.clone())
            icon=glyph::PLUS
            wide=true
            busy=store.is_joining()
            on_press=press
        />
    }
    .into_any()
}

/// Where I am; `leaving` opens the question, as long as one may leave.
fn in_team(
    store: DealStore,
    deal: Signal<Deal>,
    leaving: Option<RwSignal<bool>>,
    look: PillState,
) -> AnyView {
    let said = words(deal, store.minute(), |d, now| {
        d.your_pledge.as_ref().map(|mine| model::in_team(d, mine, now)).unwrap_or_default()
    });
    let leaving = leaving.filter(|_| store.kernel().offers(&api::LEAVE_DEAL));
    let icon = if look == PillState::Held { glyph::HOLD } else { glyph::CHECK };
    view! {
        <Row ends=true>
            <Pill label=move || said.with(|s| s.0.clone()) state=Signal::stored(look) icon=Signal::stored(icon) />
            {leaving.map(|open| {
                view! { <Button label=g::leave() look=Look::Warn small=true on_press=move || open.set(true) /> }
            })}
        </Row>
        <p class="sub">{move || said.with(|s| s.1.clone())}</p>
    }
    .into_any()
}
