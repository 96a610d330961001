//! WeChat's side of the server: pages signed for the JS-SDK, and who comes back from OAuth.
//!
//! Knows WeChat's API and nothing of accounts, the store or HTTP requests to this server. The secret, tokens and
//! tickets stay in here: no answer, problem or log line has them.

mod api;
mod settings;
mod signature;
mod ticket;

use std::sync::Arc;

use contract::wechat::{PageSignature, WechatScope};
use contract::{Code, Problem, Timestamp};

pub use api::WechatPerson;
pub use settings::Settings;

use crate::clock::Clock;
use crate::rules::Fail;
use crate::secret::{hex, random};
use api::Api;
use ticket::Tickets;

/// WeChat, where it is set up.
pub struct Wechat {
    settings: Settings,
    api: Arc<Api>,
    tickets: Arc<Tickets>,
}

/// Why WeChat did not do what it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It does not answer, or nothing that can be read.
    Unreachable,
    /// It is busy, or this app asked too often.
    Busy,
    /// The token is no token any more.
    Token,
    /// The code was used or is too old.
    Spent,
    /// The user of a snapshot: nobody.
    Snapshot,
    /// It refuses this app: the error's number.
    Refused(i64),
}

/// Seconds until WeChat is worth another try.
const BUSY_S: u32 = 3;

impl From<Fault> for Fail {
    fn from(fault: Fault) -> Self {
        let code = match fault {
            Fault::Unreachable => Code::WechatUnreachable,
            Fault::Busy => Code::WechatBusy,
            Fault::Spent => Code::WechatCode,
            Fault::Snapshot => Code::WechatSnapshot,
            Fault::Token | Fault::Refused(_) => Code::WechatFailed,
        };
        let mut problem = Problem::new(code);
        if matches!(fault, Fault::Busy | Fault::Unreachable) {
            problem.retry_after_s = Some(BUSY_S);
        }
        problem.into()
    }
}

impl Wechat {
    /// WeChat with these settings.
    pub fn new(settings: Settings) -> Self {
        let api = Arc::new(Api::new(&settings));
        Self { tickets: Arc::new(Tickets::new(Arc::clone(&api))), api, settings }
    }

    /// The official account's id.
    pub fn app_id(&self) -> &str {
        &self.settings.app_id
    }

    /// An address without what follows `#`, on an origin that this server vouches for.
    ///
    /// # Errors
    /// A validation problem over `pointer`, or [`Code::WechatOrigin`].
    pub fn page<'a>(&self, pointer: &str, url: &'a str) -> Result<&'a str, Fail> {
        let page = domain::wechat::page(url).map_err(|code| Fail::field(pointer, code))?;
        if domain::wechat::is_known(page, &self.settings.origins) {
            Ok(page)
        } else {
            Err(Code::WechatOrigin.into())
        }
    }

    /// Signs a page.
    ///
    /// # Errors
    /// See [`Fault`].
    pub async fn sign(&self, page: &str, clock: &dyn Clock) -> Result<PageSignature, Fail> {
        let ticket = self.tickets.ticket(clock.now()).await?;
        let nonce = hex(random().get(..16).unwrap_or_default());
        let timestamp = clock.now().0.div_euclid(1000).to_string();
        let signature = signature::of(&ticket, &nonce, &timestamp, page);
        Ok(PageSignature { app_id: self.settings.app_id.clone(), timestamp, nonce, signature })
    }

    /// The address to go to, for coming back to `page` with this state.
    pub fn address(&self, scope: WechatScope, page: &str, state: &str) -> String {
        let scope = match scope {
            WechatScope::Base => "snsapi_base",
            WechatScope::Userinfo => "snsapi_userinfo",
        };
        let mut url = format!("{}/connect/oauth2/authorize?appid=", self.settings.open);
        contract::endpoint::push_encoded(&mut url, &self.settings.app_id);
        url.push_str("&redirect_uri=");
        contract::endpoint::push_encoded(&mut url, page);
        // WeChat reads the parameters in this order, and wants to see the fragment.
        url + "&response_type=code&scope=" + scope + "&state=" + state + "#wechat_redirect"
    }

    /// Who came back with a code. Uses it up.
    ///
    /// # Errors
    /// See [`Fault`].
    pub async fn person(&self, code: &str) -> Result<WechatPerson, Fail> {
        Ok(self.api.person(code).await?)
    }
}

/// Something of WeChat's that works for a while.
#[derive(Debug, Clone)]
struct Lasting {
    value: String,
    until: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_as_wechat_wants_it() {
        let wechat = Wechat::new(Settings {
            app_id: "wx0".into(),
            secret: "s".into(),
            origins: vec!["https://a.example".into()],
            api: "https://api.weixin.qq.com".into(),
            open: "https://open.weixin.qq.com".into(),
        });
        let page = wechat.page("/return_to", "https://a.example/x?y=1#/invite/secret").unwrap();
        assert_eq!(
            wechat.address(WechatScope::Base, page, "s1"),
            "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx0\
             &redirect_uri=https%3A%2F%2Fa.example%2Fx%3Fy%3D1&response_type=code&scope=snsapi_base&state=s1\
             #wechat_redirect"
        );
        assert!(matches!(
            wechat.page("/return_to", "https://b.example/"),
            Err(Fail::Problem(problem)) if problem.code == Code::WechatOrigin
        ));
    }
}
