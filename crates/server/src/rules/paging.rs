//! Pages of lists.

use contract::{Page, Timestamp};

use crate::store::{Cursor, Slice};

/// The page that was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// The most items.
    pub limit: u32,
}

impl Paging {
    /// Items of a page when nothing was said.
    pub const USUAL: u32 = 30;
    /// The most items of a page.
    pub const MOST: u32 = 100;

    /// What to ask the store for: one more than the page, to know whether there is another.
    pub fn slice(self) -> Slice {
        Slice { after: self.after, limit: self.limit + 1 }
    }

    /// The page, from one item more than it holds.
    pub fn page<T>(self, mut items: Vec<(Cursor, T)>, seq: i64, now: Timestamp) -> Page<T> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more).map(|(cursor, _)| cursor.to_string());
        let items = items.into_iter().map(|(_, item)| item).collect();
        Page { items, next, cursor: Some(seq.to_string()), server_time: now }
    }
}
