//! What a relay says: its rule, what comes next, its entries as lines, the text for the chat. Pure; no elements and no
//! clock. What may follow what is `domain::relay`'s.

use contract::group::Member;
use contract::relay::{Relay, RelayEntry, RelayRule, RelayState};
use contract::{RelayEntryId, Timestamp};
use domain::relay::next_letter;

use crate::i18n::k::relay as t;
use crate::i18n::{deadline, zone_name};

/// Whether it may be continued, as far as the phone knows: the backend's word, and its clock.
pub fn is_open(relay: &Relay, now: Timestamp) -> bool {
    relay.state == RelayState::Open && now < relay.closes_at
}

/// The entry that is to be continued; none while there is none.
pub fn last(relay: &Relay) -> Option<&RelayEntry> {
    relay.recent.last()
}

/// Which entry that is.
pub fn last_id(relay: &Relay) -> Option<RelayEntryId> {
    last(relay).map(|entry| entry.id.clone())
}

/// What the next entry begins with, in words; nothing where it may begin with anything.
pub fn begins_with(relay: &Relay) -> Option<String> {
    let letter = next_letter(relay.rule, last(relay).map(|entry| entry.words.as_str()))?;
    Some(t::begins_with(&letter.to_string()))
}

/// Whether it is somebody else's turn.
pub fn is_others_turn(relay: &Relay) -> bool {
    relay.in_turn && last(relay).is_some_and(|entry| entry.yours)
}

/// The rules in one sentence.
pub fn rules(relay: &Relay) -> String {
    let how = match relay.rule {
        RelayRule::Free => t::rule_free(),
        RelayRule::LastToFirst => t::rule_letters(),
    };
    let turn = relay.in_turn.then(t::rule_turn);
    let once = relay.no_repeats.then(t::rule_once);
    [Some(how), turn, once]
        .into_iter()
        .flatten()
        .map(str::to_owned)
        .reduce(|a, b| t::dot(&a, &b))
        .unwrap_or_default()
}

/// How many entries there are, and until when.
pub fn foot(relay: &Relay, now: Timestamp) -> String {
    let count = match relay.most {
        Some(most) => t::entries_of(i64::from(relay.entries), &most.to_string()),
        None => t::entries(i64::from(relay.entries)),
    };
    t::dot(&count, &when(relay, now))
}

/// When it ends or ended.
pub fn when(relay: &Relay, now: Timestamp) -> String {
    let at = deadline(relay.closed_at.unwrap_or(relay.closes_at).0, now.0);
    if is_open(relay, now) { t::closes(&at) } else { t::closed_at(&at) }
}

/// What somebody is called here.
pub fn name_of(member: Option<&Member>) -> String {
    member.map_or_else(|| t::gone().to_owned(), |member| member.persona.nickname.clone())
}

/// Who began it.
pub fn by(relay: &Relay) -> String {
    if relay.yours { t::by_you().to_owned() } else { t::by(&name_of(relay.maker.as_ref())) }
}

/// What an entry says; of one that was taken back, that it was.
pub fn words(entry: &RelayEntry) -> String {
    if entry.taken_back { t::taken_back().to_owned() } else { entry.words.clone() }
}

/// An entry on one line.
pub fn line(entry: &RelayEntry) -> String {
    let place = entry.place.to_string();
    if entry.taken_back {
        t::line_gone(&place, &words(entry))
    } else {
        t::line(&place, &name_of(entry.member.as_ref()), &entry.words)
    }
}

/// The relay as text with its link. `entries` are those that are known here, in order; what is left out is said.
pub fn as_text(relay: &Relay, entries: &[RelayEntry], link: &str, now: Timestamp) -> String {
    let mut lines = vec![t::text_head(&relay.title), rules(relay)];
    let rest = i64::from(relay.entries) - i64::try_from(entries.len()).unwrap_or_default();
    lines.extend((rest > 0).then(|| t::text_before(rest)));
    lines.extend(entries.iter().map(line));
    lines.extend(begins_with(relay).filter(|_| is_open(relay, now)));
    lines.push(t::zoned(&when(relay, now), &zone_name()));
    lines.push(t::text_link(link));
    lines.join("\n")
}

/// Whether a refusal means that what is on screen is old: it is asked for again.
pub fn is_stale(code: &str) -> bool {
    matches!(code, "relay_moved" | "relay_turn" | "relay_closed" | "relay_mismatch" | "not_found")
}
