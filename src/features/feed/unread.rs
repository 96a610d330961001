//! Where what is read begins: the line between what is new and what was seen, the way to the oldest new post, and the
//! mark of how far the reader is. Knows no element.

use contract::feed::Post;
use contract::group::{Group, MarkRead};
use contract::{Timestamp, api};
use data::{Data, List, ListView, Mutation};
use leptos::prelude::*;

/// So few new posts are on the first screen anyway.
const FEW: u32 = 3;

/// The way to the line, as far as the list is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edge {
    /// The oldest new post, and the first that was read.
    Here(String, String),
    /// Behind a part that is not here.
    Part(u32),
    /// Behind older posts, which are not here; the oldest that is here.
    Older(String),
    /// Nothing is new.
    Nowhere,
}

/// Looks for the line from the top down.
pub fn edge(list: &ListView, is_new: impl Fn(&str) -> bool) -> Edge {
    let mut last_new = None;
    for part in &list.parts {
        if !part.held {
            return Edge::Part(part.key);
        }
        for id in list.part(part.key).0 {
            match (is_new(id), last_new.take()) {
                (true, _) => last_new = Some(id.clone()),
                (false, Some(oldest_new)) => return Edge::Here(oldest_new, id.clone()),
                (false, None) => return Edge::Nowhere,
            }
        }
    }
    last_new.map_or(Edge::Nowhere, Edge::Older)
}

/// What is new to the reader of a feed, as it was when they came. `Copy`.
#[derive(Clone, Copy)]
pub struct Unread {
    data: Data,
    posts: List<Post>,
    group: Signal<Group>,
    marking: Mutation,
    /// The line; it stays where it is while they read.
    pub edge: Memo<Edge>,
    /// How many were new, until the reader was led to the oldest or came there.
    pub count: RwSignal<u32>,
}

impl Unread {
    /// What is new now.
    pub fn new(data: Data, posts: List<Post>, group: Signal<Group>, list: Signal<ListView>) -> Self {
        let (read_to, count) = group.with_untracked(|g| (g.read_to, g.unread.unwrap_or_default()));
        let edge = Memo::new(move |_| match read_to.filter(|_| count > 0) {
            Some(read_to) => list.with(|l| edge(l, |id| written(posts, id).is_some_and(|at| at > read_to))),
            None => Edge::Nowhere,
        });
        let count = RwSignal::new(if count > FEW { count } else { 0 });
        Self { data, posts, group, marking: data.mutation(), edge, count }
    }

    /// The reader sees this post: it is read, and so is what is older.
    pub fn seen(self, id: &str) {
        if matches!(self.edge.get_untracked(), Edge::Here(_, read) if read == id) {
            self.count.set(0);
        }
        let Some(to) = written(self.posts, id).filter(|_| self.data.offers(&api::MARK_READ)) else { return };
        let (group, read_to) = self.group.with_untracked(|g| (g.id.clone(), g.read_to));
        if read_to.is_some_and(|before| to > before) {
            let data = self.data;
            self.marking.run(api::MARK_READ, &[group.as_str()], &MarkRead { to }, move |group: Group| {
                data.absorb(group)
            });
        }
    }
}

fn written(posts: List<Post>, id: &str) -> Option<Timestamp> {
    posts.item(id).with_untracked(|post| post.value().map(|post| post.created_at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use data::Part;

    fn list(parts: &[(&[&str], bool)]) -> ListView {
        let part = |(key, (ids, held)): (u32, &(&[&str], bool))| Part {
            key,
            count: ids.len(),
            held: *held,
            after: None,
        };
        ListView {
            ids: parts
                .iter()
                .filter(|(_, held)| *held)
                .flat_map(|(ids, _)| ids.iter().map(|id| (*id).to_owned()))
                .collect(),
            parts: (0..).zip(parts).map(part).collect(),
            ..ListView::default()
        }
    }

    #[test]
    fn the_line_is_looked_for_from_the_top_and_never_over_a_gap() {
        let new = |id: &str| id > "5";
        let here = |unread: &str, read: &str| Edge::Here(unread.into(), read.into());
        assert_eq!(edge(&list(&[(&["9", "8"], true), (&["7", "5", "4"], true)]), new), here("7", "5"));
        assert_eq!(edge(&list(&[(&["9", "8"], true), (&["5"], true)]), new), here("8", "5"));
        assert_eq!(edge(&list(&[(&["9", "8"], true), (&["7"], false), (&["5"], true)]), new), Edge::Part(1));
        assert_eq!(edge(&list(&[(&["9"], false), (&["5"], true)]), new), Edge::Part(0));
        assert_eq!(edge(&list(&[(&["9", "8"], true)]), new), Edge::Older("8".into()));
        assert_eq!(edge(&list(&[(&["4", "3"], true)]), new), Edge::Nowhere);
        assert_eq!(edge(&list(&[]), new), Edge::Nowhere);
    }
}
