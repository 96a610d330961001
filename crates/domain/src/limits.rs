//! How long a text may be, and which fields of a command are wrong. The server refuses by these; a form
//! shows them beside the field before anything is sent.

use contract::feed::{
    EditComment, EditPost, NewComment, NewPost, PostKind, React, ReactionKind, RollCallKind,
};
use contract::group::{NewGroup, Persona, Policy, SetPolicy};
use contract::groupbuy::NewDeal;
use contract::invite::NewInvite;
use contract::{MemberId, Timestamp, groupbuy::Tier};

use crate::{groupbuy, mention, nickname};

/// A wrong field: a JSON pointer into the command, and a code.
pub type Wrong = Vec<(String, String)>;

/// The prints of the avatars.
pub const PRINTS: [&str; 9] = ["bloom", "plum", "seed", "sprig", "moon", "water", "hill", "fish", "star"];
/// The dyes of the avatars.
pub const DYES: [&str; 7] = ["indigo", "moss", "turmeric", "madder", "plum", "celadon", "ash"];

/// Longest nickname, in characters.
pub const NICKNAME: usize = 20;
/// Longest post, in characters.
pub const POST: usize = 2000;
/// Longest comment, in characters.
pub const COMMENT: usize = 500;

pub(crate) fn text(wrong: &mut Wrong, pointer: &str, value: &str, least: usize, most: usize) {
    let length = value.trim().chars().count();
    let code = if length < least {
        if least == 1 { "required" } else { "too_short" }
    } else if length > most {
        "too_long"
    } else if value.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        "invalid"
    } else {
        return;
    };
    wrong.push((pointer.to_owned(), code.to_owned()));
}

/// Words of one line.
pub(crate) fn line(wrong: &mut Wrong, pointer: &str, value: &str, most: usize) {
    let before = wrong.len();
    text(wrong, pointer, value, 1, most);
    if wrong.len() == before && value.trim().chars().any(char::is_control) {
        wrong.push((pointer.to_owned(), "invalid".to_owned()));
    }
}

pub(crate) fn number(wrong: &mut Wrong, pointer: &str, value: i64, least: i64, most: i64) {
    if !(least..=most).contains(&value) {
        wrong.push((pointer.to_owned(), "out_of_range".to_owned()));
    }
}

fn persona_at(wrong: &mut Wrong, base: &str, persona: &Persona) {
    text(wrong, &format!("{base}/nickname"), &persona.nickname, 1, NICKNAME);
    // One fault a field: what is already wrong is said first.
    if wrong.iter().all(|(pointer, _)| *pointer != format!("{base}/nickname"))
        && let Some(code) = nickname::wrong(&persona.nickname)
    {
        wrong.push((format!("{base}/nickname"), code.to_owned()));
    }
    let known = persona
        .avatar
        .split_once('-')
        .is_some_and(|(print, dye)| PRINTS.contains(&print) && DYES.contains(&dye));
    if !known {
        wrong.push((format!("{base}/avatar"), "invalid".to_owned()));
    }
}

/// What is wrong with a persona on its own.
pub fn check_persona(persona: &Persona) -> Wrong {
    let mut wrong = Vec::new();
    persona_at(&mut wrong, "", persona);
    wrong
}

/// What is wrong with the persona inside a command, below `/persona`.
pub fn check_join_persona(persona: &Persona) -> Wrong {
    let mut wrong = Vec::new();
    persona_at(&mut wrong, "/persona", persona);
    wrong
}

/// What is wrong with a policy.
fn policy_at(wrong: &mut Wrong, policy: &Policy) {
    number(wrong, "/policy/capacity", i64::from(policy.capacity), 2, 500);
    number(
        wrong,
        "/policy/invite_qr_limit",
        i64::from(policy.invite_qr_limit),
        2,
        i64::from(policy.capacity.min(100)),
    );
    number(wrong, "/policy/invite_ttl_s", i64::from(policy.invite_ttl_s), 60, 30 * 86_400);
    number(wrong, "/policy/hold_s", i64::from(policy.hold_s), 60, 7200);
    number(wrong, "/policy/cut_off_s", i64::from(policy.cut_off_s), 0, 7 * 86_400);
    let (deepest, longest) = (crate::referral::DEEPEST, crate::referral::LONGEST_DAYS);
    number(wrong, "/policy/referral_depth", i64::from(policy.referral_depth), 0, i64::from(deepest));
    number(wrong, "/policy/referral_days", i64::from(policy.referral_days), 1, i64::from(longest));
}

/// What is wrong with a group to be made.
pub fn check_group(group: &NewGroup) -> Wrong {
    let mut wrong = Vec::new();
    text(&mut wrong, "/name", &group.name, 1, 40);
    text(&mut wrong, "/about", &group.about, 0, 200);
    persona_at(&mut wrong, "/persona", &group.persona);
    if let Some(policy) = &group.policy {
        policy_at(&mut wrong, policy);
    }
    wrong
}

/// What is wrong with rules to be set. They may lie below the head count: then nobody comes in.
pub fn check_policy(command: &SetPolicy) -> Wrong {
    let mut wrong = Vec::new();
    policy_at(&mut wrong, &command.policy);
    wrong
}

/// What is wrong with an invite to be made.
pub fn check_invite(invite: &NewInvite) -> Wrong {
    let mut wrong = Vec::new();
    if let Some(note) = &invite.note {
        text(&mut wrong, "/note", note, 0, 40);
    }
    wrong
}

/// What is wrong with a post to be written.
pub fn check_post(post: &NewPost) -> Wrong {
    post_of(post, usize::from(post.photos.is_empty()))
}

/// What is wrong with a post that carries something of its own: it needs no words, and it is a note.
pub fn check_carrier(post: &NewPost) -> Wrong {
    let mut wrong = post_of(post, 0);
    if post.kind != PostKind::Note {
        wrong.push(("/kind".to_owned(), "invalid".to_owned()));
    }
    wrong
}

fn post_of(post: &NewPost, least: usize) -> Wrong {
    let mut wrong = Vec::new();
    text(&mut wrong, "/body", &post.body, least, POST);
    wrong.extend(crate::photo::check_photos(&post.photos));
    if post.kind == PostKind::Other {
        wrong.push(("/kind".to_owned(), "invalid".to_owned()));
    }
    // Only an announcement asks all members for something.
    let calls = post.roll_call.is_some();
    if calls && (post.kind != PostKind::Announcement || post.roll_call == Some(RollCallKind::Other)) {
        wrong.push(("/roll_call".to_owned(), "invalid".to_owned()));
    }
    // Who runs the group speaks to all of it: an announcement is pinned, and newcomers see it.
    if post.circle_id.is_some() && post.kind == PostKind::Announcement {
        wrong.push(("/circle_id".to_owned(), "invalid".to_owned()));
    }
    mentions(&mut wrong, &post.mentions);
    wrong
}

fn mentions(wrong: &mut Wrong, mentions: &[MemberId]) {
    if mentions.len() > mention::MOST {
        wrong.push(("/mentions".to_owned(), "out_of_range".to_owned()));
    }
}

/// What is wrong with other words for a post. Where there is more to see than words, they may be taken away.
pub fn check_edit_post(edit: &EditPost, least: usize) -> Wrong {
    let mut wrong = Vec::new();
    text(&mut wrong, "/body", &edit.body, least, POST);
    mentions(&mut wrong, &edit.mentions);
    wrong
}

/// What is wrong with other words for a comment.
pub fn check_edit_comment(edit: &EditComment) -> Wrong {
    let mut wrong = Vec::new();
    text(&mut wrong, "/body", &edit.body, 1, COMMENT);
    mentions(&mut wrong, &edit.mentions);
    wrong
}

/// What is wrong with a reaction.
pub fn check_react(react: &React) -> Wrong {
    let known = react.kind != ReactionKind::Other;
    if known { Vec::new() } else { vec![("/kind".to_owned(), "invalid".to_owned())] }
}

/// What is wrong with a comment to be written.
pub fn check_comment(comment: &NewComment) -> Wrong {
    let mut wrong = Vec::new();
    text(&mut wrong, "/body", &comment.body, 1, COMMENT);
    mentions(&mut wrong, &comment.mentions);
    wrong
}

/// What is wrong with a deal to be opened.
pub fn check_deal(deal: &NewDeal, now: Timestamp) -> Wrong {
    let mut wrong = Vec::new();
    text(&mut wrong, "/title", &deal.title, 1, 60);
    text(&mut wrong, "/about", &deal.about, 0, 1000);
    text(&mut wrong, "/pick_up", &deal.pick_up, 0, 200);
    wrong.extend(crate::photo::check_photos(&deal.photos));
    wrong.extend(groupbuy::check_new(deal, now));
    wrong
}

/// A phone in one form: digits, with a leading `+` for a country that is not China.
///
/// # Errors
/// A field code.
pub fn phone(typed: &str) -> Result<String, &'static str> {
    let mut out = String::new();
    for c in typed.trim().chars() {
        match c {
            '0'..='9' => out.push(c),
            '+' | '＋' if out.is_empty() => out.push('+'),
            '-' if out.is_empty() => return Err("invalid"),
            ' ' | '-' | '(' | ')' | '　' => {}
            '０'..='９' => out.push(char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or('0')),
            _ => return Err("invalid"),
        }
    }
    let plain = out.strip_prefix("+86").map(str::to_owned).unwrap_or(out);
    let digits = plain.trim_start_matches('+').len();
    match digits {
        0 => Err("required"),
        1..=6 => Err("too_short"),
        7..=15 => Ok(plain),
        _ => Err("too_long"),
    }
}

/// Tiers from a form: rows of people and price in minor units, sorted by people.
pub fn tiers_of(rows: &[(u32, contract::Money)]) -> Vec<Tier> {
    let mut tiers: Vec<Tier> = rows.iter().map(|(from, price)| Tier { from: *from, price: *price }).collect();
    tiers.sort_by_key(|t| t.from);
    tiers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn persona(nickname: &str, avatar: &str) -> Persona {
        Persona { nickname: nickname.into(), avatar: avatar.into() }
    }

    #[test]
    fn personas() {
        assert_eq!(check_persona(&persona("小满", "bloom-indigo")), vec![]);
        let codes = |p: &Persona| check_persona(p).into_iter().map(|(_, c)| c).collect::<Vec<_>>();
        assert_eq!(codes(&persona("  ", "bloom-indigo")), ["required"]);
        assert_eq!(codes(&persona(&"满".repeat(20), "bloom-indigo")), Vec::<String>::new());
        assert_eq!(codes(&persona(&"满".repeat(21), "bloom-indigo")), ["too_long"]);
        assert_eq!(codes(&persona("a\nb", "bloom-indigo")), ["invalid"]);
        assert_eq!(codes(&persona("a\u{202e}b", "bloom-indigo")), ["invalid"]);
        assert_eq!(codes(&persona("a\0b", "bloom-indigo")), ["invalid"], "one fault, told once");
        assert_eq!(codes(&persona("a", "javascript-red")), ["invalid"]);
    }

    #[test]
    fn phones() {
        assert_eq!(phone("138 0000 0001").as_deref(), Ok("13800000001"));
        assert_eq!(phone("+86-13800000001").as_deref(), Ok("13800000001"));
        assert_eq!(phone("１３８００００００01").as_deref(), Ok("13800000001"));
        assert_eq!(phone("+66 81 234 5678").as_deref(), Ok("+66812345678"));
        assert_eq!(phone(""), Err("required"));
        assert_eq!(phone("123"), Err("too_short"));
        assert_eq!(phone("call me"), Err("invalid"));
        assert_eq!(phone("-13800138000"), Err("invalid"), "no number is below nothing");
    }
}
