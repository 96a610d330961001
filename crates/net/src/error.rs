//! What can go wrong between here and a backend, by type.

use contract::{Code, Problem};

/// A typed failure of one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The phone has no network.
    Offline,
    /// No answer in time: it may or may not have been done.
    Timeout,
    /// A backend on another origin did not let the browser read its answer, or cannot be reached;
    /// browsers do not tell which.
    CrossOrigin,
    /// The backend on this origin cannot be reached.
    Unreachable,
    /// No session, or one that ended.
    Unauthorized,
    /// The backend said no, and why.
    Rejected(Box<Problem>),
    /// The answer is not what the contract says.
    Malformed {
        /// Which operation.
        operation: &'static str,
        /// What is wrong, in English, for developers.
        detail: String,
    },
    /// It was done, but what came of it could not be read: trying again would do it twice.
    DoneUnread {
        /// Which operation.
        operation: &'static str,
    },
    /// The backend does not do this; the app should not have offered it.
    Absent {
        /// Which operation.
        operation: &'static str,
    },
}

impl Error {
    /// A stable code for it: a problem's own, or one of the client's.
    pub fn code(&self) -> &str {
        match self {
            Self::Offline => "offline",
            Self::Timeout => "timeout",
            Self::CrossOrigin => "cross_origin",
            Self::Unreachable => "unreachable",
            Self::Unauthorized => Code::Unauthenticated.as_str(),
            Self::Rejected(problem) => problem.code.as_str(),
            Self::Malformed { .. } => "malformed",
            Self::DoneUnread { .. } => "done_unread",
            Self::Absent { .. } => "absent",
        }
    }
}
