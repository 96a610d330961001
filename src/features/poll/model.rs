//! What a poll says: sums, shares, deadlines, the text for the chat. Pure; no elements and no clock.

use contract::Timestamp;
use contract::poll::{Poll, PollState};
use domain::poll::percent;

use crate::i18n::k::poll as t;
use crate::i18n::{deadline, number};

/// Whether one may vote, as far as the phone knows: the backend's word, and its clock.
pub fn is_open(poll: &Poll, now: Timestamp) -> bool {
    poll.state == PollState::Open && now < poll.closes_at
}

/// What I vote for.
pub fn mine(poll: &Poll) -> Vec<u32> {
    let at = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    poll.choices.iter().enumerate().filter(|(_, c)| c.yours).map(|(i, _)| at(i)).collect()
}

/// What I vote for once I pressed a choice: that one instead, or with several that one as well or no more.
pub fn pressed(poll: &Poll, choice: u32) -> Vec<u32> {
    let mut votes = mine(poll);
    if !poll.several {
        return vec![choice];
    }
    if votes.contains(&choice) {
        votes.retain(|vote| *vote != choice);
    } else {
        votes.push(choice);
        votes.sort_unstable();
    }
    votes
}

/// The poll as it will be when my vote has arrived.
pub fn wished(poll: &Poll, votes: &[u32]) -> Poll {
    let mut poll = poll.clone();
    let before = !mine(&poll).is_empty();
    for (at, choice) in poll.choices.iter_mut().enumerate() {
        let now = u32::try_from(at).is_ok_and(|at| votes.contains(&at));
        match (choice.yours, now) {
            (false, true) => choice.votes = choice.votes.saturating_add(1),
            (true, false) => choice.votes = choice.votes.saturating_sub(1),
            _ => {}
        }
        choice.yours = now;
    }
    match (before, votes.is_empty()) {
        (false, false) => poll.voters = poll.voters.saturating_add(1),
        (true, true) => poll.voters = poll.voters.saturating_sub(1),
        _ => {}
    }
    poll
}

/// How many voted for a choice, in whole per cent of those who voted.
pub fn share(poll: &Poll, choice: usize) -> u32 {
    poll.choices.get(choice).map_or(0, |c| percent(c.votes, poll.voters))
}

/// How many voted for a choice, and their share.
pub fn sum(poll: &Poll, choice: usize) -> String {
    let votes = poll.choices.get(choice).map_or(0, |c| c.votes);
    t::sum(i64::from(votes), &number(i64::from(share(poll, choice))))
}

/// How many voted, and until when.
pub fn foot(poll: &Poll, now: Timestamp) -> String {
    let voted = t::voters(i64::from(poll.voters));
    let at = deadline(poll.closed_at.unwrap_or(poll.closes_at).0, now.0);
    let until = if is_open(poll, now) { t::closes(&at) } else { t::closed_at(&at) };
    t::dot(&voted, &until)
}

/// The poll as text for the chat: the question, each choice with its sum, how many voted, and the way in.
pub fn as_text(poll: &Poll, link: &str, now: Timestamp) -> String {
    let line = |(at, choice): (usize, &contract::poll::PollChoice)| {
        t::line(&(at + 1).to_string(), &choice.label, &sum(poll, at))
    };
    let lines: Vec<String> = poll.choices.iter().enumerate().map(line).collect();
    format!("{}\n{}\n{}\n{link}", t::asks(&poll.question), lines.join("\n"), foot(poll, now))
}
