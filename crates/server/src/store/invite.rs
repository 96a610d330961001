//! Invites.

use async_trait::async_trait;
use contract::feed::Attachment;
use contract::invite::InviteKind;
use contract::{GroupId, InviteId, MemberId, Timestamp};

use super::{Slice, Stored};

/// An invite.
#[derive(Debug, Clone)]
pub struct InviteRow {
    /// Its number: the order of making.
    pub n: i64,
    /// Its id.
    pub id: InviteId,
    /// Its group.
    pub group_id: GroupId,
    /// How it is passed on.
    pub kind: InviteKind,
    /// The link's secret.
    pub token: String,
    /// The typed code.
    pub code: String,
    /// Who made it.
    pub made_by: MemberId,
    /// When it was made.
    pub made_at: Timestamp,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// Whether it was taken back.
    pub revoked: bool,
    /// Whether the group reached its QR limit while it was out.
    pub latched: bool,
    /// How many came by it.
    pub joined_count: u32,
    /// A note of its maker.
    pub note: Option<String>,
    /// What it points at.
    pub target: Option<Attachment>,
}

/// Questions about invites.
#[async_trait]
pub trait InviteRead {
    /// An invite.
    async fn invite(&mut self, id: &InviteId) -> Stored<Option<InviteRow>>;
    /// The invite with this link token.
    async fn invite_by_token(&mut self, token: &str) -> Stored<Option<InviteRow>>;
    /// The invite with this typed code.
    async fn invite_by_code(&mut self, code: &str) -> Stored<Option<InviteRow>>;
    /// The invites of a group, newest first; only those that `made_by` made when it is given.
    async fn invites(
        &mut self,
        group: &GroupId,
        made_by: Option<&MemberId>,
        slice: Slice,
    ) -> Stored<Vec<InviteRow>>;
}

/// Writes to invites.
#[async_trait]
pub trait InviteWrite {
    /// Adds an invite; its number is ignored.
    async fn add_invite(&mut self, invite: &InviteRow) -> Stored<()>;
    /// Takes an invite back.
    async fn revoke_invite(&mut self, id: &InviteId) -> Stored<()>;
    /// Takes back the personal invites of a member that nobody has used; answers their ids.
    async fn revoke_personal_of(&mut self, member: &MemberId) -> Stored<Vec<InviteId>>;
    /// Takes back the QR invites of a group that still work; answers them.
    async fn revoke_open_qr(&mut self, group: &GroupId, now: Timestamp) -> Stored<Vec<InviteRow>>;
    /// Counts a member who came by an invite.
    async fn count_joined(&mut self, id: &InviteId, member: &MemberId) -> Stored<()>;
    /// Kills the QR invites of a group that are not dead yet, for good; answers them.
    async fn latch_qr(&mut self, group: &GroupId, now: Timestamp) -> Stored<Vec<InviteRow>>;
}
