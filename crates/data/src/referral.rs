//! What a link carries when somebody passes a thing on: their share, where the group counts it. Knows no element.

use contract::Link;
use contract::referral::Referral;
use loadable::Loadable;
use reactive_graph::traits::With;
use reactive_graph::wrappers::read::Signal;

use crate::core::Data;

/// My share in a group, as far as it is known. `Copy`.
#[derive(Clone, Copy)]
pub struct Sharing(Signal<Loadable<Referral>>);

impl Data {
    /// What my links carry in a group. Where the backend keeps no recommendations they are plain.
    pub fn sharing(self, group: &str) -> Sharing {
        Sharing(self.one::<Referral>(group))
    }
}

impl Sharing {
    /// The link to pass on instead of a plain one; tracked.
    pub fn link(self, plain: Link) -> Link {
        plain.by_share(self.0.with(|mine| mine.value()?.share.clone()))
    }
}
