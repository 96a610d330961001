//! A chain as text for the chat: the list that people would write by hand, and where to go on.

use contract::Timestamp;
use contract::chain::{Chain, ChainEntry, EntryState};

use super::{Phase, choices, details, phase, room, when, who};
use crate::i18n::k::chain as t;
use crate::i18n::{list, zone_name};

/// The most rows of a text: a message with more is folded by the chat.
const MOST: usize = 100;

/// The chain as text with its link. `entries` are those that are known here, in order; what is left out is said.
pub fn as_text(chain: &Chain, entries: &[ChainEntry], link: &str, now: Timestamp) -> String {
    let mut lines = vec![t::text_head(&chain.title)];
    lines.extend((!chain.about.is_empty()).then(|| chain.about.clone()));
    let shown = entries.get(..MOST).unwrap_or(entries);
    for entry in shown {
        let place = entry.place.to_string();
        let line = match entry.state {
            EntryState::In => t::row(&place, &who(entry)),
            EntryState::Waiting => t::row_waiting(&place, &who(entry)),
        };
        let said = details(chain, entry);
        lines.push(if said.is_empty() { line } else { t::spaced(&line, &said) });
    }
    let all = i64::from(chain.entries) + i64::from(chain.waiting);
    let rest = all - i64::try_from(shown.len()).unwrap_or(all);
    lines.extend((rest > 0).then(|| t::text_more(rest)));
    let open = phase(chain, now) != Phase::Closed;
    let of: Vec<String> = choices(chain).iter().map(|c| t::spaced(&c.label, &c.room)).collect();
    lines.extend((open && !of.is_empty()).then(|| list(&of)));
    let zone = t::zoned(&when(chain, now), &zone_name());
    lines.push(t::dot(&room(chain, now), &zone));
    lines.push(t::text_link(link));
    lines.join("\n")
}
