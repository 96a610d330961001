//! What time alone decides: holds lapse, listings expire, deals end, chains close. Each exactly once, because the state
//! is asked and changed in one transaction; after a restart too, because nothing of it is in memory. A row on which
//! nothing can be done is put off by itself, and the rest goes on.

use std::sync::Arc;

use contract::{Code, Timestamp};
use domain::groupbuy::state::DealEvent;
use domain::photo::WAITS_S;

use super::chain::list as chain;
use super::groupbuy::{bargain, deal, money, refund, team};
use super::market::step;
use super::{Outcome, Writing, daily, event, photo, poll, referral, relay};
use crate::app::{App, SESSION_S};
use crate::store::{ListingRow, PaymentRow, WriteTx};

/// Answers to intents are kept this long.
const REPLAYS_S: i64 = 7 * 86_400;
/// Changes are kept this long; who was away longer starts afresh.
const CHANGES_S: i64 = 30 * 86_400;

/// Settles what is due by `now`, and sets when to come again.
///
/// # Errors
/// When the store failed: it is still due then.
pub async fn settle(app: &Arc<App>, tx: Box<dyn WriteTx>, now: Timestamp) -> Outcome<()> {
    let mut w = Writing::new(Arc::clone(app), tx, now, None, "", "");
    w.tx.take_up(now).await?;
    for row in w.tx.due_listings(now).await? {
        w.alone(row.id.to_string(), |w| Box::pin(listing(w, row))).await?;
    }
    commerce(&mut w, now).await?;
    for row in w.tx.due_refunds(now).await? {
        w.alone(row.id.to_string(), |w| Box::pin(refund::due(w, row))).await?;
    }
    for row in w.tx.due_chains(now).await? {
        w.alone(row.id.to_string(), |w| Box::pin(async move { chain::end(w, &row, row.closes_at).await }))
            .await?;
    }
    for row in w.tx.due_polls(now).await? {
        w.alone(row.id.to_string(), |w| Box::pin(async move { poll::end(w, &row, row.closes_at).await }))
            .await?;
    }
    for row in w.tx.due_events(now).await? {
        let at = row.ends_at;
        w.alone(row.id.to_string(), |w| {
            Box::pin(async move { event::end(w, row, false, at).await.map(drop) })
        })
        .await?;
    }
    for id in w.tx.due_erasures(now).await? {
        w.alone(id.to_string(), |w| Box::pin(async move { referral::erase_for_good(w, &id).await })).await?;
    }
    for row in w.tx.due_relays(now).await? {
        w.alone(row.id.to_string(), |w| Box::pin(async move { relay::end(w, &row, row.closes_at).await }))
            .await?;
    }
    for row in w.tx.due_dailies(now).await? {
        w.alone(row.id.to_string(), |w| Box::pin(async move { daily::settle(w, &row).await })).await?;
    }
    let dues = [
        w.tx.next_listing_due().await?,
        w.tx.next_deal_due().await?,
        w.tx.next_team_due().await?,
        w.tx.next_bargain_due().await?,
        w.tx.next_money_due().await?,
        w.tx.next_chain_due().await?,
        w.tx.next_poll_due().await?,
        w.tx.next_relay_due().await?,
        w.tx.next_daily_due().await?,
        w.tx.next_erasure_due().await?,
        w.tx.next_event_due().await?,
        w.tx.next_taken_up().await?,
    ];
    let next = dues.into_iter().flatten().min();
    w.settled(next);
    w.commit().await
}

/// A listing's hold lapses, or it expires.
async fn listing(w: &mut Writing, row: ListingRow) -> Outcome<()> {
    let group = w.tx.group(&row.group_id).await?.ok_or(Code::NotFound)?;
    step::settle(w, &group, row).await
}

/// Payments, teams, bargains and deals in the order of their moments, each at its own: whatever happened while the server was
/// down ends as it would have ended had it been awake.
async fn commerce(w: &mut Writing, now: Timestamp) -> Outcome<()> {
    let mut at = Timestamp(i64::MIN);
    loop {
        let payment = w.tx.due_payment(now).await?;
        let team = w.tx.due_team(now).await?;
        let bargain = w.tx.due_bargain(now).await?;
        let deal = w.tx.due_deal(now).await?;
        let moments = [
            payment.as_ref().and_then(PaymentRow::next_at),
            team.as_ref().map(|row| row.ends_at),
            bargain.as_ref().map(|row| row.ends_at),
            deal.as_ref().map(|row| row.ends_at),
        ];
        let Some(first) = moments.into_iter().flatten().min() else { break };
        // A deal that waited for its teams ends with them, not before.
        at = at.max(first);
        w.now = at;
        let [pays, ends, stops, _] = moments.map(|moment| moment == Some(first));
        // Each is put off by its id, so that the next question finds another.
        match (payment, team, bargain, deal) {
            (Some(row), ..) if pays => w.alone(row.id.to_string(), |w| Box::pin(money::due(w, row))).await?,
            (_, Some(row), ..) if ends => {
                w.alone(row.id.to_string(), |w| Box::pin(team::due(w, row))).await?
            }
            (_, _, Some(row), _) if stops => {
                w.alone(row.id.to_string(), |w| Box::pin(bargain::due(w, row))).await?;
            }
            (.., Some(row)) => {
                let end = DealEvent::TimeOver;
                w.alone(row.id.to_string(), |w| Box::pin(async move { deal::end(w, &row, end, at).await }))
                    .await?;
            }
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
