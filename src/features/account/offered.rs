//! What a backend leaves out, in members' words: pure, over the names of the contract's operations.

use data::Rule;

use crate::i18n::k::backend as t;

/// Something that cannot be done here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// What, in members' words.
    pub words: &'static str,
    /// The operations that the description has nothing for.
    pub missing: Vec<&'static str>,
}

type Words = fn() -> &'static str;
/// What a member does, and every operation that it takes.
type Needs = (Words, &'static [&'static str]);

/// Everything that a member does, feature by feature. What only the app needs (changes, `me.get`) is told elsewhere.
pub const FEATURES: &[(Words, &[Needs])] = &[
    (
        t::account,
        &[
            (t::recover, &["sessions.recover"]),
            (t::sign_out, &["sessions.end"]),
            (t::verify_phone, &["me.verify_phone"]),
            (t::new_recovery_code, &["me.recovery_code"]),
        ],
    ),
    (
        t::groups,
        &[
            (t::my_groups, &["groups.list"]),
            (t::one_group, &["groups.get"]),
            (t::new_group, &["groups.create"]),
            (t::set_policy, &["groups.set_policy"]),
            (t::dissolve, &["groups.dissolve"]),
            (t::members, &["members.list"]),
            (t::persona, &["groups.set_persona"]),
            (t::leave, &["groups.leave"]),
            (t::remove_member, &["members.remove"]),
            (t::set_role, &["members.set_role"]),
        ],
    ),
    (
        t::invites,
        &[
            (t::invites_made, &["invites.list"]),
            (t::new_invite, &["invites.create"]),
            (t::revoke_invite, &["invites.revoke"]),
            (t::join, &["invites.preview", "invites.join"]),
        ],
    ),
    (
        t::feed,
        &[
            (t::posts, &["posts.list"]),
            (t::pinned, &["posts.pinned"]),
            (t::one_post, &["posts.get"]),
            (t::circles, &["circles.list", "circles.get", "circles.create", "circles.members"]),
            (t::in_circles, &["circles.agree", "circles.leave"]),
            (t::run_circles, &["circles.ask", "circles.remove", "circles.rename", "circles.dissolve"]),
            (t::new_post, &["posts.create"]),
            (t::moments, &["moments.create", "moments.edit"]),
            (t::playlists, &["playlists.get", "playlists.create", "playlists.edit"]),
            (t::playlist_rows, &["playlist_rows.create", "playlist_rows.edit", "playlist_rows.delete"]),
            (t::delete_post, &["posts.delete"]),
            (t::pin_post, &["posts.pin", "posts.unpin"]),
            (t::comments, &["comments.list"]),
            (t::new_comment, &["comments.create"]),
            (t::delete_comment, &["comments.delete"]),
            (t::edit_words, &["posts.edit", "comments.edit"]),
            (t::react, &["posts.react"]),
            (t::accept, &["posts.accept"]),
            (t::roll_call, &["roll_call.confirm", "roll_call.missing"]),
            (t::photos, &["uploads.create", "uploads.get", "uploads.append", "uploads.cancel"]),
            (t::read_mark, &["groups.mark_read"]),
        ],
    ),
    (
        t::chains,
        &[
            (t::one_chain, &["chains.get", "entries.list"]),
            (t::new_chain, &["chains.create"]),
            (t::run_chain, &["chains.edit", "chains.close", "chains.delete"]),
            (t::enter_chain, &["entries.create", "entries.edit", "entries.withdraw"]),
        ],
    ),
    (
        t::polls,
        &[
            (t::one_poll, &["polls.get"]),
            (t::new_poll, &["polls.create"]),
            (t::vote, &["polls.vote"]),
            (t::close_poll, &["polls.close"]),
        ],
    ),
    (
        t::relays,
        &[
            (t::one_relay, &["relays.get", "relay_entries.list"]),
            (t::new_relay, &["relays.create"]),
            (t::continue_relay, &["relay_entries.create", "relay_entries.take_back"]),
            (t::end_relay, &["relays.end"]),
        ],
    ),
    (
        t::dailies,
        &[
            (t::one_daily, &["dailies.list", "dailies.get", "daily_answers.list"]),
            (t::plan_daily, &["dailies.create", "dailies.edit", "dailies.delete"]),
            (t::answer_daily, &["daily_answers.set", "daily_answers.delete"]),
        ],
    ),
    (
        t::events,
        &[
            (t::one_event, &["events.get", "rsvps.list"]),
            (t::new_event, &["events.create"]),
            (t::run_event, &["events.edit", "events.cancel"]),
            (t::rsvp, &["events.rsvp"]),
        ],
    ),
    (
        t::market,
        &[
            (t::classes, &["classes.list"]),
            (t::one_class, &["classes.get"]),
            (t::new_class, &["classes.create"]),
            (t::run_class, &["classes.move", "classes.cancel"]),
            (t::new_seat, &["seats.create"]),
            (t::listings, &["listings.list"]),
            (t::one_listing, &["listings.get"]),
            (t::new_listing, &["listings.create"]),
            (t::claim, &["listings.claim"]),
            (t::answer, &["listings.confirm", "listings.decline"]),
            (t::consent, &["listings.consent", "listings.refuse"]),
            (t::line, &["line.join", "line.leave"]),
            (t::release, &["listings.release"]),
            (t::cancel_listing, &["listings.cancel"]),
        ],
    ),
    (
        t::groupbuy,
        &[
            (t::deals, &["deals.list"]),
            (t::one_deal, &["deals.get"]),
            (t::new_deal, &["deals.create"]),
            (t::cancel_deal, &["deals.cancel"]),
            (t::edit_deals, &["deals.edit", "pledges.edit"]),
            (t::hand_out, &["pledges.collect", "pledges.find"]),
            (t::pledge, &["pledges.create"]),
            (t::leave_deal, &["pledges.leave"]),
            (t::pledges, &["pledges.list"]),
            (t::settle, &["pledges.settle"]),
            (t::team, &["teams.create", "teams.join"]),
            (t::bargains, &["bargains.create", "bargains.help", "bargains.buy"]),
            (t::pay, &["payments.play", "pledges.choose"]),
            (t::refund, &["pledges.refund", "refunds.confirm"]),
        ],
    ),
    (
        t::referral,
        &[
            (t::my_shares, &["referral.get", "referral.erase", "referral.keep"]),
            (t::by_a_share, &["referral.arrive", "referral.forget"]),
            (t::who_helps, &["referral.helpers"]),
        ],
    ),
];

/// Whether an operation is about signing in or about the account itself.
pub fn is_of_account(operation: &str) -> bool {
    ["sign_in.", "sessions.", "me."].iter().any(|family| operation.starts_with(family))
}

/// What cannot be done, feature by feature; a feature that lacks nothing is not in it.
pub fn lacks(offers: impl Fn(&str) -> bool) -> Vec<(&'static str, Vec<Lack>)> {
    let mut all = Vec::new();
    let by_code = ["sign_in.code", "sessions.create"];
    let code_is_missing: Vec<_> = by_code.into_iter().filter(|operation| !offers(operation)).collect();
    // One way in is enough: the other is not missed.
    let sign_in = (!code_is_missing.is_empty() && !offers(data::PASSWORD))
        .then(|| Lack { words: t::sign_in(), missing: code_is_missing });
    for (at, (feature, needs)) in FEATURES.iter().enumerate() {
        let of = |(words, operations): &Needs| {
            let missing: Vec<_> = operations.iter().copied().filter(|o| !offers(o)).collect();
            (!missing.is_empty()).then(|| Lack { words: words(), missing })
        };
        let first = sign_in.clone().filter(|_| at == 0);
        let found: Vec<Lack> = first.into_iter().chain(needs.iter().filter_map(of)).collect();
        if !found.is_empty() {
            all.push((feature(), found));
        }
    }
    all
}

/// A rule in members' words.
pub fn rule_words(rule: Rule) -> &'static str {
    match rule {
        Rule::Capacity => t::rule_capacity(),
        Rule::QrLimit => t::rule_qr_limit(),
        Rule::Expiry => t::rule_expiry(),
        Rule::History => t::rule_history(),
        Rule::VerifiedPhone => t::rule_verified_phone(),
        Rule::Stock => t::rule_stock(),
        Rule::OneHolder => t::rule_one_holder(),
        Rule::FaceValue => t::rule_face_value(),
        Rule::Nickname => t::rule_nickname(),
        Rule::Circles => t::rule_circles(),
    }
}

/// A fault that kept items from being read, and how often it was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The operation that brought them.
    pub operation: String,
    /// The field at fault.
    pub field: String,
    /// What is wrong with it, in English, for whoever writes the description.
    pub message: String,
    /// How many items.
    pub times: usize,
}

/// The same fault of many items as one line, the latest first.
pub fn counted(all: &[data::Unread]) -> Vec<Unread> {
    let mut lines: Vec<Unread> = Vec::new();
    for one in all.iter().rev() {
        let field = if one.field.is_empty() { "/" } else { one.field.as_str() };
        let same = |line: &&mut Unread| {
            line.operation == one.operation && line.field == field && line.message == one.message
        };
        match lines.iter_mut().find(same) {
            Some(line) => line.times += 1,
            None => lines.push(Unread {
                operation: one.operation.to_owned(),
                field: field.to_owned(),
                message: one.message.clone(),
                times: 1,
            }),
        }
    }
    lines
}
