//! Tells open streams that something happened. Says who might care, never what it was.

use contract::{AccountId, CircleId, GroupId};
use tokio::sync::broadcast;

/// Something that open streams listen to.
#[derive(Debug, Clone)]
pub enum News {
    /// A change was committed.
    Change {
        /// Its number.
        seq: i64,
        /// Its group.
        group_id: GroupId,
        /// The one account that it is for.
        account: Option<AccountId>,
        /// Whether those who run the group are told as well.
        for_hosts: bool,
        /// The circle that alone is told.
        circle: Option<CircleId>,
    },
    /// A session ended.
    SessionEnded {
        /// The hash of its token.
        session: String,
    },
    /// The server is about to stop.
    Shutdown,
}

/// Where news is published.
#[derive(Debug)]
pub struct Hub(broadcast::Sender<News>);

impl Default for Hub {
    fn default() -> Self {
        Self(broadcast::Sender::new(1024))
    }
}

impl Hub {
    /// Tells everybody who listens.
    pub fn publish(&self, news: News) {
        // An error only says that nobody listens.
        let _ = self.0.send(news);
    }

    /// Listens from now on.
    pub fn listen(&self) -> broadcast::Receiver<News> {
        self.0.subscribe()
    }
}
