//! What the invite screens say: pure functions over the contract's types. Knows no signal and no clock.

use contract::feed::Attachment;
use contract::group::Group;
use contract::invite::{Invite, InviteKind, InvitePreview, InviteRef, InviteState};
use contract::{Code, GroupId, Link, Timestamp};
use data::Rule;
use domain::invite::{GroupFacts, InviteFacts, latches, may_make, may_reopen, places_left, state};

use crate::i18n::{deadline, k, number};
use crate::ui::host::Reach;

/// What of an invite's limits is only agreed upon, where the backend checks the head count or the time itself.
pub fn advice(kind: InviteKind, enforced: impl Fn(Rule) -> bool) -> Option<&'static str> {
    let counts = kind == InviteKind::Personal || enforced(Rule::QrLimit);
    match (counts, enforced(Rule::Expiry)) {
        (true, true) => None,
        (false, true) => Some(k::invite::advisory_limit()),
        (true, false) => Some(k::invite::advisory_expiry()),
        (false, false) => Some(k::invite::advisory_both()),
    }
}

/// Whether a QR may be made in a group now, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QrDoor {
    /// Yes.
    Open,
    /// The group was at its limit and is below it again: only a host makes a new one.
    HostsOnly,
    /// At or above the limit: members invite, one by one.
    Limit,
    /// At its capacity: nobody comes in.
    Full,
}

/// Whether a QR may be made in this group now.
pub fn qr_door(group: &Group) -> QrDoor {
    let facts = GroupFacts { policy: &group.policy, member_count: group.member_count, dissolved: false };
    match may_make(InviteKind::Qr, &facts) {
        Err(Code::GroupFull) => QrDoor::Full,
        Err(_) => QrDoor::Limit,
        Ok(()) if group.qr_closed_at.is_some() && may_reopen(group.me.role).is_err() => QrDoor::HostsOnly,
        Ok(()) => QrDoor::Open,
    }
}

/// The group with room that stands beside a full one: the newest that was opened beside it, or the one that it
/// was opened beside itself.
pub fn beside(mine: &[Group], full: &GroupId, of: Option<&GroupId>) -> Option<GroupId> {
    let near = mine.iter().filter(|g| g.sibling_of.as_ref() == Some(full) || of == Some(&g.id));
    let room = near.filter(|g| g.member_count < g.policy.capacity);
    room.max_by_key(|g| g.created_at).map(|g| g.id.clone())
}

/// Where an invite stands now: its own clock runs on between two answers of the backend.
pub fn state_now(invite: &Invite, group: &Group, now: Timestamp) -> InviteState {
    if invite.state != InviteState::Open {
        return invite.state;
    }
    let facts = InviteFacts {
        kind: invite.kind,
        expires_at: invite.expires_at,
        revoked: false,
        latched: latches(&group.policy, group.member_count),
        joined_count: invite.joined_count,
    };
    state(&facts, now)
}

/// The QR that my poster shows: the newest of mine that works and leads where it should, to `target` or to the
/// group itself.
pub fn on_poster<'a>(
    invites: &'a [Invite],
    group: &Group,
    target: Option<&Attachment>,
    now: Timestamp,
) -> Option<&'a Invite> {
    // A title may change, what it is the title of does not.
    let of = |t: Option<&Attachment>| t.map(|t| (t.kind.clone(), t.id.clone()));
    let target = of(target);
    let fits = |i: &&Invite| {
        i.yours
            && i.kind == InviteKind::Qr
            && of(i.target.as_ref()) == target
            && state_now(i, group, now) == InviteState::Open
    };
    invites.iter().filter(fits).max_by_key(|i| i.made_at)
}

/// Title and note of the first bar of the life line.
pub fn life_by_qr(group: &Group) -> (String, String) {
    let (count, limit) = (number(group.member_count.into()), number(group.policy.invite_qr_limit.into()));
    let note = match qr_door(group) {
        QrDoor::Limit | QrDoor::Full => k::invite::life_qr_closed(&limit),
        QrDoor::HostsOnly => k::invite::life_qr_hosts(&count, &limit),
        QrDoor::Open => k::invite::life_qr_open(&count, &limit),
    };
    (k::invite::life_qr().to_owned(), note)
}

/// Title and note of the second bar of the life line.
pub fn life_by_members(group: &Group) -> (String, String) {
    let (limit, capacity) = (group.policy.invite_qr_limit, group.policy.capacity);
    let (most, count) = (number(capacity.into()), number(group.member_count.into()));
    let note = if group.member_count >= capacity {
        k::invite::life_full(&most)
    } else if limit >= capacity {
        k::invite::life_one_stage(&most)
    } else if group.member_count >= limit {
        k::invite::life_members_now(&count, &most)
    } else if limit + 1 == capacity {
        k::invite::life_members_last(&most)
    } else {
        k::invite::life_members_ahead(&number(i64::from(limit) + 1), &most)
    };
    (k::invite::life_members().to_owned(), note)
}

/// The left corner of an invite's picture: whom it still lets in.
pub fn places_corner(invite: &Invite, group: &Group) -> (String, String) {
    match invite.kind {
        InviteKind::Qr => {
            let left = places_left(InviteKind::Qr, &group.policy, group.member_count);
            (k::invite::places_left(left.into()), k::invite::then_qr_stops().to_owned())
        }
        InviteKind::Personal => (k::invite::for_one().to_owned(), k::invite::works_once().to_owned()),
    }
}

/// The right corner of an invite's picture: until when it works.
pub fn expiry_corner(invite: &Invite, now: Timestamp) -> (String, String) {
    (deadline(invite.expires_at.0, now.0), k::invite::expires().to_owned())
}

/// One sentence over an invite that is handed over: whom it lets in, and until when.
pub fn hand_over(invite: &Invite, group: &Group, now: Timestamp) -> String {
    let until = expiry_corner(invite, now).0;
    match invite.kind {
        InviteKind::Qr => k::invite::hand_qr(&places_corner(invite, group).0, &until),
        InviteKind::Personal => k::invite::hand_once(&until),
    }
}

/// How long an invite of this group works: whole days, or hours when it is less than one.
pub fn lifetime(ttl_s: u32) -> String {
    let hours = i64::from(ttl_s).max(3600) / 3600;
    if hours < 24 { k::invite::hours(hours) } else { k::invite::days(hours / 24) }
}

/// What goes out with a link: who invites whither, the link, the code, until when. Short and complete.
///
/// None for another's invite: only who made it knows its secrets.
pub fn outgoing(invite: &Invite, group: &Group, link: &str, now: Timestamp) -> Option<String> {
    let until = deadline(invite.expires_at.0, now.0);
    let code = typed_code(invite)?;
    let head = k::invite::out_head(&group.name, &group.me.persona.nickname);
    let foot = match invite.kind {
        InviteKind::Qr => k::invite::out_foot(&code, &until),
        InviteKind::Personal => k::invite::out_foot_once(&code, &until),
    };
    let target = invite.target.as_ref().map(|t| k::invite::points_at(&t.title));
    let lines = [Some(head), target, Some(link.to_owned()), Some(foot)];
    Some(lines.into_iter().flatten().collect::<Vec<_>>().join("\n"))
}

/// How far an invite's card may go: everybody may see an open door; what works once, and group-buying, are for a chat.
pub fn reach(invite: &Invite, deals_to_chat: bool) -> Reach {
    let deal = invite.target.as_ref().is_some_and(|target| target.kind == "deal");
    match invite.kind {
        _ if deal && !deals_to_chat => Reach::Nowhere,
        InviteKind::Qr if !deal => Reach::All,
        InviteKind::Qr | InviteKind::Personal => Reach::Chat,
    }
}

/// The typed code of an invite of mine, in two halves.
pub fn typed_code(invite: &Invite) -> Option<String> {
    invite.code.as_deref().map(domain::code::spaced)
}

/// What a visitor holds: the secret of a link, or what somebody typed.
pub fn held(text: &str) -> InviteRef {
    let plain = domain::code::normalised(text);
    if domain::code::is_token(&plain) { InviteRef::Token(plain) } else { InviteRef::Code(text.to_owned()) }
}

/// Where joining leads: to what the invite points at, or to the group.
pub fn destination(preview: &InvitePreview) -> Link {
    let group = preview.group_id.clone();
    match preview.target.as_ref().map(|t| &t.attachment) {
        Some(Attachment { kind, id, .. }) if kind == "deal" => Link::Deal(group, id.as_str().into()),
        Some(Attachment { kind, id, .. }) if kind == "listing" => Link::Listing(group, id.as_str().into()),
        _ => Link::Group(group),
    }
}
