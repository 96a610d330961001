//! What sort of post is being written: a note, a question, an announcement, and what that asks of all.

use contract::api;
use contract::feed::{PostKind, RollCallKind};
use data::{Data, Draft};
use leptos::prelude::*;

use crate::i18n::k;
use crate::ui::{Card, Choices, Seg, glyph};

const QUESTION: &str = "question";
const ANNOUNCEMENT: &str = "announcement";
const READ: &str = "read";
const SAFE: &str = "safe";

/// The choice, kept with the words. `Copy`.
#[derive(Clone, Copy)]
pub struct Kind {
    kind: RwSignal<String>,
    ask: RwSignal<String>,
}

impl Kind {
    /// The choice of a draft.
    pub fn of(draft: Draft) -> Self {
        Self { kind: draft.field("kind", ""), ask: draft.field("ask", "") }
    }

    /// What sort of post.
    pub fn get_untracked(self) -> PostKind {
        self.kind.with_untracked(|kind| match kind.as_str() {
            QUESTION => PostKind::Question,
            ANNOUNCEMENT => PostKind::Announcement,
            _ => PostKind::Note,
        })
    }

    /// Whether it is an announcement.
    pub fn announces(self) -> Signal<bool> {
        Signal::derive(move || self.kind.with(|kind| kind == ANNOUNCEMENT))
    }

    /// What each member is asked to confirm.
    pub fn roll_call(self) -> Option<RollCallKind> {
        if self.get_untracked() != PostKind::Announcement {
            return None;
        }
        self.ask.with_untracked(|ask| match ask.as_str() {
            READ => Some(RollCallKind::Read),
            SAFE => Some(RollCallKind::Safe),
            _ => None,
        })
    }

    /// The choice, as far as there is one: announcements are for who runs the group.
    pub fn choice(self, data: Data, hosts: bool) -> Option<AnyView> {
        let asks = data.offers(&api::ACCEPT);
        let calls = data.offers(&api::CONFIRM_ROLL_CALL);
        let cell = |of: &str, text: &str, icon| (of.to_owned(), text.to_owned(), Some(icon));
        let mut cells = vec![cell("", k::feed::kind_note(), glyph::TALK)];
        cells.extend(asks.then(|| cell(QUESTION, k::feed::kind_question(), glyph::ASK)));
        cells.extend(hosts.then(|| cell(ANNOUNCEMENT, k::feed::kind_announcement(), glyph::SAY)));
        let hint = move || match self.kind.get().as_str() {
            QUESTION => Some(k::feed::question_hint()),
            ANNOUNCEMENT => Some(k::feed::announcement_hint()),
            _ => None,
        };
        let announces = Memo::new(move |_| hosts && calls && self.kind.with(|kind| kind == ANNOUNCEMENT));
        (cells.len() > 1).then(|| {
            view! {
                <Card>
                    <Seg label=k::feed::write_kind() value=self.kind options=Signal::stored(cells) />
                    {move || hint().map(|hint| view! { <p class="sub">{hint}</p> })}
                    {move || announces.get().then(|| self.asking())}
                </Card>
            }
            .into_any()
        })
    }

    fn asking(self) -> AnyView {
        let choice = |of: &str, text: &str| (of.to_owned(), text.to_owned(), true);
        let options = vec![
            choice("", k::feed::ask_none()),
            choice(READ, k::feed::ask_read()),
            choice(SAFE, k::feed::ask_safe()),
        ];
        let hint = move || match self.ask.get().as_str() {
            READ => Some(k::feed::ask_read_hint()),
            SAFE => Some(k::feed::ask_safe_hint()),
            _ => None,
        };
        view! { <Choices label=k::feed::ask_all() value=self.ask options=Signal::stored(options) hint /> }
            .into_any()
    }
}
