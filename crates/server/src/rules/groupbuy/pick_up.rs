//! Handing over: whose code is shown, and ticking off.
//!
//! A code is the pledge's number under the server's key, and kept nowhere: who reads the database collects nothing, and a
//! code leads to its pledge in one look, however many are in the deal.

use contract::change::{ChangeKind, ChangeOp};
use contract::groupbuy::{Collect, PickUpCode, Pledge, ShownCode};
use contract::{Code, DealId, PledgeId};
use domain::code::{
    INVITE_CODE_LEN, is_token, normalised, number_of_code, numbered_code, parse_invite_code, token,
};
use domain::groupbuy::pick_up::{is_collectable, may_collect};
use subtle::ConstantTimeEq;

use super::deal::{find, must_run, unit_price};
use super::pledge::view;
use crate::limit::{Limit, MISS};
use crate::rules::{Fail, Outcome, Reading, Writing};
use crate::secret::Keys;
use crate::store::PledgeRow;

/// The letters of a code that say its pledge's number; a token begins with them.
const LETTERS: usize = INVITE_CODE_LEN - 1;

/// The secret of which number has which code.
fn mix(keys: &Keys) -> impl Fn(u8, u64) -> u64 {
    |round, half| {
        let mac = keys.mac(&["pick-up number", &round.to_string(), &half.to_string()]);
        mac.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
    }
}

/// What a member shows to collect a pledge.
pub(super) fn code_of(keys: &Keys, pledge: &PledgeRow) -> Option<PickUpCode> {
    let typed = numbered_code(u64::try_from(pledge.n).ok()?, mix(keys))?;
    let rest = token(&keys.mac(&["pick-up token", pledge.id.as_str()]));
    Some(PickUpCode { token: format!("{}{}", typed.get(..LETTERS)?, rest.get(LETTERS..)?), typed })
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
    let number = typed.get(..LETTERS).and_then(|letters| number_of_code(letters, mix(&r.app.keys)));
    let found = match number.and_then(|n| i64::try_from(n).ok()) {
        Some(number) => r.tx.pledge_numbered(&deal, number).await?,
        None => None,
    };
    let is_it = |pledge: &PledgeRow| {
        let code = code_of(&r.app.keys, pledge);
        let ours = code.map(|code| if by_token { code.token } else { code.typed }).unwrap_or_default();
        is_collectable(pledge.state) && bool::from(ours.as_bytes().ct_eq(typed.as_bytes()))
    };
    match found.filter(is_it) {
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
