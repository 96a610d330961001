//! The forms of a new group and of its rules: raw texts, and the commands that they make.

use contract::GroupId;
use contract::group::{Bargaining, HistoryRule, NewGroup, Persona, Policy, SetPolicy, VerifyBefore};
use data::refusal;
use domain::limits;
use loadable::Notice;

/// The command, or what is wrong with it.
///
/// # Errors
/// A notice with the fields that were not accepted.
pub fn new_group(
    name: &str,
    about: &str,
    nickname: &str,
    avatar: &str,
    sibling_of: Option<GroupId>,
) -> Result<NewGroup, Notice> {
    let group = NewGroup {
        name: name.trim().to_owned(),
        about: about.trim().to_owned(),
        persona: typed(nickname, avatar),
        policy: None,
        sibling_of,
    };
    let wrong = limits::check_group(&group);
    if wrong.is_empty() { Ok(group) } else { Err(refusal(wrong)) }
}

/// A persona from a form, or what is wrong with it.
///
/// # Errors
/// A notice with the fields that were not accepted.
pub fn persona(nickname: &str, avatar: &str) -> Result<Persona, Notice> {
    let persona = typed(nickname, avatar);
    let wrong = limits::check_persona(&persona);
    if wrong.is_empty() { Ok(persona) } else { Err(refusal(wrong)) }
}

/// Other rules, from the texts of [`super::model::raw_policy`] in its order; or what is wrong with them.
///
/// # Errors
/// A notice with the fields that were not accepted.
pub fn set_policy(raw: &[String; 12], was: &Policy) -> Result<SetPolicy, Notice> {
    let [history, verify, limit, capacity, ttl, hold, cut_off, deals, consent, depth, days, bargains] =
        raw.each_ref().map(|text| text.trim());
    let mut wrong = limits::Wrong::new();
    let mut figure = |field: &str, text: &str, before: u32| {
        text.parse().unwrap_or_else(|_| {
            wrong.push((format!("/policy/{field}"), "not_a_number".to_owned()));
            before
        })
    };
    let policy = Policy {
        history: if history == "all" { HistoryRule::All } else { HistoryRule::SinceJoined },
        invite_qr_limit: figure("invite_qr_limit", limit, was.invite_qr_limit),
        capacity: figure("capacity", capacity, was.capacity),
        invite_ttl_s: figure("invite_ttl_s", ttl, was.invite_ttl_s),
        verify_before: if verify == "join" { VerifyBefore::Join } else { VerifyBefore::Commitment },
        hold_s: figure("hold_s", hold, was.hold_s),
        cut_off_s: figure("cut_off_s", cut_off, was.cut_off_s),
        members_open_deals: deals != "hosts",
        seat_consent: consent == "coach",
        referral_depth: figure("referral_depth", depth, was.referral_depth),
        referral_days: figure("referral_days", days, was.referral_days),
        bargains: match bargains {
            "to_floor" => Bargaining::ToFloor,
            "any_price" => Bargaining::AnyPrice,
            _ => Bargaining::Off,
        },
    };
    let command = SetPolicy { policy, was: Some(was.clone()) };
    wrong.extend(limits::check_policy(&command));
    if wrong.is_empty() { Ok(command) } else { Err(refusal(wrong)) }
}

fn typed(nickname: &str, avatar: &str) -> Persona {
    Persona { nickname: nickname.trim().to_owned(), avatar: avatar.to_owned() }
}
