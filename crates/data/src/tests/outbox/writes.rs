//! Every write of the contract waits in the outbox, or stands here with why it does not.

use std::collections::BTreeSet;

use contract::Method;
use contract::api::TABLE;

use crate::may_wait;

/// Why operations do not wait, and which these are.
const NEED_AN_ANSWER: &[(&str, &[&str])] = &[
    (
        "who I am, or what a door leads to: nothing goes on before the answer",
        &[
            "sign_in.code",
            "sessions.create",
            "sessions.recover",
            "sessions.end",
            "sessions.wechat",
            "me.verify_phone",
            "me.recovery_code",
            "me.link_wechat",
            "wechat.sign_page",
            "wechat.begin",
            "invites.preview",
            "invites.join",
        ],
    ),
    (
        "a race for places, stock or money: only the backend's word says who has it",
        &[
            "classes.create",
            "classes.move",
            "classes.cancel",
            "seats.create",
            "line.join",
            "line.leave",
            "listings.create",
            "listings.claim",
            "listings.confirm",
            "listings.decline",
            "listings.release",
            "listings.cancel",
            "listings.consent",
            "listings.refuse",
            "deals.create",
            "deals.edit",
            "deals.cancel",
            "pledges.create",
            "pledges.edit",
            "pledges.leave",
            "pledges.settle",
            "pledges.find",
            "pledges.choose",
            "pledges.refund",
            "payments.play",
            "refunds.confirm",
            "teams.create",
            "teams.join",
            "bargains.create",
            "bargains.help",
            "bargains.buy",
        ],
    ),
    (
        "who may do what, and who sees what: whoever changes it must know that it holds",
        &[
            "groups.create",
            "groups.set_policy",
            "groups.set_persona",
            "groups.dissolve",
            "groups.leave",
            "members.remove",
            "members.set_role",
            "invites.create",
            "invites.revoke",
            "circles.create",
            "circles.rename",
            "circles.dissolve",
            "circles.ask",
            "circles.remove",
            "circles.agree",
            "circles.leave",
            "playlists.edit",
        ],
    ),
    (
        "its maker goes on to its page, by the id that the answer brings; the words are in their draft until then",
        &["chains.create", "polls.create", "events.create", "relays.create", "dailies.create"],
    ),
    (
        "ends or changes what others act upon at this moment: whoever does it is told at once whether they were in time",
        &[
            "chains.edit",
            "chains.close",
            "chains.delete",
            "entries.withdraw",
            "polls.close",
            "events.edit",
            "events.cancel",
            "relays.end",
            "relay_entries.take_back",
            "dailies.edit",
            "dailies.delete",
            "daily_answers.delete",
        ],
    ),
    (
        "waits elsewhere: photos with their draft, a mark of what was read and what shares came to until they are told again",
        &[
            "uploads.create",
            "uploads.append",
            "uploads.cancel",
            "groups.mark_read",
            "referral.arrive",
            "referral.forget",
            "referral.erase",
            "referral.keep",
        ],
    ),
];

#[test]
fn every_write_waits_or_says_why_not() {
    let writes: BTreeSet<&str> =
        TABLE.iter().filter(|row| row.method != Method::Get).map(|row| row.name).collect();
    let waits: BTreeSet<&str> = writes.iter().copied().filter(|name| may_wait(name)).collect();
    let listed: Vec<&str> = NEED_AN_ANSWER.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    let answered: BTreeSet<&str> = listed.iter().copied().collect();
    assert_eq!(listed.len(), answered.len(), "each stands once");
    let both: Vec<_> = waits.intersection(&answered).collect();
    assert!(both.is_empty(), "{both:?} wait: they need no reason");
    let known: BTreeSet<&str> = waits.union(&answered).copied().collect();
    let unsaid: Vec<_> = writes.difference(&known).collect();
    assert!(
        unsaid.is_empty(),
        "{unsaid:?}: a new write is a line in `outbox::table`, or stands here with why it cannot wait"
    );
    let gone: Vec<_> = answered.difference(&writes).collect();
    assert!(gone.is_empty(), "{gone:?} are no writes of the contract any more");
    assert!(waits.len() >= 24, "{waits:?}");
}
