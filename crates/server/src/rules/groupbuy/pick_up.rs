//! Handing over: whose code is shown, and ticking off.
//!
//! A code is derived from the server's key and the pledge, and kept nowhere: who reads the database collects nothing.

use contract::change::{ChangeKind, ChangeOp};
use contract::groupbuy::{Collect, PickUpCode, Pledge, ShownCode};
use contract::{Code, DealId, PledgeId};
use domain::code::{invite_code, is_token, normalised, parse_invite_code, token};
use domain::groupbuy::pick_up::{is_collectable, may_collect};
use subtle::ConstantTimeEq;

use super::deal::{find, must_run, unit_price};
use super::pledge::view;
use crate::limit::{Limit, MISS};
use crate::rules::{Fail, Outcome, Reading, Writing};
use crate::secret::Keys;
use crate::store::Slice;

/// What a member shows to collect a pledge.
pub(super) fn code_of(keys: &Keys, pledge: &PledgeId) -> PickUpCode {
    PickUpCode {
        token: token(&keys.mac(&["pick-up token", pledge.as_str()])),
        typed: invite_code(&keys.mac(&["pick-up code", pledge.as_str()])),
    }
}

/// Whose code this is; who opened the deal, or a host. Guessing typed codes is dear.
pub async fn find_by_code(r: &mut Reading, deal: DealId, shown: ShownCode, address: &str) -> Outcome<Pledge> {
    let caller = r.caller()?;
    let (here, row) = find(&mut *r.tx, &caller, &deal).await?;
    must_run(&here, &row)?;
    let typed = normalised(&shown.code);
    let (limits, me) = (&r.app.limits, caller.account.id.as_str());
    let by_token = is_token(&typed);
    if !by_token {
        limits.take(Limit::Guess, address, 0.0, r.now).map_err(Fail::wait)?;
        limits.take(Limit::Guess, me, 1.0, r.now).map_err(Fail::wait)?;
        // The check character says so without asking: nothing was learned by this guess.
        parse_invite_code(&typed).map_err(|_| Code::PickUpUnknown)?;
    }
    let all = Slice { after: None, limit: u32::MAX };
    let found = r.tx.pledges(&deal, all).await?.into_iter().find(|pledge| {
        let code = code_of(&r.app.keys, &pledge.id);
        let ours = if by_token { code.token } else { code.typed };
        is_collectable(pledge.state) && bool::from(ours.as_bytes().ct_eq(typed.as_bytes()))
    });
    match found {
        Some(pledge) => Ok(view(pledge, unit_price(&row))),
        None => {
            if !by_token {
                let _ = limits.take(Limit::Guess, me, MISS, r.now);
            }
            Err(Code::PickUpUnknown.into())
        }
    }
}

/// Ticks a pledge off as handed over, or takes the tick back; who opened the deal, or a host.
pub async fn collect(w: &mut Writing, id: PledgeId, command: Collect) -> Outcome<Pledge> {
    let caller = w.caller()?;
    let mut pledge = w.tx.pledge(&id).await?.ok_or(Code::NotFound)?;
    let (here, row) = find(&mut *w.tx, &caller, &pledge.deal_id).await?;
    must_run(&here, &row)?;
    may_collect(pledge.state)?;
    // Twice is once: it was handed over when it was first said to be.
    if pledge.collected_at.is_some() != command.on {
        pledge.collected_at = command.on.then_some(w.now);
        w.tx.set_collected(&id, pledge.collected_at).await?;
        w.note_open(&row.group_id, ChangeKind::Deal, ChangeOp::Updated, row.id.as_str()).await?;
    }
    Ok(view(pledge, unit_price(&row)))
}
