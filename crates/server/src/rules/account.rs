//! My account: who I am, verifying a phone, a new recovery code, signing out; and what the backend is.

use contract::account::{Me, PhoneAndCode, RecoveryCode};
use contract::api::Done;
use contract::info::{Demo, Info, WechatInfo};
use contract::{AccountId, Code};

use super::{Outcome, Reading, Writing, sign_in};
use crate::secret::{Purpose, new_id};
use crate::store::AccountRow;

/// What the backend is.
pub async fn info(r: &mut Reading) -> Outcome<Info> {
    let demo = r.app.demo.then(|| Demo { sign_ins: crate::demo::sign_ins() });
    Ok(Info {
        name: "qunli-server".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        contract: 1,
        server_time: r.now,
        demo,
        wechat: r.app.wechat.as_ref().map(|wechat| WechatInfo { app_id: wechat.app_id().to_owned() }),
    })
}

/// An account as its owner sees it.
pub(super) fn me_of(account: &AccountRow) -> Me {
    Me {
        id: account.id.clone(),
        phone: account.phone.as_deref().map(masked),
        phone_verified: account.phone.is_some(),
        wechat: account.wechat,
        created_at: account.created_at,
    }
}

/// My account.
pub async fn me(r: &mut Reading) -> Outcome<Me> {
    Ok(me_of(&r.caller()?.account))
}

/// Verifies a phone for my account.
pub async fn verify_phone(w: &mut Writing, command: PhoneAndCode) -> Outcome<Me> {
    let mut account = w.caller()?.account;
    let phone = sign_in::phone(&command.phone)?;
    sign_in::spend_code(w, &phone, &command.code).await?;
    if w.tx.account_by_phone(&phone).await?.is_some_and(|other| other.id != account.id) {
        return Err(Code::PhoneTaken.into());
    }
    w.tx.set_phone(&account.id, &phone).await?;
    account.phone = Some(phone);
    Ok(me_of(&account))
}

/// Makes a new recovery code; the one before stops working.
pub async fn new_recovery_code(w: &mut Writing) -> Outcome<RecoveryCode> {
    let account = w.caller()?.account;
    Ok(RecoveryCode { recovery_code: give_recovery_code(w, &account).await? })
}

/// Ends this session and its streams.
pub async fn sign_out(w: &mut Writing) -> Outcome<Done> {
    let session = w.caller()?.session;
    w.tx.end_session(&session).await?;
    w.end_streams_of(&session);
    Ok(Done {})
}

/// Adds an account.
pub(super) async fn add_account(w: &mut Writing, phone: Option<String>) -> Outcome<AccountRow> {
    let account = AccountRow { id: new_id::<AccountId>(), phone, wechat: false, created_at: w.now };
    w.tx.add_account(&account).await?;
    Ok(account)
}

/// Gives an account the recovery code of this intent.
pub(super) async fn give_recovery_code(w: &mut Writing, account: &AccountRow) -> Outcome<String> {
    let code = w.secret(Purpose::Recovery, &account.id);
    let hash = w.app.keys.recovery_hash(&code);
    w.tx.set_recovery(&account.id, &hash).await?;
    Ok(code)
}

/// A phone with its middle hidden: `138****0001`.
fn masked(phone: &str) -> String {
    let count = phone.chars().count();
    let (head, tail) = if count >= 11 { (3, 4) } else { (2, 2) };
    phone
        .chars()
        .enumerate()
        .map(|(i, c)| if i < head || i + tail >= count || c == '+' { c } else { '*' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_masked() {
        assert_eq!(masked("13800000001"), "138****0001");
        assert_eq!(masked("+66812345678"), "+66*****5678");
        assert_eq!(masked("1234567"), "12***67");
    }
}
