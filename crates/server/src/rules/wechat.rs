//! WeChat: a page signed, a way to WeChat begun, and coming back from it: signed in, or linked.
//!
//! Coming back has two steps: [`came_back`] asks WeChat, outside of every transaction, because the world waits for
//! a write; what it says is then written down by [`sign_in`] or [`link`].

use std::sync::Arc;

use contract::account::{Me, Session};
use contract::wechat::{BeginWechat, PageSignature, PageToSign, WechatBegun, WechatReturn};
use contract::{AccountId, Code};
use subtle::ConstantTimeEq;

use super::account::{add_account, me_of};
use super::sign_in::open_session;
use super::{Fail, Outcome, Writing};
use crate::app::App;
use crate::limit::Limit;
use crate::secret::{Purpose, token_hash};
use crate::store::{WechatPersonRow, WechatStateRow};
use crate::wechat::{Wechat, WechatPerson};

/// How long a way to WeChat stays open, in seconds: consenting takes a moment, the code lives five minutes.
const WAY_S: i64 = 600;
/// The source of unionids.
const UNION: &str = "union";

/// Who came back, as hashes.
#[derive(Debug, Clone)]
pub struct KnownBy {
    openid: WechatPersonRow,
    unionid: Option<WechatPersonRow>,
}

fn wechat(app: &App) -> Outcome<&Wechat> {
    app.wechat.as_ref().ok_or_else(|| Code::WechatOff.into())
}

/// Signs a page.
pub async fn sign_page(app: &App, address: &str, question: &PageToSign) -> Outcome<PageSignature> {
    let wechat = wechat(app)?;
    app.limits.take(Limit::Page, address, 1.0, app.clock.now()).map_err(Fail::wait)?;
    let page = wechat.page("/url", &question.url)?;
    wechat.sign(page, app.clock.as_ref()).await
}

/// Begins a way to WeChat.
pub async fn begin(w: &mut Writing, command: BeginWechat) -> Outcome<WechatBegun> {
    let app = Arc::clone(&w.app);
    let wechat = wechat(&app)?;
    let page = wechat.page("/return_to", &command.return_to)?;
    let account = w.caller.as_ref().map(|caller| caller.account.id.clone());
    let whose = account.clone().unwrap_or_else(|| AccountId::from(""));
    let state = w.secret(Purpose::WechatState, &whose);
    let key = w.secret(Purpose::WechatKey, &whose);
    let expires_at = w.now.plus_s(WAY_S);
    let row = WechatStateRow {
        hash: token_hash(&state),
        key_hash: token_hash(&key),
        account,
        intent: None,
        expires_at,
    };
    w.tx.put_wechat_state(&row).await?;
    Ok(WechatBegun { url: wechat.address(command.scope, page, &state), state, key, expires_at })
}

/// Who came back: takes the state, so that no other intent can, and asks WeChat.
///
/// # Errors
/// [`Code::WechatState`] for a state that is not this phone's, account's or intent's; [`Code::WechatRefused`]
/// without a code; or WeChat says no.
pub async fn came_back(mut w: Writing, back: &WechatReturn, linking: bool) -> Outcome<KnownBy> {
    let app = Arc::clone(&w.app);
    let wechat = wechat(&app)?;
    let row = w.tx.wechat_state(&token_hash(&back.state)).await?.filter(|row| w.now < row.expires_at);
    let mut row = row.ok_or(Code::WechatState)?;
    let account = w.caller.as_ref().filter(|_| linking).map(|caller| caller.account.id.clone());
    let fits = bool::from(row.key_hash.as_bytes().ct_eq(token_hash(&back.key).as_bytes()))
        && row.account == account
        && row.intent.as_ref().is_none_or(|intent| *intent == w.intent);
    if !fits {
        return Err(Code::WechatState.into());
    }
    row.intent = Some(w.intent.clone());
    w.tx.put_wechat_state(&row).await?;
    w.commit().await?;
    let code = back.code.as_deref().filter(|code| !code.is_empty()).ok_or(Code::WechatRefused)?;
    if code.len() > 512 {
        return Err(Fail::field("/code", "too_long"));
    }
    let person = wechat.person(code).await?;
    Ok(known_by(&app, wechat.app_id(), &person))
}

/// Keyed hashes, because ids of WeChat are no secrets that nobody could try.
fn known_by(app: &App, app_id: &str, person: &WechatPerson) -> KnownBy {
    let row = |source: &str, id: &str| WechatPersonRow {
        hash: app.keys.mac_hex(&["wechat", source, id]),
        source: source.to_owned(),
    };
    KnownBy {
        openid: row(app_id, &person.openid),
        unionid: person.unionid.as_deref().map(|id| row(UNION, id)),
    }
}

/// Signs in whoever came back; somebody new gets an account, and no persona.
pub async fn sign_in(w: &mut Writing, who: &KnownBy) -> Outcome<Session> {
    let mut account = w.tx.account_by_wechat(&who.openid.hash).await?;
    if let (None, Some(unionid)) = (&account, &who.unionid) {
        account = w.tx.account_by_wechat(&unionid.hash).await?;
    }
    let mut account = match account {
        Some(account) => account,
        None => add_account(w, None).await?,
    };
    know(w, who, &account.id).await?;
    account.wechat = true;
    open_session(w, &account).await
}

/// Links whoever came back to my account.
pub async fn link(w: &mut Writing, who: &KnownBy) -> Outcome<Me> {
    let mut account = w.caller()?.account;
    for known in [Some(&who.openid), who.unionid.as_ref()].into_iter().flatten() {
        if w.tx.account_by_wechat(&known.hash).await?.is_some_and(|other| other.id != account.id) {
            return Err(Code::WechatTaken.into());
        }
        if w.tx.wechat_of(&account.id, &known.source).await?.is_some_and(|mine| mine != *known) {
            return Err(Code::WechatLinked.into());
        }
    }
    know(w, who, &account.id).await?;
    account.wechat = true;
    Ok(me_of(&account))
}

async fn know(w: &mut Writing, who: &KnownBy, account: &AccountId) -> Outcome<()> {
    w.tx.add_wechat(&who.openid, account).await?;
    if let Some(unionid) = &who.unionid {
        w.tx.add_wechat(unionid, account).await?;
    }
    Ok(())
}
