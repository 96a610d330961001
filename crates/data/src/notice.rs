//! Typed errors become notices here, and only here.

use contract::{Code, Problem};
use loadable::{FieldNotice, Notice, WayOn};
use net::Error;

/// What a member can understand and do about an error.
pub fn notice_of(error: &Error) -> Notice {
    let mut notice = Notice::new(error.code());
    match error {
        Error::Offline
        | Error::Timeout
        | Error::CrossOrigin
        | Error::Unreachable
        | Error::Malformed { .. } => {}
        Error::Unauthorized => notice.way_on = WayOn::SignIn,
        Error::Rejected(problem) => {
            notice.way_on = way_on(problem.code);
            notice.wait_s = problem.retry_after_s;
            notice.reference.clone_from(&problem.instance);
            notice.fields = fields(problem);
        }
    }
    notice
}

fn way_on(code: Code) -> WayOn {
    match code {
        Code::Unauthenticated => WayOn::SignIn,
        Code::PhoneUnverified => WayOn::VerifyPhone,
        Code::ValidationFailed
        | Code::CodeWrong
        | Code::NicknameTaken
        | Code::PriceAboveFaceValue
        | Code::DealTiersInvalid
        | Code::RecoveryUnknown
        | Code::DealLimit => WayOn::Correct,
        Code::Internal | Code::Unknown | Code::RateLimited | Code::Conflict | Code::IdempotencyMismatch => {
            WayOn::Retry
        }
        _ => WayOn::GoBack,
    }
}

/// `/persona/nickname` is the form's field `nickname`; `/tiers/1/price` stays `tiers/1/price`.
fn fields(problem: &Problem) -> Vec<FieldNotice> {
    problem
        .errors
        .iter()
        .map(|e| {
            let path = e.pointer.trim_start_matches('/');
            FieldNotice { field: path.trim_start_matches("persona/").to_owned(), code: e.code.clone() }
        })
        .collect()
}
