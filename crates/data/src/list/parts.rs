//! The parts of a long list: one for each page that came. A part that is not held is known by its cursor and its
//! length alone, and is asked for when the reader comes near.
//!
//! Pure; knows no network and no screen.

use super::ListView;

/// A stretch of a list, in the backend's order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// Its name, as long as the app runs.
    pub key: u32,
    /// How many items it has, or had when it was last held.
    pub count: usize,
    /// Whether its items are here: their ids are in the list's.
    pub held: bool,
    /// The cursor that it was asked for with; none for what came at the top.
    pub after: Option<String>,
}

impl ListView {
    /// Where a part stands: its index, and how many ids of held parts and items of any part are before it.
    fn find(&self, key: u32) -> Option<(usize, usize, usize)> {
        let (mut held, mut all) = (0, 0);
        for (at, part) in self.parts.iter().enumerate() {
            if part.key == key {
                return Some((at, held, all));
            }
            held += if part.held { part.count } else { 0 };
            all += part.count;
        }
        None
    }

    /// The ids of a part, and how many items stand before it; nothing of a part that is not held.
    pub fn part(&self, key: u32) -> (&[String], usize) {
        let Some((at, held, all)) = self.find(key) else { return (&[], 0) };
        let count = self.parts.get(at).filter(|part| part.held).map_or(0, |part| part.count);
        (self.ids.get(held..held + count).unwrap_or_default(), all)
    }

    /// How many items the list has, as far as it is known.
    pub fn known(&self) -> usize {
        self.parts.iter().map(|part| part.count).sum()
    }

    /// The part in which an id stands.
    pub fn part_of(&self, id: &str) -> Option<u32> {
        let mut at = self.ids.iter().position(|i| i == id)?;
        for part in self.parts.iter().filter(|part| part.held) {
            if at < part.count {
                return Some(part.key);
            }
            at -= part.count;
        }
        None
    }

    /// Gives a part its items: those that stand in no other part.
    pub(super) fn fill(&mut self, key: u32, mut ids: Vec<String>) {
        let Some((at, held, _)) = self.find(key) else { return };
        ids.retain(|id| !self.ids.contains(id));
        if let Some(part) = self.parts.get_mut(at).filter(|part| !part.held) {
            part.held = true;
            part.count = ids.len();
            self.ids.splice(held..held, ids);
        }
    }

    /// What is held from the top down, and whether a part that is not follows.
    pub(super) fn top(&self) -> (&[String], bool) {
        let held = self.parts.iter().take_while(|part| part.held);
        let (parts, count) = held.fold((0, 0), |(parts, count), part| (parts + 1, count + part.count));
        (self.ids.get(..count).unwrap_or_default(), parts < self.parts.len())
    }

    /// What stands above the last item that a page of the top shares with this list, and is not in that page; all of the
    /// list, when the page is the `whole`.
    pub(super) fn missing_from(&self, page: &[String], whole: bool) -> Vec<String> {
        let last = self.ids.iter().rposition(|id| page.contains(id));
        let end = if whole { self.ids.len() } else { last.unwrap_or(0) };
        self.ids.iter().take(end).filter(|id| !page.contains(id)).cloned().collect()
    }

    /// What stands at the top in another order than the backend's, as my own post does that was put there, goes where the
    /// backend has it.
    pub(super) fn order_as(&mut self, page: &[String]) {
        let here: Vec<&String> = page.iter().filter(|id| self.ids.contains(id)).collect();
        let Some(top) = self.ids.get(..here.len()) else { return };
        if here.iter().all(|id| top.contains(id)) {
            let here: Vec<String> = here.into_iter().cloned().collect();
            self.ids.splice(..here.len(), here);
        }
    }

    /// Takes the items out of a part: its room is filled anew.
    pub(super) fn empty(&mut self, key: u32) {
        let Some((at, held, _)) = self.find(key) else { return };
        if let Some(part) = self.parts.get_mut(at).filter(|part| part.held) {
            part.held = false;
            self.ids.drain(held..held + part.count);
        }
    }

    pub(super) fn remove(&mut self, id: &str) {
        let Some(key) = self.part_of(id) else { return };
        self.ids.retain(|i| i != id);
        if let Some(part) = self.parts.iter_mut().find(|part| part.key == key) {
            part.count -= 1;
        }
    }

    /// Puts a new part at the top, or its items into the first one while that is short and held.
    pub(super) fn put_on_top(&mut self, ids: Vec<String>, key: u32, longest: usize) {
        let count = ids.len();
        self.ids.splice(0..0, ids);
        match self.parts.first_mut() {
            Some(first) if first.held && first.count + count <= longest => first.count += count,
            _ => self.parts.insert(0, Part { key, count, held: true, after: None }),
        }
    }

    pub(super) fn put_at_end(&mut self, id: String) {
        self.ids.push(id);
        match self.parts.last_mut().filter(|part| part.held) {
            Some(last) => last.count += 1,
            None => self.parts.push(Part { key: 0, count: 1, held: true, after: None }),
        }
    }

    /// One held part of everything.
    pub(super) fn whole(ids: Vec<String>, key: u32) -> Self {
        let parts = vec![Part { key, count: ids.len(), held: true, after: None }];
        Self { ids, parts, ..Self::default() }
    }
}
