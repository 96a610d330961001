//! Circles: what was written for one goes from the phone when I am not in it any more.

use contract::api;
use contract::change::ChangeKind;
use contract::feed::Post;
use net::descriptor::Rule;
use reactive_graph::traits::GetUntracked;

use crate::core::Data;

impl Data {
    /// Whether there are circles here. Where the backend does not keep them to themselves there are none: a promise that
    /// a post is seen by nobody else is no advice.
    pub fn has_circles(self) -> bool {
        self.offers(&api::CIRCLES) && self.enforces(Rule::Circles)
    }

    /// I am in a circle no more: it and what was written for it are wiped.
    pub fn forget_circle(self, circle: &str) {
        self.forget_posts_of(circle);
        self.seen_forget();
        self.take_away(ChangeKind::Circle, circle);
    }

    /// A circle's posts are mine to see no more: they are wiped, with the talk under them and, if any of them was seen,
    /// what was seen. May be said again: where none is left, nothing is lost.
    pub fn forget_posts_of(self, circle: &str) {
        let posts = self.core().tables.of::<Post>();
        let is_of_it = |id: &String| {
            let post = posts.slot(id).get_untracked().into_value();
            post.and_then(|post| post.circle_id).is_some_and(|of| of.as_str() == circle)
        };
        let mut gone = crate::entity::AnyTable::ids(&*posts);
        gone.retain(is_of_it);
        let lists: Vec<_> = self.core().lists.borrow().iter().cloned().collect();
        let under = |scope: &str| scope == circle || gone.iter().any(|id| id == scope);
        lists.iter().filter(|slot| slot.scope.as_deref().is_some_and(under)).for_each(|slot| slot.wipe());
        if gone.is_empty() {
            self.seen_forget_if(circle);
        } else {
            self.seen_forget();
        }
        for id in &gone {
            self.take_away(ChangeKind::Post, id);
        }
    }
}
