//! The endpoint table, each row tied to the rule that answers it.

use std::sync::Arc;

use axum::Router;
use contract::api;
use contract::invite::InviteRef;

use super::adapter::Access::{Anybody, Either, Session};
use super::adapter::Operations;
use super::{photo as bytes, stream};
use crate::app::App;
use crate::rules::{
    account, changes, circle, comment, feed, group, invite, join, lifecycle, member, photo, read, referral,
    roll_call, sign_in, talk, wechat,
};

mod cards;
mod commerce;
mod games;
mod moments;

/// Intents with a session are scoped to the account, whatever they are about.
fn mine<Q>(_: &Q) -> String {
    String::new()
}

fn held(invite: &InviteRef) -> String {
    match invite {
        InviteRef::Token(token) => domain::code::normalised(token),
        InviteRef::Code(code) => domain::code::normalised(code),
    }
}

fn phone(typed: &str) -> String {
    domain::limits::phone(typed).unwrap_or_default()
}

/// Every operation of the contract.
pub fn api() -> Router<Arc<App>> {
    operations().router
}

fn operations() -> Operations {
    let empty = Operations { router: Router::new(), names: Vec::new() };
    talk(doors(empty))
        .with(from_wechat)
        .with(commerce::market)
        .with(commerce::groupbuy)
        .with(cards::chains)
        .with(uploads)
        .with(cards::polls)
        .with(cards::events)
        .with(circles)
        .with(games::games)
        .with(moments::moments)
        .with(shares)
        .with(streams)
}

impl Operations {
    fn with(self, more: fn(Self) -> Self) -> Self {
        more(self)
    }
}

/// Signing in, accounts, groups, members, invites.
fn doors(o: Operations) -> Operations {
    o.read(api::INFO, Anybody, |r, _, ()| Box::pin(account::info(r)))
        .write(
            api::REQUEST_CODE,
            Anybody,
            |q| phone(&q.phone),
            |w, _, q| Box::pin(sign_in::request_code(w, q)),
        )
        .write(api::SIGN_IN, Anybody, |q| phone(&q.phone), |w, _, q| Box::pin(sign_in::sign_in(w, q)))
        .write(
            api::RECOVER,
            Anybody,
            |q| domain::code::normalised(&q.recovery_code),
            |w, _, q| Box::pin(sign_in::recover(w, q)),
        )
        .write(api::SIGN_OUT, Session, mine, |w, _, ()| Box::pin(account::sign_out(w)))
        .read(api::ME, Session, |r, _, ()| Box::pin(account::me(r)))
        .write(api::VERIFY_PHONE, Session, mine, |w, _, q| Box::pin(account::verify_phone(w, q)))
        .write(api::NEW_RECOVERY_CODE, Session, mine, |w, _, _| Box::pin(account::new_recovery_code(w)))
        .read(api::GROUPS, Session, |r, a, ()| Box::pin(group::list(r, a.paging)))
        .write(api::NEW_GROUP, Session, mine, |w, _, q| Box::pin(group::create(w, q)))
        .read(api::GROUP, Session, |r, a, ()| Box::pin(group::get(r, a.group())))
        .write(api::SET_POLICY, Session, mine, |w, a, q| Box::pin(lifecycle::set_policy(w, a.group(), q)))
        .write(api::DISSOLVE, Session, mine, |w, a, ()| Box::pin(lifecycle::dissolve(w, a.group())))
        .read(api::MEMBERS, Session, |r, a, ()| Box::pin(member::list(r, a.group(), a.paging)))
        .write(api::SET_PERSONA, Session, mine, |w, a, q| Box::pin(member::set_persona(w, a.group(), q)))
        .write(api::MARK_READ, Session, mine, |w, a, q| Box::pin(read::mark(w, a.group(), q)))
        .write(api::LEAVE, Session, mine, |w, a, ()| Box::pin(member::leave(w, a.group())))
        .write(api::REMOVE_MEMBER, Session, mine, |w, a, ()| {
            Box::pin(member::remove(w, a.group(), a.member()))
        })
        .write(api::SET_ROLE, Session, mine, |w, a, q| {
            Box::pin(lifecycle::set_role(w, a.group(), a.member(), q))
        })
        .read(api::INVITES, Session, |r, a, ()| Box::pin(invite::list(r, a.group(), a.paging)))
        .write(api::NEW_INVITE, Session, mine, |w, a, q| Box::pin(invite::create(w, a.group(), q)))
        .write(api::REVOKE_INVITE, Session, mine, |w, a, ()| Box::pin(invite::revoke(w, a.invite())))
        .read(api::PREVIEW_INVITE, Either, |r, a, q| {
            Box::pin(async move { join::preview(r, q, &a.address).await })
        })
        .write(api::JOIN, Either, |q| held(&q.invite), |w, _, q| Box::pin(join::join(w, q)))
}

/// Pages and people of WeChat.
fn from_wechat(o: Operations) -> Operations {
    o.ask(api::SIGN_PAGE, |app, a, q| Box::pin(async move { wechat::sign_page(app, &a.address, &q).await }))
        .write(api::BEGIN_WECHAT, Either, |q| q.return_to.clone(), |w, _, q| Box::pin(wechat::begin(w, q)))
        .write_after(
            api::SIGN_IN_BY_WECHAT,
            Anybody,
            |q| q.state.clone(),
            |w, q| Box::pin(wechat::came_back(w, q, false)),
            |w, who| Box::pin(async move { wechat::sign_in(w, &who).await }),
        )
        .write_after(
            api::LINK_WECHAT,
            Session,
            mine,
            |w, q| Box::pin(wechat::came_back(w, q, true)),
            |w, who| Box::pin(async move { wechat::link(w, &who).await }),
        )
}

/// The feed, and what members do about it.
fn talk(o: Operations) -> Operations {
    o.read(api::POSTS, Session, |r, a, ()| Box::pin(feed::list(r, a.group(), a.paging)))
        .read(api::PINNED, Session, |r, a, ()| Box::pin(feed::pinned(r, a.group(), a.paging)))
        .write(api::NEW_POST, Session, mine, |w, a, q| Box::pin(feed::create(w, a.group(), q)))
        .read(api::POST, Session, |r, a, ()| Box::pin(feed::get(r, a.post())))
        .write(api::EDIT_POST, Session, mine, |w, a, q| Box::pin(talk::edit_post(w, a.post(), q)))
        .write(api::DELETE_POST, Session, mine, |w, a, ()| Box::pin(feed::delete(w, a.post())))
        .write(api::PIN_POST, Session, mine, |w, a, _| Box::pin(feed::set_pinned(w, a.post(), true)))
        .write(api::UNPIN_POST, Session, mine, |w, a, ()| Box::pin(feed::set_pinned(w, a.post(), false)))
        .write(api::REACT, Session, mine, |w, a, q| Box::pin(talk::react(w, a.post(), q)))
        .write(api::ACCEPT, Session, mine, |w, a, q| Box::pin(talk::accept(w, a.post(), q)))
        .write(api::CONFIRM_ROLL_CALL, Session, mine, |w, a, _| Box::pin(roll_call::confirm(w, a.post())))
        .read(api::ROLL_CALL, Session, |r, a, ()| Box::pin(roll_call::missing(r, a.post(), a.paging)))
        .read(api::COMMENTS, Session, |r, a, ()| Box::pin(comment::list(r, a.post(), a.paging)))
        .write(api::NEW_COMMENT, Session, mine, |w, a, q| Box::pin(comment::create(w, a.post(), q)))
        .write(api::EDIT_COMMENT, Session, mine, |w, a, q| Box::pin(comment::edit(w, a.comment(), q)))
        .write(api::DELETE_COMMENT, Session, mine, |w, a, ()| Box::pin(comment::delete(w, a.comment())))
}

/// Circles.
fn circles(o: Operations) -> Operations {
    o.read(api::CIRCLES, Session, |r, a, ()| Box::pin(circle::list(r, a.group(), a.paging)))
        .write(api::NEW_CIRCLE, Session, mine, |w, a, q| Box::pin(circle::create(w, a.group(), q)))
        .read(api::CIRCLE, Session, |r, a, ()| Box::pin(circle::get(r, a.circle())))
        .write(api::RENAME_CIRCLE, Session, mine, |w, a, q| Box::pin(circle::rename(w, a.circle(), q)))
        .write(api::DISSOLVE_CIRCLE, Session, mine, |w, a, ()| Box::pin(circle::dissolve(w, a.circle())))
        .read(api::CIRCLE_MEMBERS, Session, |r, a, ()| Box::pin(circle::members(r, a.circle(), a.paging)))
        .write(api::ASK_MEMBERS, Session, mine, |w, a, q| Box::pin(circle::ask(w, a.circle(), q)))
        .write(api::REMOVE_FROM_CIRCLE, Session, mine, |w, a, ()| {
            Box::pin(circle::remove(w, a.circle(), a.member()))
        })
        .write(api::AGREE, Session, mine, |w, a, _| Box::pin(circle::agree(w, a.circle())))
        .write(api::LEAVE_CIRCLE, Session, mine, |w, a, ()| Box::pin(circle::leave(w, a.circle())))
}

/// What shares led to.
fn shares(o: Operations) -> Operations {
    o.read(api::REFERRAL, Session, |r, a, ()| Box::pin(referral::get(r, a.group())))
        .write(api::ARRIVE, Session, mine, |w, a, q| Box::pin(referral::arrive(w, a.group(), q)))
        .write(api::FORGET, Session, mine, |w, a, q| Box::pin(referral::forget(w, a.group(), q)))
        .write(api::ERASE_REFERRAL, Session, mine, |w, a, ()| Box::pin(referral::erase(w, a.group())))
        .write(api::KEEP_REFERRAL, Session, mine, |w, a, _| Box::pin(referral::keep(w, a.group())))
        .read(api::HELPERS, Session, |r, a, ()| Box::pin(referral::helpers(r, a.group())))
}

/// What changed, asked for and streamed.
fn streams(o: Operations) -> Operations {
    o.read(api::CHANGES, Session, |r, a, ()| {
        Box::pin(async move { changes::list(r, a.since.as_deref()).await })
    })
    .add(api::STREAM, Session, stream::open)
}

/// Photos on their way into a post.
fn uploads(o: Operations) -> Operations {
    o.write(api::NEW_UPLOAD, Session, mine, |w, a, q| Box::pin(photo::create(w, a.group(), q)))
        .read(api::UPLOAD, Session, |r, a, ()| Box::pin(photo::get(r, a.photo())))
        .add(api::APPEND, Session, bytes::append)
        .write(api::CANCEL_UPLOAD, Session, mine, |w, a, ()| Box::pin(photo::cancel(w, a.photo())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_has_its_rule() {
        let mut added = operations().names;
        added.sort_unstable();
        let mut table: Vec<_> = api::TABLE.iter().map(|row| (row.name, row.open)).collect();
        table.sort_unstable();
        assert_eq!(added, table);
    }
}
