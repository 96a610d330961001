//! Signing in: codes to phones, sessions, recovery.

use contract::Code;
use contract::account::{CodeSent, PhoneAndCode, Recover, RequestCode, Session};
use subtle::ConstantTimeEq;

use super::account::{add_account, me_of};
use super::{Fail, Outcome, Writing};
use crate::limit::{Limit, MISS};
use crate::secret::{Purpose, sign_in_code, token_hash};
use crate::store::{AccountRow, CodeRow};

/// How long a code works, in seconds.
const CODE_TTL_S: i64 = 300;
/// Seconds until another code may be asked for.
const RESEND_AFTER_S: u32 = 60;
/// Wrong codes forgiven.
const TRIES: u32 = 5;

/// A phone in normal form.
pub(super) fn phone(typed: &str) -> Outcome<String> {
    domain::limits::phone(typed).map_err(|code| Fail::field("/phone", code))
}

/// Sends a code to a phone.
pub async fn request_code(w: &mut Writing, command: RequestCode) -> Outcome<CodeSent> {
    let phone = phone(&command.phone)?;
    let limits = &w.app.limits;
    let resend_after_s = if limits.on() { RESEND_AFTER_S } else { 0 };
    if let Some(last) = w.tx.code(&phone).await? {
        let again_at = last.sent_at.plus_s(i64::from(resend_after_s));
        if w.now < again_at {
            let wait = again_at.since_ms(w.now).saturating_add(999) / 1000;
            return Err(Fail::wait(u32::try_from(wait).unwrap_or(RESEND_AFTER_S)));
        }
    }
    limits.take(Limit::CodeAddress, &w.address, 1.0, w.now).map_err(Fail::wait)?;
    limits.take(Limit::CodePhone, &phone, 1.0, w.now).map_err(Fail::wait)?;

    let demo_phone = w.app.demo && crate::demo::is_demo_phone(&phone);
    let code = if demo_phone { crate::demo::CODE.to_owned() } else { sign_in_code() };
    let row = CodeRow {
        hash: w.app.keys.code_hash(&phone, &code),
        phone: phone.clone(),
        sent_at: w.now,
        expires_at: w.now.plus_s(CODE_TTL_S),
        tries_left: TRIES,
    };
    w.tx.put_code(&row).await?;
    if !demo_phone {
        w.send_code(&phone, &code);
    }
    let demo_code = w.app.demo.then_some(code);
    Ok(CodeSent { expires_at: row.expires_at, resend_after_s, demo_code })
}

/// Checks a code and uses it up.
///
/// # Errors
/// [`Code::CodeWrong`], which costs one of five tries, or [`Code::CodeExpired`].
pub(super) async fn spend_code(w: &mut Writing, phone: &str, typed: &str) -> Outcome<()> {
    let typed = domain::code::normalised(typed);
    if w.app.demo && crate::demo::is_demo_phone(phone) && typed == crate::demo::CODE {
        return Ok(());
    }
    let Some(mut row) = w.tx.code(phone).await? else { return Err(Code::CodeExpired.into()) };
    if w.now >= row.expires_at || row.tries_left == 0 {
        return Err(Code::CodeExpired.into());
    }
    let hash = w.app.keys.code_hash(phone, &typed);
    if bool::from(hash.as_bytes().ct_eq(row.hash.as_bytes())) {
        w.tx.drop_code(phone).await?;
        return Ok(());
    }
    row.tries_left -= 1;
    w.tx.put_code(&row).await?;
    w.keep_on_failure = true;
    Err(Code::CodeWrong.into())
}

/// Signs in with phone and code; makes the account when the phone is new.
pub async fn sign_in(w: &mut Writing, command: PhoneAndCode) -> Outcome<Session> {
    let phone = phone(&command.phone)?;
    spend_code(w, &phone, &command.code).await?;
    let account = match w.tx.account_by_phone(&phone).await? {
        Some(account) => account,
        None => add_account(w, Some(phone)).await?,
    };
    open_session(w, &account).await
}

/// Signs in with a recovery code, and ends the other sessions: the phone they are on may be lost.
pub async fn recover(w: &mut Writing, command: Recover) -> Outcome<Session> {
    let limits = &w.app.limits;
    limits.take(Limit::Guess, &w.address, 1.0, w.now).map_err(Fail::wait)?;
    let hash = w.app.keys.recovery_hash(&command.recovery_code);
    let Some(account) = w.tx.account_by_recovery(&hash).await? else {
        // The wait is for the next try; this one has its answer.
        let _ = w.app.limits.take(Limit::Guess, &w.address, MISS - 1.0, w.now);
        return Err(Code::RecoveryUnknown.into());
    };
    let session = open_session(w, &account).await?;
    for ended in w.tx.end_other_sessions(&account.id, &token_hash(&session.token)).await? {
        w.end_streams_of(&ended);
    }
    Ok(session)
}

/// Opens the session that this intent makes for an account.
pub(super) async fn open_session(w: &mut Writing, account: &AccountRow) -> Outcome<Session> {
    let token = w.secret(Purpose::Session, &account.id);
    w.tx.add_session(&token_hash(&token), &account.id, w.now).await?;
    Ok(Session { token, me: me_of(account), refresh: None })
}
