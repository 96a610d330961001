//! What changed.

use super::Row;
use crate::change::{Changed, Changes};
use crate::{Endpoint, Method};

endpoints! {
    /// What changed since `?since=`; without it, only where to start.
    CHANGES: auth Get "/changes" "changes.list", () => Changes;
    /// The same as a stream of `change` events (`text/event-stream`), read by fetch.
    STREAM: auth Get "/changes/stream" "changes.stream", () => Changed;
}
