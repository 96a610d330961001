//! What time alone decides: holds lapse, listings expire, deals end, chains close. Each exactly once, because the state
//! is asked and changed in one transaction; after a restart too, because nothing of it is in memory.

use std::sync::Arc;

use contract::{Code, Timestamp};
use domain::groupbuy::state::DealEvent;
use domain::photo::WAITS_S;
use tokio::sync::OwnedMutexGuard;

use super::chain::list as chain;
use super::groupbuy::{deal, money, refund, team};
use super::market::step;
use super::{Outcome, Writing, daily, event, photo, poll, referral, relay};
use crate::app::{App, SESSION_S};
use crate::store::PaymentRow;

/// Answers to intents are kept this long.
const REPLAYS_S: i64 = 7 * 86_400;
/// Changes are kept this long; who was away longer starts afresh.
const CHANGES_S: i64 = 30 * 86_400;

/// Settles what is due by `now`, and sets when to come again. The caller holds the write lock.
///
/// # Errors
/// When the store failed: it is still due then.
pub async fn settle(
    app: &Arc<App>,
    lock: OwnedMutexGuard<()>,
    now: Timestamp,
) -> Outcome<OwnedMutexGuard<()>> {
    let tx = app.store.write().await?;
    let mut w = Writing::new(Arc::clone(app), tx, lock, now, None, "", "");
    for row in w.tx.due_listings(now).await? {
        let group = w.tx.group(&row.group_id).await?.ok_or(Code::NotFound)?;
        step::settle(&mut w, &group, row).await?;
    }
    commerce(&mut w, now).await?;
    for row in w.tx.due_refunds(now).await? {
        tracing::debug!(refund = %row.id, state = ?row.state, "due");
        refund::due(&mut w, row).await?;
    }
    for row in w.tx.due_chains(now).await? {
        tracing::debug!(chain = %row.id, "due");
        chain::end(&mut w, &row, row.closes_at).await?;
    }
    for row in w.tx.due_polls(now).await? {
        tracing::debug!(poll = %row.id, "due");
        poll::end(&mut w, &row, row.closes_at).await?;
    }
    for row in w.tx.due_events(now).await? {
        tracing::debug!(event = %row.id, "due");
        let at = row.ends_at;
        event::end(&mut w, row, false, at).await?;
    }
    referral::settle(&mut w).await?;
    for row in w.tx.due_relays(now).await? {
        tracing::debug!(relay = %row.id, "due");
        relay::end(&mut w, &row, row.closes_at).await?;
    }
    for row in w.tx.due_dailies(now).await? {
        tracing::debug!(daily = %row.id, "due");
        daily::settle(&mut w, &row).await?;
    }
    let dues = [
        w.tx.next_listing_due().await?,
        w.tx.next_deal_due().await?,
        w.tx.next_team_due().await?,
        w.tx.next_money_due().await?,
        w.tx.next_chain_due().await?,
        w.tx.next_poll_due().await?,
        w.tx.next_relay_due().await?,
        w.tx.next_daily_due().await?,
        w.tx.next_erasure_due().await?,
        w.tx.next_event_due().await?,
    ];
    let next = dues.into_iter().flatten().min();
    let lock = w.commit().await?;
    app.due.set(next);
    Ok(lock)
}

/// Payments, teams and deals in the order of their moments, each at its own: whatever happened while the server was
/// down ends as it would have ended had it been awake.
async fn commerce(w: &mut Writing, now: Timestamp) -> Outcome<()> {
    let mut at = Timestamp(i64::MIN);
    loop {
        let payment = w.tx.due_payment(now).await?;
        let team = w.tx.due_team(now).await?;
        let deal = w.tx.due_deal(now).await?;
        let moments = [
            payment.as_ref().and_then(PaymentRow::next_at),
            team.as_ref().map(|row| row.ends_at),
            deal.as_ref().map(|row| row.ends_at),
        ];
        let Some(first) = moments.into_iter().flatten().min() else { break };
        // A deal that waited for its teams ends with them, not before.
        at = at.max(first);
        w.now = at;
        let [pays, ends, _] = moments.map(|moment| moment == Some(first));
        match (payment, team, deal) {
            (Some(row), ..) if pays => money::due(w, row).await?,
            (_, Some(row), _) if ends => team::due(w, row).await?,
            (.., Some(row)) => deal::end(w, &row, DealEvent::TimeOver, at).await?,
            _ => break,
        }
    }
    w.now = now;
    Ok(())
}

/// Forgets what is too old to be asked for.
///
/// # Errors
/// When the store failed.
pub async fn sweep(app: &Arc<App>) -> Outcome<()> {
    let mut w = app.writing_alone().await?;
    w.tx.forget_old(w.now, w.now.plus_s(-REPLAYS_S)).await?;
    w.tx.forget_wechat_states(w.now).await?;
    w.tx.forget_sessions(w.now.plus_s(-SESSION_S)).await?;
    w.tx.forget_changes(w.now.plus_s(-CHANGES_S)).await?;
    w.tx.forget_photos(w.now.plus_s(-WAITS_S)).await?;
    w.commit().await?;
    photo::sweep(app).await
}
