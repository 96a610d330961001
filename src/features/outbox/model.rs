//! The words for what waits, without elements and without a clock.

use contract::{Link, PostId};
use data::{Refused, TakenBack, Waiting};

use crate::i18n::{k, sentence};

/// What it is, in a word or two.
pub fn name_of(one: &Waiting) -> &'static str {
    match one.operation.as_str() {
        "posts.create" => k::outbox::a_post(),
        "moments.create" => k::outbox::a_moment(),
        "moments.edit" => k::outbox::a_post_edited(),
        "playlists.create" => k::outbox::a_playlist(),
        "playlist_rows.create" => k::outbox::a_row(),
        "playlist_rows.edit" => k::outbox::a_row_edited(),
        "playlist_rows.delete" => k::outbox::a_row_deleted(),
        "comments.create" => k::outbox::a_comment(),
        "posts.delete" => k::outbox::a_post_deleted(),
        "comments.delete" => k::outbox::a_comment_deleted(),
        "posts.edit" => k::outbox::a_post_edited(),
        "comments.edit" => k::outbox::a_comment_edited(),
        "roll_call.confirm" => k::outbox::a_confirmation(),
        "posts.pin" => k::outbox::a_pin(),
        "posts.unpin" => k::outbox::an_unpin(),
        "entries.create" => k::outbox::a_sign_up(),
        "entries.edit" => k::outbox::a_sign_up_edited(),
        "relay_entries.create" => k::outbox::a_relay_entry(),
        "daily_answers.set" => k::outbox::a_daily_answer(),
        "polls.vote" => k::outbox::a_vote(),
        "posts.react" => k::outbox::a_reaction(),
        "posts.accept" => k::outbox::an_answer(),
        "events.rsvp" => k::outbox::an_rsvp(),
        "pledges.collect" => k::outbox::a_hand_over(),
        _ => k::outbox::something(),
    }
}

/// How far it is, while it waits.
pub fn state_of(one: &Waiting, under_way: bool) -> &'static str {
    match (under_way, one.tried_at) {
        (true, _) => k::outbox::sending(),
        (false, None) => k::outbox::waiting(),
        (false, Some(_)) => k::outbox::unheard(),
    }
}

/// Why it was refused: a title and a sentence. To who has left, a group is no closed door but one behind them.
pub fn why(refused: &Refused) -> (String, String) {
    match refused.code.as_str() {
        "not_member" => (k::outbox::left_title().to_owned(), k::outbox::left_body().to_owned()),
        _ => {
            let sentence = sentence(&refused.notice());
            (sentence.title, sentence.body)
        }
    }
}

/// How many wait, and how many need a person.
pub fn count_line(waiting: usize, refused: usize) -> String {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    match (waiting, refused) {
        (0, refused) => k::outbox::refused_count(count(refused)),
        (waiting, 0) => k::outbox::waiting_count(count(waiting)),
        (waiting, refused) => {
            let (first, second) =
                (k::outbox::refused_count(count(refused)), k::outbox::waiting_count(count(waiting)));
            k::time::two_sentences(&first, &second)
        }
    }
}

/// Where it was written: its words are there again when it is taken back.
pub fn written_at(one: &Waiting) -> Link {
    let group = || one.group.as_str().into();
    match one.operation.as_str() {
        "posts.create" => Link::Write(group()),
        "moments.create" => Link::NewMoment(group()),
        "moments.edit" => Link::EditMoment(group(), one.place.as_str().into()),
        "playlists.create" => Link::NewPlaylist(group()),
        "entries.create" | "entries.edit" => Link::Chain(group(), one.place.as_str().into()),
        "events.rsvp" => Link::Event(group(), one.place.as_str().into()),
        "polls.vote" | "pledges.collect" => Link::Group(group()),
        "relay_entries.create" => Link::Relay(group(), one.place.as_str().into()),
        "daily_answers.set" => Link::Daily(group(), one.place.as_str().into()),
        "posts.react" => Link::Post(group(), one.args.first().map_or("", String::as_str).into()),
        _ if one.place == one.group => Link::Group(group()),
        _ => Link::Post(group(), PostId::from(one.place.as_str())),
    }
}

/// What it belongs to has ended, or was never there: nothing that is sent to it can arrive.
fn is_over(code: &str) -> bool {
    code.ends_with("_closed") || matches!(code, "group_dissolved" | "post_deleted" | "absent")
}

/// Whether its words can be changed where they were written: the place is still mine.
pub fn may_edit(one: &Waiting) -> bool {
    let code = one.refused.as_ref().map_or("", |why| why.code.as_str());
    one.typed.is_some() && code != "not_member" && !is_over(code)
}

/// Whether sending the same again may help: nobody said no to the words themselves.
pub fn may_help(one: &Waiting) -> bool {
    let of_words = ["validation_failed", "relay_moved", "relay_mismatch", "relay_repeated"];
    let refused = one.refused.as_ref();
    refused.is_some_and(|why| {
        why.fields.is_empty() && !is_over(&why.code) && !of_words.contains(&why.code.as_str())
    })
}

/// What became of taking it back.
pub fn outcome(became: TakenBack) -> &'static str {
    match became {
        TakenBack::Done => k::outbox::taken_back(),
        TakenBack::MayHaveArrived => k::outbox::may_have_arrived(),
        TakenBack::TooLate => k::outbox::too_late(),
        TakenBack::InTheWay => k::outbox::in_the_way(),
        TakenBack::NotNow => k::outbox::not_now(),
    }
}
