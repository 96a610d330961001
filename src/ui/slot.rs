//! Slots: where one feature leaves room for others without naming them. Filled by the composition root.
//!
//! A feed draws an attachment by its kind, a group page shows what can be started in it, and the page of
//! things to do together has one section per feature. All are tables of plain functions; `L` names a place.

use super::{Glyph, Go, Icon};
use crate::i18n::k;
use leptos::prelude::*;
use std::collections::VecDeque;
use std::time::Duration;

/// Draws what a post carries, by kind: `(id, title, group) -> card content`.
pub type DrawAttachment = fn(&str, &str, &str) -> AnyView;

/// Something that can be started in a group.
pub struct GroupAction<L: 'static> {
    /// Its words.
    pub label: fn() -> &'static str,
    /// Its icon.
    pub icon: Glyph,
    /// Where it is started, for a group's id.
    pub to: fn(&str) -> L,
}

/// A section of the page of things to do together.
pub struct Section<L: 'static> {
    /// Its words.
    pub label: fn() -> &'static str,
    /// Its icon.
    pub icon: Glyph,
    /// Its place.
    pub to: L,
}

/// Attachment kinds and who draws them.
pub type Attachments = Vec<(&'static str, DrawAttachment)>;

/// Everything that features put into each other's rooms.
pub struct Slots<L: 'static> {
    /// What can be started in a group.
    pub actions: Vec<&'static GroupAction<L>>,
    /// The sections of the page of things to do together.
    pub sections: Vec<Section<L>>,
}

/// A `Copy` handle on the slots, from context.
pub struct UseSlots<L: 'static>(StoredValue<Slots<L>, LocalStorage>);

impl<L> Clone for UseSlots<L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L> Copy for UseSlots<L> {}

/// Provides the slots to everything below.
pub fn provide_slots<L: 'static>(slots: Slots<L>) {
    provide_context(UseSlots(StoredValue::new_local(slots)));
}

/// Who draws attachments comes later than the first page: until then there is only their title.
#[derive(Clone, Copy)]
struct UseAttachments {
    known: RwSignal<Option<Attachments>>,
    /// Somebody has one to draw.
    want: Callback<()>,
    /// Cards that were on screen before, from the top.
    waiting: StoredValue<VecDeque<RwSignal<bool>>>,
}

/// Makes room for those who draw attachments; `want` is called when the first is needed. Who brings them sets them.
pub fn provide_attachments(want: Callback<()>) -> RwSignal<Option<Attachments>> {
    let (known, waiting) = (RwSignal::new(None), StoredValue::default());
    provide_context(UseAttachments { known, want, waiting });
    Effect::new(move |_| {
        if known.with(Option::is_some) {
            give_turns(waiting);
        }
    });
    known
}

/// One card after another: a weak phone listens between two.
fn give_turns(waiting: StoredValue<VecDeque<RwSignal<bool>>>) {
    while let Some(Some(turn)) = waiting.try_update_value(VecDeque::pop_front) {
        // One whose card has left the page takes none.
        if turn.try_set(true).is_none() {
            return set_timeout(move || give_turns(waiting), Duration::ZERO);
        }
    }
}

/// What draws an attachment on one of many cards, as `attachment_of`: where those who draw come after the cards, these
/// take turns.
pub fn attachment_in_turn(kind: String) -> Memo<Option<Option<DrawAttachment>>> {
    let uses = use_context::<UseAttachments>();
    let is_here = uses.is_none_or(|uses| uses.known.with_untracked(Option::is_some));
    let turn = RwSignal::new(is_here);
    if let Some(uses) = uses.filter(|_| !is_here) {
        uses.waiting.update_value(|waiting| waiting.push_back(turn));
    }
    Memo::new(move |_| attachment_of(&kind).filter(|_| turn.get()))
}

/// What draws an attachment of this kind. Reactive: none while that is not here yet, nothing inside when no feature
/// here knows the kind.
pub fn attachment_of(kind: &str) -> Option<Option<DrawAttachment>> {
    let found = part_of(kind);
    if found.is_none() {
        use_context::<UseAttachments>()?.want.run(());
    }
    found
}

/// The same where it is in no hurry: it comes when everything else does.
pub fn part_of(kind: &str) -> Option<Option<DrawAttachment>> {
    use_context::<UseAttachments>()?
        .known
        .with(|known| Some(known.as_ref()?.iter().find(|(k, _)| *k == kind).map(|(_, draw)| *draw)))
}

/// What can be started in a group: words, icon, place.
pub fn group_actions<L: 'static>(group: &str) -> Vec<(&'static str, Glyph, L)> {
    let read = |slots: &Slots<L>| {
        slots.actions.iter().map(|a| ((a.label)(), a.icon, (a.to)(group))).collect::<Vec<_>>()
    };
    use_context::<UseSlots<L>>().and_then(|slots| slots.0.try_with_value(read)).unwrap_or_default()
}

/// The sections of the page of things to do together, as links that look like tabs; `here` is the current one.
pub fn section_tabs<L: Clone + PartialEq + 'static>(here: &L) -> AnyView {
    let tab = |section: &Section<L>| {
        let (current, icon, label) = (section.to == *here, section.icon, (section.label)());
        view! {
            <Go to=section.to.clone() class="seg-cell" replace=true current=Signal::stored(current)>
                <span class="seg-face">
                    {current.then(|| view! { <Icon of=icon /> })}
                    <span>{label}</span>
                </span>
            </Go>
        }
    };
    // One section alone is nothing to choose from.
    let read =
        |slots: &Slots<L>| (slots.sections.len() > 1).then(|| slots.sections.iter().map(tab).collect_view());
    let tabs = use_context::<UseSlots<L>>().and_then(|slots| slots.0.try_with_value(read)).flatten();
    tabs.map(|tabs| view! { <nav class="seg" aria-label=k::common::together_tab()>{tabs}</nav> }).into_any()
}
