//! What changed since a cursor.

use contract::change::Changes;

use super::{Outcome, Reading};

/// The most changes of one answer.
const MOST: u32 = 200;

/// What changed since `since`; without it, only where to start.
pub async fn list(r: &mut Reading, since: Option<&str>) -> Outcome<Changes> {
    let account = r.caller()?.account.id;
    let last = r.tx.last_seq().await?;
    let fresh = |reset| Changes {
        items: Vec::new(),
        cursor: last.to_string(),
        more: false,
        reset,
        server_time: r.now,
    };
    let Some(since) = since else { return Ok(fresh(false)) };
    let Some(since) = since.parse::<i64>().ok().filter(|s| (0..=last).contains(s)) else {
        return Ok(fresh(true));
    };
    // Rows before the first one kept were forgotten: nobody knows what was missed.
    let first = r.tx.first_seq().await?.unwrap_or(last + 1);
    if since + 1 < first {
        return Ok(fresh(true));
    }
    let mut rows = r.tx.changes(&account, since, MOST + 1).await?;
    let more = rows.len() > usize::try_from(MOST).unwrap_or(usize::MAX);
    if more {
        rows.pop();
    }
    let cursor = match rows.last() {
        Some(row) if more => row.seq,
        _ => last,
    };
    let items = rows.into_iter().map(|row| row.change).collect();
    Ok(Changes { items, cursor: cursor.to_string(), more, reset: false, server_time: r.now })
}
