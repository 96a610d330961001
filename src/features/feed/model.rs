//! What the feed says of a post and of a group, without elements and without a clock.

use contract::feed::Post;
use contract::group::{Group, HistoryRule, Member, Role};

use crate::i18n::{day, k, number};

/// The nickname that stands over a post; a word for who left.
pub fn name_of(author: Option<&Member>) -> String {
    author.map_or_else(|| k::feed::someone().to_owned(), |a| a.persona.nickname.clone())
}

/// The avatar that stands over a post; undyed for who left.
pub fn avatar_of(author: Option<&Member>) -> String {
    author.map_or_else(|| "seed-ash".to_owned(), |a| a.persona.avatar.clone())
}

/// The word beside a nickname; none for members.
pub fn role_word(role: Role) -> Option<&'static str> {
    match role {
        Role::Host => Some(k::feed::host()),
        Role::Steward => Some(k::feed::steward()),
        Role::Member => None,
    }
}

/// Whether I may delete it.
pub fn may_delete(post: &Post, me: Role) -> bool {
    post.yours || me.runs_the_group()
}

/// A post as text for the chat: who, what, where, and the way back in.
pub fn as_text(post: &Post, group: &str, link: &str) -> String {
    let words = if post.body.trim().is_empty() {
        post.attachment.as_ref().map(|a| a.title.clone()).unwrap_or_default()
    } else {
        post.body.trim().to_owned()
    };
    let name = name_of(post.author.as_ref());
    format!("{name}: {words}\n{}\n{link}", k::feed::copied_from(group))
}

/// The thread under a group's name: how far it is, and what stands at its ends.
pub struct HeadLine {
    /// The head count as part of the limit, 0 to 1.
    pub passed: f64,
    /// The words at the start: head count, and whether the QR is open.
    pub left: (String, &'static str),
    /// The words at the end: the limit, and what happens there.
    pub right: (String, &'static str),
    /// The whole as a sentence.
    pub sentence: String,
    /// It goes to the limit of QR codes, and not to the capacity.
    pub by_qr: bool,
}

/// To the QR limit while QR codes work, then to the capacity.
pub fn head_line(group: &Group) -> HeadLine {
    let count = i64::from(group.member_count);
    let by_qr = group.qr_closed_at.is_none() && group.member_count < group.policy.invite_qr_limit;
    let limit = if by_qr { group.policy.invite_qr_limit } else { group.policy.capacity };
    let words = number(i64::from(limit));
    let people = k::feed::people_now(count);
    HeadLine {
        passed: (f64::from(group.member_count) / f64::from(limit.max(1))).clamp(0.0, 1.0),
        left: (people, if by_qr { k::feed::qr_open() } else { k::feed::by_members() }),
        right: (words.clone(), if by_qr { k::feed::qr_limit_note() } else { k::feed::capacity_note() }),
        sentence: if by_qr {
            k::feed::head_count(&number(count), &words)
        } else {
            k::feed::head_count_closed(&words, &number(count))
        },
        by_qr,
    }
}

/// The end of the feed: the boundary of what I may see, or the very beginning. Where the backend does not hide what
/// came before (`hidden`), nothing ends here but the posts.
pub fn ending(group: &Group, hidden: bool, now: i64) -> (String, Option<&'static str>) {
    let from_the_start = group.me.joined_at.since_ms(group.created_at) < 1000;
    if group.policy.history == HistoryRule::SinceJoined && !from_the_start {
        let joined = k::feed::boundary(&day(group.me.joined_at.0, now));
        (joined, Some(if hidden { k::feed::boundary_then() } else { k::feed::boundary_open() }))
    } else {
        (k::feed::beginning().to_owned(), None)
    }
}

/// The beginning of a kept draft, for the row that opens the composer.
pub fn draft_line(kept: &str) -> Option<String> {
    let kept = kept.trim();
    let short: String = kept.chars().take(18).collect();
    (!kept.is_empty()).then(|| k::feed::draft_waits(&short))
}
