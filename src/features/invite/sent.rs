//! The list of what was sent, line by line: what still works, who came, what is over. Knows no signal, no clock.

use contract::Timestamp;
use contract::group::{Group, Member};
use contract::invite::{Invite, InviteKind, InviteState};

use super::model::state_now;
use crate::i18n::{day, deadline, k};
use crate::ui::prefs::shows_counts;
use crate::ui::{Glyph, PillState, glyph};

/// Who came is folded beyond so many: the list is there to act on.
pub const FOLDED: usize = 4;

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// An invite, and what can be done about it.
    Sent(Invite),
    /// Somebody who came by one: title, second line, face.
    Came(Came),
}

/// Somebody who came by an invite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// What tells the line from the others.
    pub key: String,
    /// Who.
    pub who: Member,
    /// When and by what.
    pub note: String,
}

impl Line {
    /// What tells it from the others.
    pub fn key(&self) -> String {
        match self {
            Self::Sent(invite) => invite.id.0.clone(),
            Self::Came(came) => came.key.clone(),
        }
    }
}

/// The lines: what still works, who came (the latest first, folded unless `all`), what is over. With them how
/// many are folded away.
pub fn lines(invites: &[Invite], group: &Group, now: Timestamp, all: bool) -> (Vec<Line>, usize) {
    let mut came: Vec<Came> = invites.iter().flat_map(|i| i.joined.iter().map(|m| came(i, m, now))).collect();
    came.sort_by_key(|c| core::cmp::Reverse(c.who.joined_at));
    let most = if all { came.len() } else { FOLDED };
    let folded = came.len().saturating_sub(most);
    came.truncate(most);
    let (open, over): (Vec<&Invite>, Vec<&Invite>) =
        sorted(invites).partition(|i| state_now(i, group, now) == InviteState::Open);
    // Who came by a personal invite says all of it.
    let over = over.into_iter().filter(|i| i.kind == InviteKind::Qr || i.joined.is_empty());
    let sent = |i: &Invite| Line::Sent(i.clone());
    (
        open.into_iter().map(sent).chain(came.into_iter().map(Line::Came)).chain(over.map(sent)).collect(),
        folded,
    )
}

fn sorted(invites: &[Invite]) -> impl Iterator<Item = &Invite> {
    let mut invites: Vec<&Invite> = invites.iter().collect();
    invites.sort_by(|a, b| (b.made_at, &a.id.0).cmp(&(a.made_at, &b.id.0)));
    invites.into_iter()
}

fn came(invite: &Invite, who: &Member, now: Timestamp) -> Came {
    let when = day(who.joined_at.0, now.0);
    let note = match (invite.kind, invite.note.as_deref()) {
        (InviteKind::Qr, _) => k::invite::came_by_qr(&when),
        (InviteKind::Personal, None) => k::invite::came_by_personal(&when),
        (InviteKind::Personal, Some(note)) => k::invite::came_by_note(note, &when),
    };
    // A new face or name is another line.
    let persona = &who.persona;
    let key = format!("{}/{}/{}/{}", invite.id.0, who.id.0, persona.avatar, persona.nickname);
    Came { key, who: who.clone(), note }
}

/// The title of an invite in the list.
pub fn title(invite: &Invite) -> String {
    let who = invite.made_by.as_ref().map(|m| m.persona.nickname.as_str());
    match (invite.yours, invite.kind, invite.note.as_deref(), who) {
        (true, InviteKind::Personal, Some(note), _) => k::invite::row_for(note),
        (true, InviteKind::Personal, None, _) => k::invite::row_personal().to_owned(),
        (true, InviteKind::Qr, _, _) => k::invite::row_qr().to_owned(),
        (false, InviteKind::Qr, _, Some(who)) => k::invite::row_qr_of(who),
        (false, InviteKind::Personal, _, Some(who)) => k::invite::row_personal_of(who),
        (false, InviteKind::Qr, _, None) => k::invite::row_qr_left().to_owned(),
        (false, InviteKind::Personal, _, None) => k::invite::row_personal_left().to_owned(),
    }
}

/// The second line of an invite in the list: until when or since when, how many came, what it points at.
pub fn note(invite: &Invite, state: InviteState, now: Timestamp) -> String {
    let time = if state == InviteState::Open {
        k::invite::works_until(&deadline(invite.expires_at.0, now.0))
    } else {
        k::invite::made_on(&day(invite.made_at.0, now.0))
    };
    let joined = (invite.kind == InviteKind::Qr && invite.joined_count > 0 && shows_counts())
        .then(|| k::invite::joined_by_it(invite.joined_count.into()));
    let target = invite.target.as_ref().map(|t| k::invite::points_at(&t.title));
    [joined, target].into_iter().flatten().fold(time, |line, part| k::invite::dot(&line, &part))
}

/// The pill of an invite: its word, its look, its icon.
pub fn pill(kind: InviteKind, state: InviteState) -> (&'static str, PillState, Glyph) {
    use k::invite as t;
    match (state, kind) {
        (InviteState::Open, InviteKind::Qr) => (t::pill_open(), PillState::Open, glyph::CHECK),
        (InviteState::Open, InviteKind::Personal) => (t::pill_waiting(), PillState::Open, glyph::CLOCK),
        (InviteState::Used, _) => (t::pill_used(), PillState::Done, glyph::CHECK),
        (InviteState::Expired, _) => (t::pill_expired(), PillState::Off, glyph::CLOCK),
        (InviteState::Revoked, _) => (t::pill_revoked(), PillState::Off, glyph::UNDO),
        (InviteState::LimitReached, _) => (t::pill_limit(), PillState::Off, glyph::PEOPLE),
    }
}
