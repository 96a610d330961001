//! WeChat: a page signed for its JS-SDK, and signing in or linking an account by OAuth.
//!
//! Keeps on the disk what only this phone may know until people come back. Knows no bridge and no address bar.

use contract::account::{Me, Session};
use contract::api;
use contract::wechat::{BeginWechat, PageSignature, PageToSign, WechatBegun, WechatReturn, WechatScope};
use contract::{AccountId, Code};
use loadable::{Notice, WayOn};
use net::Call;

use crate::core::Data;
use crate::mutation::Mutation;

/// Where the way to WeChat is kept: its state, its key and, when it links, the account.
const PLACE: &str = "wechat";

/// What coming back from WeChat did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WechatDone {
    /// Somebody is signed in now.
    SignedIn,
    /// WeChat signs in to my account from now on.
    Linked,
}

/// A way to WeChat that was begun on this phone.
struct Begun {
    key: String,
    account: Option<AccountId>,
}

impl Data {
    /// Has a page signed for WeChat's JS-SDK. Nothing of it is for a screen: without a signature the page does
    /// without the SDK.
    pub fn sign_page(self, url: &str, on_done: impl FnOnce(Result<PageSignature, Notice>) + 'static) {
        let page = PageToSign { url: url.to_owned() };
        let call = Call::write(&api::SIGN_PAGE, &[], &page, &self.new_key(), self.now());
        // Not `Data::send`: a page stays signed whoever is signed in.
        let reply = self.core().client.send(call);
        self.spawn(async move {
            let signed = reply.await.and_then(|reply| reply.read::<PageSignature>());
            on_done(signed.map_err(|error| crate::notice_of(&error)));
        });
    }

    /// Whether the backend signs people in with WeChat.
    pub fn offers_wechat(self) -> bool {
        self.offers(&api::BEGIN_WECHAT) && self.offers(&api::SIGN_IN_BY_WECHAT)
    }

    /// Begins signing in with WeChat, or linking it while somebody is signed in; `on_done` gets the address to
    /// go to.
    pub fn begin_wechat(
        self,
        intent: Mutation,
        scope: WechatScope,
        return_to: &str,
        on_done: impl FnOnce(String) + 'static,
    ) {
        let account = self.account().filter(|_| !self.is_standing());
        let command = BeginWechat { scope, return_to: return_to.to_owned() };
        intent.run(api::BEGIN_WECHAT, &[], &command, move |begun: WechatBegun| {
            let account = account.as_ref().map_or("", AccountId::as_str);
            self.core().disk.set(PLACE, &[&begun.state, &begun.key, account].join("\n"));
            on_done(begun.url);
        });
    }

    /// Whether this phone began the way that this state comes back from.
    pub fn wechat_is_under_way(self, state: &str) -> bool {
        self.begun(state).is_some()
    }

    /// Finishes with what WeChat sent back; no code means that consent was refused. A state that this phone does
    /// not know is refused here: somebody else's link must sign nobody in.
    pub fn finish_wechat(
        self,
        intent: Mutation,
        code: Option<String>,
        state: &str,
        on_done: impl FnOnce(WechatDone) + 'static,
    ) {
        let Some(begun) = self.begun(state) else {
            return intent.refuse(Notice::new(Code::WechatState.as_str()).with_way_on(WayOn::SignIn));
        };
        let back = WechatReturn { code, state: state.to_owned(), key: begun.key };
        if begun.account.is_some() {
            intent.run_whatever_comes(api::LINK_WECHAT, &[], &back, move |me: Me, page_is_here| {
                self.core().disk.remove(PLACE);
                self.me_changed(me);
                if page_is_here {
                    on_done(WechatDone::Linked);
                }
            });
        } else {
            intent.run_whatever_comes(
                api::SIGN_IN_BY_WECHAT,
                &[],
                &back,
                move |session: Session, page_is_here| {
                    self.core().disk.remove(PLACE);
                    self.sign_in(session, None);
                    if page_is_here {
                        on_done(WechatDone::SignedIn);
                    }
                },
            );
        }
    }

    /// What this phone keeps of the way with this state, while whoever began it is here.
    fn begun(self, state: &str) -> Option<Begun> {
        let kept = self.core().disk.get(PLACE)?;
        let mut lines = kept.split('\n');
        if state.is_empty() || lines.next() != Some(state) {
            return None;
        }
        let key = lines.next()?.to_owned();
        let account = lines.next().filter(|id| !id.is_empty()).map(AccountId::from);
        let here = self.account().filter(|_| !self.is_standing());
        (account.is_none() || account == here).then_some(Begun { key, account })
    }
}
