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
        Error::Absent { .. } | Error::DoneUnread { .. } => notice.way_on = WayOn::GoBack,
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
        Code::Unauthenticated | Code::WechatState | Code::WechatCode | Code::WechatRefused => WayOn::SignIn,
        Code::PhoneUnverified => WayOn::VerifyPhone,
        Code::ValidationFailed
        | Code::CodeWrong
        | Code::NicknameTaken
        | Code::PriceAboveFaceValue
        | Code::DealTiersInvalid
        | Code::RecoveryUnknown
        | Code::DealLimit => WayOn::Correct,
        Code::Internal
        | Code::Unknown
        | Code::RateLimited
        | Code::Conflict
        | Code::IdempotencyMismatch
        | Code::WechatBusy
        | Code::WechatUnreachable => WayOn::Retry,
        _ => WayOn::GoBack,
    }
}

/// What a form refuses before anything is sent, as the backend would say it.
pub fn refusal(wrong: domain::limits::Wrong) -> Notice {
    let mut notice = Notice::new(Code::ValidationFailed.as_str()).with_way_on(WayOn::Correct);
    notice.fields = wrong.into_iter().map(|(pointer, code)| field(&pointer, code)).collect();
    notice
}

fn fields(problem: &Problem) -> Vec<FieldNotice> {
    problem.errors.iter().map(|e| field(&e.pointer, e.code.clone())).collect()
}

/// `/persona/nickname` is the form's field `nickname`; `/tiers/1/price` stays `tiers/1/price`.
fn field(pointer: &str, code: String) -> FieldNotice {
    let path = pointer.trim_start_matches('/');
    FieldNotice { field: path.trim_start_matches("persona/").to_owned(), code }
}
