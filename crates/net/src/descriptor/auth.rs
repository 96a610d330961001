//! How a backend knows who asks: where the token goes, what renews it, what guards a cookie.

use contract::account::Me;

use super::request::Step;
use super::source::Source;
use super::spec::{Read, Spec};
use super::template::Template;
use crate::json::{Node, Pointer};

/// The kinds of auth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthKind {
    /// A token in a header.
    Bearer,
    /// A public key in a header: everybody is the same.
    Key,
    /// A cookie that the browser keeps.
    Cookie,
    /// None.
    None,
}

/// What the sign-in page asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInForm {
    /// A phone and the code that is sent to it.
    Code,
    /// A name and a password.
    Password,
}

#[derive(Debug, Clone)]
pub(crate) struct Auth {
    pub(crate) kind: AuthKind,
    pub(crate) form: SignInForm,
    /// The header that carries the token or key.
    pub(crate) header: Option<(String, Template)>,
    /// Whether visitors read without a session, as `me`.
    pub(crate) anonymous: bool,
    /// Who the app is, while nobody is signed in.
    pub(crate) me: Option<Me>,
    pub(crate) renew_every_s: Option<u32>,
    pub(crate) csrf: Option<Csrf>,
}

/// What a write must carry beside a cookie.
#[derive(Debug, Clone)]
pub(crate) struct Csrf {
    pub(crate) header: String,
    pub(crate) from: CsrfFrom,
}

#[derive(Debug, Clone)]
pub(crate) enum CsrfFrom {
    /// A cookie that scripts may read, and the request that sets it.
    Cookie(String, Option<Box<Step>>),
    /// An answer.
    Answer(Box<Step>, Pointer),
}

impl Default for Auth {
    fn default() -> Self {
        Self {
            kind: AuthKind::None,
            form: SignInForm::Code,
            header: None,
            anonymous: true,
            me: None,
            renew_every_s: None,
            csrf: None,
        }
    }
}

impl Auth {
    pub(crate) fn compile(spec: Option<Spec<'_>>) -> Read<Self> {
        let Some(spec) = spec else { return Ok(Self::default()) };
        let keys = spec.keys()?;
        let kind = keys.must("kind")?;
        if matches!(kind.text()?, "oauth" | "sms") {
            return kind.wrong("is reserved: not in this version");
        }
        let kind = kind.word(&[
            ("bearer", AuthKind::Bearer),
            ("key", AuthKind::Key),
            ("cookie", AuthKind::Cookie),
            ("none", AuthKind::None),
        ])?;
        let mut auth =
            Self { kind, anonymous: matches!(kind, AuthKind::Key | AuthKind::None), ..Self::default() };
        if let Some(form) = keys.get("form") {
            auth.form = form.word(&[("code", SignInForm::Code), ("password", SignInForm::Password)])?;
        }
        let header = keys.text("header")?;
        let value = keys.get("value");
        match kind {
            AuthKind::Bearer => {
                let plain = Node::text("Bearer {token}");
                let value = value.unwrap_or_else(|| Spec::root(&plain));
                let bind = |name: &str| (name == "token").then(|| Source::place(super::place::Place::Token));
                let value = Template::compile(&value, &bind)?;
                auth.header = Some((header.unwrap_or("authorization").to_ascii_lowercase(), value));
            }
            AuthKind::Key => {
                let key = Template::compile(&keys.must("key")?, &|_| None)?;
                auth.header = Some((header.unwrap_or("apikey").to_ascii_lowercase(), key));
            }
            AuthKind::Cookie | AuthKind::None => {}
        }
        if keys.get("anonymous").is_some() {
            auth.anonymous = keys.yes("anonymous")?;
        }
        if let Some(me) = keys.get("me") {
            let read = crate::json::read::<Me>(me.node)
                .map_err(|e| me.fault(format!("is no `Me` of the contract: {e}")))?;
            auth.me = Some(read);
        }
        let signs_in = matches!(kind, AuthKind::Bearer | AuthKind::Cookie);
        match (auth.me.is_some(), signs_in, auth.anonymous) {
            (true, true, false) => return spec.wrong("`me` is who a visitor is: it needs `anonymous`"),
            (false, true, true) if keys.get("anonymous").is_some() => {
                return spec.wrong("`anonymous` needs `me`: who a visitor is");
            }
            _ => {}
        }
        auth.renew_every_s = keys.whole("renew_every_s")?;
        if let Some(csrf) = keys.get("csrf") {
            auth.csrf = Some(Csrf::compile(&csrf)?);
        }
        keys.done()?;
        Ok(auth)
    }
}

impl Csrf {
    fn compile(spec: &Spec<'_>) -> Read<Self> {
        let keys = spec.keys()?;
        let header = keys.must("header")?.text()?.to_ascii_lowercase();
        let get = keys.get("get").map(|path| Step::plain_get(&path).map(Box::new)).transpose()?;
        let from = match (keys.text("cookie")?, get) {
            (Some(cookie), get) => CsrfFrom::Cookie(cookie.to_owned(), get),
            (None, Some(get)) => CsrfFrom::Answer(get, keys.must("token")?.pointer()?),
            (None, None) => return spec.wrong("needs a `cookie`, or a `get` and its `token`"),
        };
        keys.done()?;
        Ok(Self { header, from })
    }
}
