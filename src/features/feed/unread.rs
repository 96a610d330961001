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
    /// In a part that is not here, or behind it.
    Part(u32),
    /// Behind older posts, which are not here; the oldest that is here.
    Older(String),
    /// Nothing is new.
    Nowhere,
}

/// Looks for the line from the top down. What is above a new post is new as well, here or not: of a long way to the
/// line the reader has only the end.
pub fn edge(list: &ListView, is_new: impl Fn(&str) -> bool) -> Edge {
    let (mut last_new, mut gap) = (None, None);
    for part in &list.parts {
        if !part.held {
            gap = gap.or(Some(part.key));
        }
        for id in list.part(part.key).0 {
            match (is_new(id), gap, last_new.take()) {
                (true, ..) => (last_new, gap) = (Some(id.clone()), None),
                (false, Some(gap), _) => return Edge::Part(gap),
                (false, None, Some(oldest_new)) => return Edge::Here(oldest_new, id.clone()),
                (false, None, None) => return Edge::Nowhere,
            }
        }
    }
    gap.map_or_else(|| last_new.map_or(Edge::Nowhere, Edge::Older), Edge::Part)
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
    fn the_line_is_looked_for_from_the_top_and_never_in_a_gap() {
        let new = |id: &str| id > "5";
        let here = |unread: &str, read: &str| Edge::Here(unread.into(), read.into());
        assert_eq!(edge(&list(&[(&["9", "8"], true), (&["7", "5", "4"], true)]), new), here("7", "5"));
        assert_eq!(edge(&list(&[(&["9", "8"], true), (&["5"], true)]), new), here("8", "5"));
        assert_eq!(edge(&list(&[(&["9", "8"], true), (&["7"], false), (&["5"], true)]), new), Edge::Part(1));
        assert_eq!(edge(&list(&[(&["9"], false), (&["5"], true)]), new), Edge::Part(0));
        let two = [(&["9"][..], true), (&["8"], false), (&["7"], false), (&["5"], true)];
        assert_eq!(edge(&list(&two), new), Edge::Part(1), "the newest of what is not here");
        assert_eq!(edge(&list(&[(&["9", "8"], true)]), new), Edge::Older("8".into()));
        assert_eq!(edge(&list(&[(&["4", "3"], true)]), new), Edge::Nowhere);
        assert_eq!(edge(&list(&[]), new), Edge::Nowhere);
    }

    #[test]
    fn what_is_above_a_new_post_is_new_and_need_not_be_here() {
        let new = |id: &str| id > "5";
        // Three hundred new ones, and the reader came down to the oldest of them: what they left was let go.
        let far = [(&["9"][..], true), (&["8"], false), (&["7"], true), (&["6", "5", "4"], true)];
        assert_eq!(edge(&list(&far), new), Edge::Here("6".into(), "5".into()));
        let top = [(&["9"][..], false), (&["8"], true), (&["5"], true)];
        assert_eq!(edge(&list(&top), new), Edge::Here("8".into(), "5".into()));
        let between = [(&["9"][..], false), (&["8"], true), (&["7"], false), (&["5"], true)];
        assert_eq!(edge(&list(&between), new), Edge::Part(2), "the line is in the second gap");
        let below = [(&["9"][..], true), (&["8"], false), (&["7"], true), (&["6", "5"], false)];
        assert_eq!(edge(&list(&below), new), Edge::Part(3));
        let on = [(&["9"][..], true), (&["8"], false), (&["7"], true)];
        assert_eq!(edge(&list(&on), new), Edge::Older("7".into()));
    }
}
