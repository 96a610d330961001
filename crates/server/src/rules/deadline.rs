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
use super::{Outcome, Writing, event, photo, poll, daily, relay, referral};
use crate::app::{App, SESSION_S};

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
    // Money first: what came in time counts in time. Then teams, then the deals that waited for them.
    for row in w.tx.due_payments(now).await? {
        tracing::debug!(payment = %row.id, "due");
        money::due(&mut w, row).await?;
    }
    for row in w.tx.due_teams(now).await? {
        tracing::debug!(team = %row.id, "due");
        team::due(&mut w, row).await?;
    }
    for row in w.tx.due_deals(now).await? {
        tracing::debug!(deal = %row.id, "due");
        deal::end(&mut w, &row, DealEvent::TimeOver, row.ends_at).await?;
    }
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
