//! A group as the place where somebody stands: their membership, and what it lets them see and do.

use contract::{CircleId, Code, GroupId, Timestamp};
use domain::history::{Item, is_visible};

use super::photo::Signer;
use super::{Caller, Outcome};
use crate::store::{GroupRow, MemberRow, ReadTx};

/// A group, and the caller's membership in it.
#[derive(Debug, Clone)]
pub struct Here {
    /// The group.
    pub group: GroupRow,
    /// The caller in it.
    pub me: MemberRow,
    /// The circles that the caller agreed to be in, and when.
    circles: Vec<(CircleId, Timestamp)>,
    /// Gives addresses to the photos that the caller may see.
    pub signer: Signer,
}

impl Here {
    /// Finds a group that the caller is in.
    ///
    /// # Errors
    /// [`Code::NotFound`] when there is no such group, [`Code::GroupDissolved`], or [`Code::NotMember`]: a
    /// copied link says to outsiders that it belongs to a closed group, and no more.
    pub async fn find(tx: &mut dyn ReadTx, caller: &Caller, group: &GroupId) -> Outcome<Self> {
        let account = &caller.account.id;
        let (group, me, circles) = tx.standing(group, account).await?.ok_or(Code::NotFound)?;
        if group.dissolved {
            return Err(Code::GroupDissolved.into());
        }
        let me = me.ok_or(Code::NotMember)?;
        Ok(Self { group, me, circles, signer: caller.signer.clone() })
    }

    /// Whether the caller runs the group.
    pub fn runs_it(&self) -> bool {
        self.me.public.role.runs_the_group()
    }

    /// The caller must run the group.
    ///
    /// # Errors
    /// [`Code::NotYours`].
    pub fn must_run_it(&self) -> Outcome<()> {
        if self.runs_it() { Ok(()) } else { Err(Code::NotYours.into()) }
    }

    /// Whether the history rule lets the caller see an item.
    pub fn sees(&self, item: Item) -> bool {
        is_visible(self.group.policy.history, self.me.public.joined_at, item)
    }

    /// Whether the caller sees what was written for a circle. Pins and roles open nothing there.
    pub fn sees_in(&self, circle: &CircleId, written_at: Timestamp) -> bool {
        let joined_at = self.circles.iter().find(|(id, _)| id == circle).map(|(_, at)| *at);
        domain::circle::sees(self.group.policy.history, joined_at, written_at)
    }

    /// The caller must be in a circle. One that is not here is told the same.
    ///
    /// # Errors
    /// [`Code::NotInCircle`].
    pub fn must_be_in(&self, circle: Option<&CircleId>) -> Outcome<()> {
        let is_in = circle.is_none_or(|circle| self.circles.iter().any(|(id, _)| id == circle));
        if is_in { Ok(()) } else { Err(Code::NotInCircle.into()) }
    }

    /// The oldest moment that the caller may look back to, for the store's first sieve.
    pub fn from(&self) -> Timestamp {
        let ancient = Item { created_at: Timestamp(i64::MIN), pinned: false, actionable: false };
        if self.sees(ancient) { ancient.created_at } else { self.me.public.joined_at }
    }
}
