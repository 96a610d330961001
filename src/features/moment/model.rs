//! What a moment says: its words, its rating in words, the text for the chat. Pure; no elements and no clock.

use contract::Timestamp;
use contract::feed::Post;
use contract::moment::{Moment, MomentKind};
use domain::address;
use domain::talk::{Written, may_edit};

use crate::i18n::k::moment as t;
use crate::i18n::{deadline, k};
use crate::ui::{Glyph, glyph};

/// What a kind is called.
pub fn name(kind: MomentKind) -> &'static str {
    match kind {
        MomentKind::CheckIn => t::check_in(),
        MomentKind::Place => t::place(),
        MomentKind::Film => t::film(),
        MomentKind::Book => t::book(),
        MomentKind::Food => t::food(),
        MomentKind::Review => t::review(),
        MomentKind::Link => t::link(),
        MomentKind::Other => t::other(),
    }
}

/// The icon of a kind.
pub fn icon(kind: MomentKind) -> Glyph {
    match kind {
        MomentKind::CheckIn => glyph::CHECKIN,
        MomentKind::Place => glyph::PLACE,
        MomentKind::Film => glyph::PHOTO,
        MomentKind::Book => glyph::BOOK,
        MomentKind::Food => glyph::FORK,
        MomentKind::Review | MomentKind::Other => glyph::STAR,
        MomentKind::Link => glyph::GLOBE,
    }
}

/// What a thing's name is called in the form.
pub fn title_label(kind: MomentKind) -> &'static str {
    match kind {
        MomentKind::CheckIn => t::title_check_in(),
        MomentKind::Place => t::title_place(),
        MomentKind::Film => t::title_film(),
        MomentKind::Book => t::title_book(),
        MomentKind::Food => t::title_food(),
        MomentKind::Review => t::title_review(),
        MomentKind::Link | MomentKind::Other => t::title_link(),
    }
}

/// What "by whom, or where" is called, in the form and on the card.
pub fn by_label(kind: MomentKind) -> &'static str {
    match kind {
        MomentKind::Film => t::by_film(),
        MomentKind::Book => t::by_book(),
        MomentKind::Food => t::by_food(),
        MomentKind::Review => t::by_review(),
        _ => t::by_place(),
    }
}

/// A rating in halves as a figure of five: `4.5`.
pub fn figure(halves: u32) -> String {
    let (whole, half) = (halves / 2, halves % 2);
    if half == 1 { format!("{whole}.5") } else { whole.to_string() }
}

/// A rating in a word.
pub fn word(halves: u32) -> &'static str {
    match halves {
        0..=2 => t::rating_1(),
        3 => t::rating_1h(),
        4 => t::rating_2(),
        5 => t::rating_2h(),
        6 => t::rating_3(),
        7 => t::rating_3h(),
        8 => t::rating_4(),
        9 => t::rating_4h(),
        _ => t::rating_5(),
    }
}

/// A rating for the eye: a star each, and a half.
pub fn stars(halves: u32) -> String {
    let halves = halves.min(10);
    let whole = "★".repeat(usize::try_from(halves / 2).unwrap_or(0));
    if halves % 2 == 1 { whole + "½" } else { whole }
}

/// A rating as words: `4.5 of 5 · very good`.
pub fn rating(halves: u32) -> String {
    t::rating(&figure(halves), word(halves))
}

/// The address of a link that may be opened: whole, and its host spelled out.
pub fn opened(moment: &Moment) -> Option<(String, String)> {
    let read = address::read(&moment.address).ok()?;
    Some((read.whole.to_owned(), read.host))
}

/// Whether I may change what a post tells, as far as the phone knows.
pub fn may_change(post: &Post, now: Timestamp) -> bool {
    let words = Written { at: post.created_at, own: post.yours, is_offer: false, confirmed: false };
    post.moment.is_some() && may_edit(words, now).is_ok()
}

/// What a moment says, a line each.
fn lines(moment: &Moment, now: Timestamp) -> Vec<String> {
    let labelled = |label: &str, words: &str| (!words.is_empty()).then(|| t::labelled(label, words));
    let mut lines = vec![t::labelled(name(moment.kind), &moment.title)];
    lines.extend(labelled(by_label(moment.kind), &moment.by));
    lines.extend(moment.at.map(|at| t::labelled(t::at(), &deadline(at.0, now.0))));
    lines.extend(moment.rating.map(rating));
    lines.extend(labelled(t::good(), &moment.good));
    lines.extend(labelled(t::not_good(), &moment.not_good));
    lines.extend(moment.used.then(|| t::used_said().to_owned()));
    lines.extend((!moment.address.is_empty()).then(|| moment.address.clone()));
    lines
}

/// A post that tells a moment as text for the chat: what it tells, its words, how many photos, and the way in.
pub fn as_text(post: &Post, link: &str, now: Timestamp) -> String {
    let mut all = post.moment.as_deref().map(|moment| lines(moment, now)).unwrap_or_default();
    all.extend(Some(post.body.trim().to_owned()).filter(|body| !body.is_empty()));
    let photos = i64::try_from(post.photos.len()).unwrap_or(0);
    all.extend((photos > 0).then(|| k::photo::copied(photos)));
    all.push(t::from(&post.author.as_ref().map(|a| a.persona.nickname.clone()).unwrap_or_default(), link));
    all.join("\n")
}
