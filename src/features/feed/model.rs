//! What the feed says of a post and of a group, without elements and without a clock.

use contract::feed::{Comment, Post, PostKind, React, ReactionKind, RollCallKind};
use contract::group::{Group, HistoryRule, Member, Role};
use contract::{CommentId, MemberId, Timestamp, api};
use data::{Data, Waiting};
use domain::talk::{self, Written};

use crate::i18n::{day, k, number};
use crate::ui::{Glyph, glyph};

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

/// Whether words of somebody else name me.
pub fn concerns(mentions: &[Member], yours: bool, me: &MemberId) -> bool {
    !yours && mentions.iter().any(|m| m.id == *me)
}

/// When something was written, and that its words are others by now.
pub fn when(moment: String, edited: bool) -> String {
    if edited { k::feed::edited_at(&moment) } else { moment }
}

/// Whether I may change its words, as far as the phone knows.
pub fn may_edit(post: &Post, now: Timestamp) -> bool {
    let confirmed = post.roll_call.as_ref().is_some_and(|call| call.confirmed.is_some_and(|n| n > 0));
    let is_offer = post.attachment.is_some();
    talk::may_edit(Written { at: post.created_at, own: post.yours, is_offer, confirmed }, now).is_ok()
}

/// Whether I may change a comment's words.
pub fn may_edit_comment(comment: &Comment, now: Timestamp) -> bool {
    let own = comment.yours;
    talk::may_edit(Written { at: comment.created_at, own, is_offer: false, confirmed: false }, now).is_ok()
}

/// A row of the talk under a post.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Row {
    /// The comment's id.
    pub id: String,
    /// The comment that it stands under.
    pub parent: Option<CommentId>,
    /// For a reply, whom it replies to; nobody when that is not to be seen.
    pub under: Option<Option<String>>,
}

/// The comments in the order of reading: each, then its replies. Whatever came last stands last in its thread.
pub fn threads(all: &[Comment]) -> Vec<Row> {
    let row = |comment: &Comment, under| Row {
        id: comment.id.to_string(),
        parent: comment.reply_to.clone(),
        under,
    };
    let here = |id: &CommentId| all.iter().find(|c| c.id == *id && c.reply_to.is_none());
    let mut rows = Vec::with_capacity(all.len());
    for comment in all {
        match &comment.reply_to {
            // Under its parent, below.
            Some(parent) if here(parent).is_some() => {}
            Some(_) => rows.push(row(comment, Some(None))),
            None => {
                let name = if comment.deleted { None } else { comment.author.as_ref() };
                let replies = all.iter().filter(|c| c.reply_to.as_ref() == Some(&comment.id));
                rows.push(row(comment, None));
                rows.extend(replies.map(|reply| row(reply, Some(Some(name_of(name))))));
            }
        }
    }
    rows
}

/// Whether there is anything that I may do about it besides talking.
pub fn has_menu(data: Data, post: &Post, me: Role) -> bool {
    let deletes = data.offers(&api::DELETE_POST) && may_delete(post, me);
    let pins = may_pin(data, post, me);
    deletes || pins || (post.yours && data.offers(&api::EDIT_POST))
}

/// The word of a reaction.
pub fn reaction_word(kind: ReactionKind) -> &'static str {
    match kind {
        ReactionKind::Thanks => k::feed::react_thanks(),
        ReactionKind::Same => k::feed::react_same(),
        ReactionKind::Hug => k::feed::react_hug(),
        ReactionKind::Heart | ReactionKind::Other => k::feed::react_heart(),
    }
}

/// The icon of a reaction.
pub fn reaction_icon(kind: ReactionKind) -> Glyph {
    match kind {
        ReactionKind::Thanks => glyph::THANKS,
        ReactionKind::Same => glyph::SAME,
        ReactionKind::Hug => glyph::HUG,
        ReactionKind::Heart | ReactionKind::Other => glyph::HEART,
    }
}

/// The buttons of the bar: in the feed those that somebody chose and the heart, else the whole set.
pub fn reactions_shown(post: &Post, in_feed: bool) -> Vec<ReactionKind> {
    let chosen = |kind: &ReactionKind| post.reactions.iter().any(|r| r.kind == *kind && r.count > 0);
    let shown = |kind: &ReactionKind| !in_feed || *kind == ReactionKind::Heart || chosen(kind);
    ReactionKind::ALL.into_iter().filter(shown).collect()
}

/// Where reactions to a post wait: apart from what is said under it.
pub fn react_place(post: &str) -> String {
    format!("{post}/reaction")
}

/// What I wish of a reaction and the backend has not heard yet.
pub fn wish(waiting: &[Waiting], post: &str, kind: ReactionKind) -> Option<bool> {
    let place = react_place(post);
    let mine = |one: &&Waiting| one.place == place && one.is_waiting();
    let wishes = waiting.iter().rev().filter(mine).filter_map(Waiting::command::<React>);
    wishes.into_iter().find(|wish| wish.kind == kind).map(|wish| wish.on)
}

/// How many chose it and whether I did, as I wish it.
pub fn reaction(post: &Post, wish: Option<bool>, kind: ReactionKind) -> (u32, bool) {
    let (count, yours) =
        post.reactions.iter().find(|r| r.kind == kind).map_or((0, false), |r| (r.count, r.yours));
    match wish.filter(|on| *on != yours) {
        Some(true) => (count.saturating_add(1), true),
        Some(false) => (count.saturating_sub(1), false),
        None => (count, yours),
    }
}

/// What a roll call asks.
pub fn call_title(kind: RollCallKind) -> &'static str {
    if kind == RollCallKind::Safe { k::feed::call_safe_title() } else { k::feed::call_read_title() }
}

/// The word that answers a roll call.
pub fn call_word(kind: RollCallKind) -> &'static str {
    if kind == RollCallKind::Safe { k::feed::call_safe() } else { k::feed::call_read() }
}

/// That I answered a roll call, and when.
pub fn confirmed(kind: RollCallKind, when: &str) -> String {
    if kind == RollCallKind::Safe { k::feed::called_safe(when) } else { k::feed::called_read(when) }
}

/// Whether I may pin it: what stands on top stands there for everybody.
pub fn may_pin(data: Data, post: &Post, me: Role) -> bool {
    let offered = data.offers(&api::PIN_POST) && data.offers(&api::UNPIN_POST);
    offered && me.runs_the_group() && post.circle_id.is_none()
}

/// Whether I may delete it.
pub fn may_delete(post: &Post, me: Role) -> bool {
    post.yours || me.runs_the_group()
}

/// A post as text for the chat: who, what, where, and the way back in. What is for a circle does not leave it: there is
/// the way in alone, which opens for those who are in it.
pub fn as_text(post: &Post, group: &str, link: &str) -> String {
    if post.circle_id.is_some() {
        return format!("{}\n{link}", k::feed::copied_circle(group));
    }
    let title = post.attachment.as_ref().map_or("", |a| a.title.as_str());
    let words = format!("{title} {}", post.body.trim()).trim().to_owned();
    let words = match i64::try_from(post.photos.len()).unwrap_or(0) {
        0 => words,
        count => format!("{words} {}", k::photo::copied(count)).trim_start().to_owned(),
    };
    let name = name_of(post.author.as_ref());
    let words = if post.kind == PostKind::Question { k::feed::asks(&words) } else { words };
    let answer = post.answer.as_ref().map(|a| k::feed::answer_line(&name_of(a.author.as_ref()), &a.body));
    let answer = answer.map(|line| format!("\n{line}")).unwrap_or_default();
    format!("{name}: {words}{answer}\n{}\n{link}", k::feed::copied_from(group))
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

/// How many are new, in words; the backend counts to 100.
pub fn unread_words(count: u32, words: fn(i64) -> String, many: fn() -> &'static str) -> String {
    if count < 100 { words(i64::from(count)) } else { many().to_owned() }
}
