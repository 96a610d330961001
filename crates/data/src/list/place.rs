//! Where a reader was in a long list, written down: the item and how far it stood from the top of the screen, and the
//! parts around it by cursor, length and height. After a reload the part around the item is asked for first, and the
//! others as the reader comes near. Ids and cursors only: nothing that anybody said.

use core::fmt::Write as _;

use contract::Timestamp;

use super::slot::ListSlot;
use super::{List, Part};
use crate::core::Data;
use crate::entity::Entity;

/// A place of before is given back for so long.
const KEPT_MS: i64 = 3 * 86_400_000;

/// Where a reader is: an item, and the part that it stands in should the item be gone.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Anchor {
    /// The item.
    pub id: String,
    /// Its distance from the top of the screen, in CSS pixels.
    pub top: f64,
    /// The part it stands in.
    pub part: u32,
    /// The distance of that part.
    pub part_top: f64,
}

/// A place as it is written down.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Place {
    pub(crate) at: Timestamp,
    pub(crate) anchor: Anchor,
    /// The first item of the list: what stands above it now is new.
    pub(crate) first: String,
    pub(crate) next: Option<String>,
    /// The parts with their heights; their keys are their places in the row.
    pub(crate) parts: Vec<(Part, u32)>,
}

impl Place {
    /// As text: a line for the anchor, one for the ends, one for each part. None where a cursor would break a line.
    pub(crate) fn to_text(&self) -> Option<String> {
        let a = &self.anchor;
        let [top, part_top] = [a.top, a.part_top].map(tenths);
        let mut text = format!("2\t{}\t{}\t{top}\t{}\t{part_top}\n", self.at.0, a.id, a.part);
        let mut names = vec![a.id.as_str(), &self.first];
        let _ = writeln!(text, "{}\t{}", self.first, cursor(self.next.as_deref(), &mut names));
        for (part, height) in &self.parts {
            let _ = writeln!(text, "{}\t{height}\t{}", part.count, cursor(part.after.as_deref(), &mut names));
        }
        names.iter().all(|name| !name.contains(['\n', '\t'])).then_some(text)
    }

    /// The part around the item.
    pub(crate) fn part(&self) -> Option<&Part> {
        self.parts.iter().map(|(part, _)| part).find(|part| part.key == self.anchor.part)
    }

    /// The place, unless it is of another form or too old.
    pub(crate) fn parse(text: &str, now: Timestamp) -> Option<Self> {
        let mut lines = text.lines().map(|line| line.split('\t'));
        let mut head = lines.next()?;
        if head.next()? != "2" {
            return None;
        }
        let at = Timestamp(head.next()?.parse().ok()?);
        let anchor = Anchor {
            id: head.next()?.to_owned(),
            top: pixels(head.next()?)?,
            part: head.next()?.parse().ok()?,
            part_top: pixels(head.next()?)?,
        };
        let mut ends = lines.next()?;
        let first = ends.next()?.to_owned();
        let next = read_cursor(ends.next()?);
        let part = |(key, mut line): (u32, core::str::Split<'_, char>)| {
            let (count, height) = (line.next()?.parse().ok()?, line.next()?.parse().ok()?);
            Some((Part { key, count, held: false, after: read_cursor(line.next()?) }, height))
        };
        let parts: Vec<_> = (0..).zip(lines).map(part).collect::<Option<_>>()?;
        let stands = parts.iter().any(|(part, _)| part.key == anchor.part);
        (stands && now.since_ms(at) < KEPT_MS).then_some(Self { at, anchor, first, next, parts })
    }
}

/// Lengths are written in tenths of a pixel: whole numbers need no code for others.
fn tenths(pixels: f64) -> i32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "far more than a page is tall; beyond it the cast keeps the end"
    )]
    let tenths = (pixels * 10.0).round() as i32;
    tenths
}

fn pixels(tenths: &str) -> Option<f64> {
    Some(f64::from(tenths.parse::<i32>().ok()?) / 10.0)
}

/// A cursor with a mark before it, so that none and the empty one differ.
fn cursor<'a>(cursor: Option<&'a str>, names: &mut Vec<&'a str>) -> String {
    names.extend(cursor);
    cursor.map_or_else(String::new, |cursor| format!("={cursor}"))
}

fn read_cursor(text: &str) -> Option<String> {
    text.strip_prefix('=').map(str::to_owned)
}

/// The names of an account's places on disk.
pub(crate) fn prefix(data: Data) -> String {
    format!("place/{}/", data.account().as_ref().map_or("", contract::AccountId::as_str))
}

impl ListSlot {
    fn name(&self, data: Data) -> String {
        prefix(data) + &self.key
    }

    /// Takes up the place of before a reload.
    pub(super) fn take_up_place(&self, data: Data) {
        let (name, disk) = (self.name(data), &data.core().disk);
        let text = disk.get(&name);
        let kept = text.as_ref().and_then(|text| Place::parse(text, data.now()));
        if text.is_some() && kept.is_none() {
            // Nobody is led there any more: nothing is to wait for it either.
            disk.remove(&name);
        }
        *self.anchor.borrow_mut() = kept.as_ref().map(|place| place.anchor.clone());
        *self.place.borrow_mut() = kept;
    }

    /// The place as it is now. What came at the top has no cursor of its own: together it is one part.
    fn place_now(&self, data: Data, anchor: Anchor) -> Option<Place> {
        use reactive_graph::traits::GetUntracked as _;
        let view = self.view.get_untracked().into_value()?;
        let first =
            if view.parts.first()?.held { view.ids.first()?.clone() } else { self.first.borrow().clone() };
        let mut place = Place { at: data.now(), first, next: self.next.borrow().clone(), ..Place::default() };
        for part in view.parts {
            let height = self.heights.borrow().get(&part.key).copied().unwrap_or_default();
            let is_anchors = part.key == anchor.part;
            match place.parts.last_mut() {
                Some((top, tall)) if part.after.is_none() => {
                    top.count += part.count;
                    *tall += height;
                }
                _ => place.parts.push((part, height)),
            }
            if is_anchors {
                place.anchor.part = u32::try_from(place.parts.len()).ok()? - 1;
            }
        }
        place.anchor = Anchor { part: place.anchor.part, ..anchor };
        Some(place)
    }
}

impl<T: Entity> List<T> {
    /// Where the reader was when they left, or before the page was loaded.
    pub fn anchor(self) -> Option<Anchor> {
        self.slot()?.anchor.borrow().clone()
    }

    /// Notes where the reader is, for when they come back; none: at the top, where there is nothing to come back to.
    /// What is `drawn` stays here, however far from there.
    pub fn keep_place(self, anchor: Option<Anchor>, drawn: &[u32]) {
        let Some(slot) = self.slot() else { return };
        if *slot.anchor.borrow() == anchor {
            return;
        }
        slot.anchor.borrow_mut().clone_from(&anchor);
        self.data.let_go_far(&slot, anchor.as_ref().map(|anchor| anchor.part), drawn);
        let (name, disk) = (slot.name(self.data), &self.data.core().disk);
        match anchor.and_then(|anchor| slot.place_now(self.data, anchor)?.to_text()) {
            // A place that is lost is no loss worth a word.
            Some(text) => drop(disk.set(&name, &text)),
            None => disk.remove(&name),
        }
    }

    /// The item that had the focus when the page was left.
    pub fn focus(self) -> Option<String> {
        self.slot()?.focus.borrow().clone()
    }

    /// Notes which item has the focus, for as long as the app runs.
    pub fn keep_focus(self, id: Option<String>) {
        if let Some(slot) = self.slot() {
            slot.focus.replace(id);
        }
    }

    /// How tall a part was when it was last seen.
    pub fn height(self, key: u32) -> Option<u32> {
        self.slot()?.heights.borrow().get(&key).copied()
    }

    /// Notes how tall a part is.
    pub fn set_height(self, key: u32, height: u32) {
        if let Some(slot) = self.slot() {
            slot.heights.borrow_mut().insert(key, height);
        }
    }
}
