//! What a draft says of its photos: which they are, how far each is, what holds the post up. Without elements and without
//! a clock.

use std::collections::BTreeSet;

use contract::photo::NewPhoto;
use loadable::Notice;
use serde::{Deserialize, Serialize};

use crate::i18n::{k, number};
use crate::ui::photo::BadPhoto;

/// A photo of a draft, as the draft keeps it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The name of its copy on the phone, without the draft's.
    pub key: String,
    /// What it shows, in words.
    #[serde(default)]
    pub alt: String,
    /// What the backend calls it, once it knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// The photos in a draft's text, each once: what came back from the outbox may have been there already.
pub fn kept(text: &str) -> Vec<Kept> {
    let mut kept: Vec<Kept> = serde_json::from_str(text).unwrap_or_default();
    let mut seen = BTreeSet::new();
    kept.retain(|one| seen.insert(one.key.clone()));
    kept
}

/// The text for a draft; none for none, so that the draft is empty.
pub fn as_kept(items: &[Item]) -> String {
    let kept: Vec<&Kept> = items.iter().filter(|item| item.is_kept()).map(|item| &item.kept).collect();
    if kept.is_empty() { String::new() } else { serde_json::to_string(&kept).unwrap_or_default() }
}

/// How far a photo of a draft is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is made small, or taken from the phone's copy.
    Preparing,
    /// Others go first.
    Queued,
    /// Of a hundred parts, so many are there.
    Sending(u32),
    /// No answer: it goes on by itself.
    Waiting,
    /// It can be published.
    Ready,
    /// It is none: why.
    Bad(BadPhoto),
    /// It will not be sent: why.
    Failed(Notice),
    /// The phone's copy is gone.
    Lost,
}

/// A photo of a draft on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What the draft keeps of it.
    pub kept: Kept,
    /// How far it is.
    pub state: State,
}

impl Item {
    /// Whether there is anything to keep: what is no photo is gone with the page. A copy that was not found stays until
    /// somebody takes it out: the phone may find it the next time.
    pub fn is_kept(&self) -> bool {
        !matches!(self.state, State::Bad(_))
    }

    /// Whether it holds the post up for good: somebody has to do something about it.
    pub fn is_stuck(&self) -> bool {
        matches!(self.state, State::Bad(_) | State::Failed(_) | State::Lost)
    }
}

/// The photos of a post that is to be sent; none while one of them is not there yet.
pub fn for_post(items: &[Item]) -> Option<Vec<NewPhoto>> {
    let one = |item: &Item| {
        let id = item.kept.id.as_deref().filter(|_| item.state == State::Ready)?;
        Some(NewPhoto { id: id.into(), alt: item.kept.alt.trim().to_owned() })
    };
    items.iter().map(one).collect()
}

/// How far a photo is, in words.
pub fn state_words(state: &State) -> String {
    match state {
        State::Preparing => k::photo::preparing().to_owned(),
        State::Queued => k::photo::queued().to_owned(),
        State::Sending(percent) => k::photo::sending(&number(i64::from(*percent))),
        State::Waiting => k::photo::waiting().to_owned(),
        State::Ready => k::photo::ready().to_owned(),
        State::Bad(_) | State::Failed(_) | State::Lost => k::photo::stuck().to_owned(),
    }
}

/// What is wrong with a file, and the way on.
pub fn bad_words(bad: BadPhoto) -> (&'static str, &'static str) {
    match bad {
        BadPhoto::Empty => (k::photo::empty(), k::photo::empty_body()),
        BadPhoto::NotAPhoto => (k::photo::not_a_photo(), k::photo::not_a_photo_body()),
        BadPhoto::Heic => (k::photo::heic(), k::photo::heic_body()),
        BadPhoto::TooLarge => (k::photo::too_large(), k::photo::too_large_body()),
        BadPhoto::NoRoom => (k::photo::no_room(), k::photo::no_room_body()),
    }
}

/// How many of how many bytes, of a hundred.
pub fn percent(sent: u32, size: u32) -> u32 {
    let of_hundred = u64::from(sent) * 100 / u64::from(size.max(1));
    u32::try_from(of_hundred.min(100)).unwrap_or(100)
}

/// Puts an item one place earlier or later, if there is one.
pub fn moved(items: &mut [Item], key: &str, later: bool) {
    let Some(at) = items.iter().position(|item| item.kept.key == key) else { return };
    let to = if later { at + 1 } else { at.wrapping_sub(1) };
    if to < items.len() {
        items.swap(at, to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(key: &str, state: State) -> Item {
        Item { kept: Kept { key: key.into(), alt: " 字 ".into(), id: Some(format!("id-{key}")) }, state }
    }

    #[test]
    fn a_draft_keeps_what_can_be_sent_and_survives_what_it_cannot_read() {
        let states = [State::Ready, State::Bad(BadPhoto::Heic), State::Waiting, State::Lost];
        let items: Vec<Item> =
            ["a", "b", "c", "d"].into_iter().zip(states).map(|(key, s)| item(key, s)).collect();
        let read = kept(&as_kept(&items));
        let keys: Vec<_> = read.iter().map(|k| k.key.as_str()).collect();
        assert_eq!(keys, ["a", "c", "d"], "a copy that was not found may be found the next time");
        assert_eq!(as_kept(&items[1..2]), "", "nothing was typed");
        assert_eq!(kept("{}"), vec![]);
        assert_eq!(kept(r#"[{"key":"x"},{"key":"y"},{"key":"x"}]"#).len(), 2, "each once");
        assert_eq!(kept(r#"[{"key":"x"}]"#)[0], Kept { key: "x".into(), ..Kept::default() });
    }

    #[test]
    fn a_post_waits_for_all_of_its_photos() {
        let mut items = vec![item("a", State::Ready), item("b", State::Sending(99))];
        assert_eq!(for_post(&items), None);
        items[1].state = State::Ready;
        let photos = for_post(&items).unwrap();
        assert_eq!((photos[0].id.as_str(), photos[0].alt.as_str(), photos.len()), ("id-a", "字", 2));
        assert_eq!(for_post(&[]), Some(vec![]));
    }

    #[test]
    fn photos_change_places_and_none_falls_off_the_end() {
        let mut items: Vec<Item> = ["a", "b", "c"].map(|key| item(key, State::Ready)).into();
        let order = |items: &[Item]| items.iter().map(|i| i.kept.key.clone()).collect::<String>();
        moved(&mut items, "a", true);
        assert_eq!(order(&items), "bac");
        for (key, later) in [("b", false), ("c", true), ("x", true)] {
            moved(&mut items, key, later);
        }
        assert_eq!(order(&items), "bac");
    }

    #[test]
    fn how_far_is_a_part_of_a_hundred() {
        assert_eq!((percent(0, 0), percent(1, 3), percent(5, 3)), (0, 33, 100));
    }
}
