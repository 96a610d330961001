//! Lets time act even when nobody asks: wakes when something is due, and sweeps once an hour.

use std::sync::Arc;
use std::time::Duration;

use contract::Timestamp;

use crate::app::App;
use crate::rules::deadline;

/// The longest sleep: a clock that was set forward is noticed this late when nobody asks.
const LONGEST_SLEEP_MS: i64 = 30_000;
/// Between two sweeps.
const SWEEP_EVERY_S: i64 = 3600;

/// Runs until the server stops.
pub async fn run(app: Arc<App>) {
    let mut stopping = app.stopping.subscribe();
    let mut swept = Timestamp(i64::MIN);
    loop {
        if app.settle_due().await.is_err() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        let now = app.clock.now();
        if now >= swept.plus_s(SWEEP_EVERY_S) {
            swept = now;
            if let Err(error) = deadline::sweep(&app).await {
                tracing::error!(%error, "old rows could not be swept");
            }
        }
        let wait_ms = app.due.at().since_ms(app.clock.now()).clamp(0, LONGEST_SLEEP_MS);
        let wait = Duration::from_millis(u64::try_from(wait_ms).unwrap_or_default());
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = app.due.changed() => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}
