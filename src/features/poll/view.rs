//! A poll as the content of a card: the choices are the form, and the sums stand behind them.

use contract::api::{self, Done};
use contract::group::Group;
use contract::poll::{Poll, Vote};
use contract::{GroupId, Link};
use data::{Data, Mutation, Place};
use leptos::prelude::*;

use super::model;
use crate::i18n::k::poll as t;
use crate::i18n::{k, sentence};
use crate::ui::host::Reach;
use crate::ui::nav::use_nav;
use crate::ui::share::Outgoing;
use crate::ui::{Act, Button, Fault, Icon, Kind, Look, Pill, PillState, Sheet, Stack, Toasts, glyph, share};

/// What a post shows of the poll that it carries; its question alone while the poll is not here.
pub fn attachment(id: &str, title: &str, group: &str) -> AnyView {
    let Some(data) = use_context::<Data>() else { return ().into_any() };
    let poll = data.one::<Poll>(id);
    let is_here = Memo::new(move |_| poll.with(|p| p.value().is_some()));
    let (title, group) = (title.to_owned(), GroupId::from(group));
    let waits = move || match poll.with(|p| p.notice().map(|n| sentence(n).title)) {
        Some(fault) => fault,
        None => k::common::loading().to_owned(),
    };
    let draw = move || {
        let first = is_here.get().then(|| poll.get_untracked().into_value()).flatten();
        let Some(first) = first else {
            let title = title.clone();
            return view! {
                <Kind icon=glyph::POLL label=t::title() />
                <b>{title}</b>
                <span class="sub">{waits}</span>
            }
            .into_any();
        };
        let known = Memo::new(move |_| poll.get().into_value().unwrap_or_else(|| first.clone()));
        Card::new(data, known, group.clone()).view()
    };
    view! { <div class="poll">{draw}</div> }.into_any()
}

/// One poll on a card. `Copy`.
#[derive(Clone, Copy)]
struct Card {
    data: Data,
    group: StoredValue<GroupId>,
    /// As the backend told it last.
    known: Memo<Poll>,
    /// As I pressed it, until the phone keeps it or it arrived; what is kept waits for the network.
    wish: RwSignal<Option<Vec<u32>>>,
    waits: Memo<bool>,
    shown: Memo<Poll>,
    open: Memo<bool>,
    voting: Mutation,
}

impl Card {
    fn new(data: Data, known: Memo<Poll>, group: GroupId) -> Self {
        let wish = RwSignal::new(None::<Vec<u32>>);
        let kept = Memo::new(move |_| {
            let vote = known.with(|poll| data.wished(&api::VOTE, poll.id.as_str()));
            vote.map(|vote| vote.choices)
        });
        let shown = Memo::new(move |_| {
            let wish = wish.get().or_else(|| kept.get());
            known.with(|poll| wish.map_or_else(|| poll.clone(), |wish| model::wished(poll, &wish)))
        });
        let waits = Memo::new(move |_| kept.with(Option::is_some));
        let open = Memo::new(move |_| known.with(|poll| model::is_open(poll, data.minute().get())));
        let voting = data.mutation();
        let notice = voting.notice();
        Effect::new(move |_| {
            if let Some(notice) = notice.get() {
                wish.set(None);
                if notice.code == "poll_closed" {
                    known.with_untracked(|poll| data.fetch::<Poll>(poll.id.as_str()));
                }
            }
        });
        Self { data, group: StoredValue::new(group), known, wish, waits, shown, open, voting }
    }

    fn votes(self) -> bool {
        self.open.get() && self.data.offers(&api::VOTE) && !self.data.must_sign_in_to_write()
    }

    /// What I press is shown at once; whatever I press meanwhile goes out after it.
    fn vote(self, votes: Vec<u32>) {
        self.wish.set(Some(votes.clone()));
        if self.voting.is_sending().get_untracked() {
            return;
        }
        let id = self.known.with_untracked(|poll| poll.id.clone());
        let (sent, group) = (votes.clone(), self.group.get_value());
        let at = Place { group: group.as_str(), thing: id.as_str() };
        self.voting.queue(&api::VOTE, &[id.as_str()], &Vote { choices: votes }, at, move || {
            match self.wish.get_untracked() {
                Some(wish) if wish != sent => self.vote(wish),
                _ => self.wish.set(None),
            }
        });
    }

    fn view(self) -> AnyView {
        let first = self.known.get_untracked();
        let question = first.question.clone();
        let count = first.choices.len();
        let state = move || if self.open.get() { PillState::Open } else { PillState::Off };
        let pill = move || if self.open.get() { t::open() } else { t::closed() }.to_owned();
        let rows =
            first.choices.into_iter().enumerate().take(count).map(|(at, choice)| self.row(at, choice.label));
        let minute = self.data.minute();
        view! {
            <Kind icon=glyph::POLL label=t::title()>
                <Pill label=pill state=Signal::derive(state) icon=glyph::CLOCK />
            </Kind>
            <fieldset class="poll-choices" disabled=move || !self.votes()>
                <legend><b>{question}</b></legend>
                <p class="cap">{if first.several { t::several_words() } else { t::one_words() }}</p>
                {rows.collect_view()}
            </fieldset>
            <Fault notice=self.voting.notice() />
            <p class="sub num">{move || self.shown.with(|poll| model::foot(poll, minute.get()))}</p>
            <div role="status">{move || self.waits.get().then(|| view! { <span class="cap">{t::waits()}</span> })}</div>
            {self.acts()}
        }
        .into_any()
    }

    /// A choice: its button, its words, its sum, and the sum as a length.
    fn row(self, at: usize, label: String) -> AnyView {
        let place = u32::try_from(at).unwrap_or(u32::MAX);
        let (several, name) = self.known.with_untracked(|poll| (poll.several, format!("poll-{}", poll.id)));
        let yours = move || self.shown.with(|poll| poll.choices.get(at).is_some_and(|c| c.yours));
        let sum = move || self.shown.with(|poll| model::sum(poll, at));
        let part = move || self.shown.with(|poll| format!("{}%", model::share(poll, at)));
        let press = move |_| self.vote(self.shown.with_untracked(|poll| model::pressed(poll, place)));
        view! {
            <label class="poll-choice">
                <input
                    type=if several { "checkbox" } else { "radio" }
                    name=name
                    prop:checked=yours
                    on:change=press
                />
                <span class="poll-mark"><Icon of=glyph::CHECK /></span>
                <span class="poll-label">{label}</span>
                <span class="cap num">{sum}</span>
                <i class="poll-bar" style:inline-size=part aria-hidden="true"></i>
            </label>
        }
        .into_any()
    }

    /// Take my vote back, the result as text, and closing for who asks and for hosts.
    fn acts(self) -> AnyView {
        let (nav, share, toasts) = (use_nav::<Link>(), share::use_share(), Toasts::from_context());
        let group = self.data.one::<Group>(self.group.get_value().as_str());
        let closing = RwSignal::new(false);
        let has_vote =
            Memo::new(move |_| self.votes() && self.shown.with(|poll| !model::mine(poll).is_empty()));
        let may_close = Memo::new(move |_| {
            let runs = group.with(|g| g.value().is_some_and(|g| g.me.role.runs_the_group()));
            self.open.get() && self.data.offers(&api::CLOSE_POLL) && (runs || self.known.with(|p| p.yours))
        });
        let copy = move || {
            let link = nav.absolute(&Link::Group(self.group.get_value()));
            let now = self.data.minute().get_untracked();
            let text = self.shown.with_untracked(|poll| model::as_text(poll, &link, now));
            share.send(Outgoing::new(text, link, Reach::Chat), toasts);
        };
        view! {
            <div class="acts">
                <Act icon=glyph::POLL label=t::copy() on_press=copy />
                {move || {
                    has_vote
                        .get()
                        .then(|| view! { <Act icon=glyph::UNDO label=t::take_back() on_press=move || self.vote(vec![]) /> })
                }}
                {move || {
                    may_close
                        .get()
                        .then(|| view! { <Act icon=glyph::LOCK label=t::close() on_press=move || closing.set(true) /> })
                }}
            </div>
            <Sheet open=closing title=t::close_title() sub=t::close_sub()>
                {move || self.close(closing)}
            </Sheet>
        }
        .into_any()
    }

    fn close(self, open: RwSignal<bool>) -> AnyView {
        let sending = self.data.mutation();
        let press = move || {
            let id = self.known.with_untracked(|poll| poll.id.clone());
            sending.run(api::CLOSE_POLL, &[id.as_str()], &Done {}, move |poll: Poll| {
                open.set(false);
                self.data.absorb(poll);
            });
        };
        view! {
            <Stack>
                <Fault notice=sending.notice() />
                <Button label=t::close() look=Look::Warn wide=true busy=sending.is_sending() on_press=press />
                <Button label=k::common::not_now() look=Look::Text wide=true on_press=move || open.set(false) />
            </Stack>
        }
        .into_any()
    }
}
