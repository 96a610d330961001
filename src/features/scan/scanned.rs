//! What a scanned text is, and where it leads. Nothing foreign is ever opened: it is named.
//!
//! How our addresses look is asked of the navigator (`join_link`), never known here.

use contract::Link;
use domain::code::{is_token, parse_invite_code, spaced};

use super::address::{Address, is_unseen};
use super::alike::looks_like;
use crate::i18n::k;

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanned {
    /// A join link of this app: its token or code.
    Ours(String),
    /// A place in this app where somebody shows what they collect.
    PickUp(Link),
    /// A place in this app that is no invite.
    OursElsewhere,
    /// A link to our own site that is not written as ours are: another folder, another script, a name before it.
    OursAstray {
        /// The site.
        host: String,
    },
    /// A typed code, alone or in a few words.
    Code(String),
    /// A page of another site; `invite` when it is built like a join link of ours.
    Foreign {
        /// The site, with its port.
        host: String,
        /// Whether it looks like an invite of another Qunli.
        invite: bool,
    },
    /// A page of a site whose name is made to look like ours.
    LookAlike {
        /// The site.
        host: String,
    },
    /// No address: words, a payment code, a contact.
    Text,
}

impl Scanned {
    /// What it is and where it leads, in a title and a sentence. `home` is the address of our first page.
    pub fn words(&self, home: &str) -> (String, String) {
        use k::scan as t;
        let (title, body) = match self {
            Self::Ours(_) => {
                let host = Address::read(home).map(|ours| ours.shown()).unwrap_or_default();
                (t::read_ours(), t::read_ours_body(&host))
            }
            Self::PickUp(_) => (t::read_pick_up(), t::read_pick_up_body().to_owned()),
            Self::OursElsewhere => (t::read_elsewhere(), t::read_elsewhere_body().to_owned()),
            Self::OursAstray { host } => (t::read_astray(), t::read_astray_body(host)),
            Self::Code(code) => (t::read_code(), t::read_code_body(&spaced(code))),
            Self::Foreign { host, invite: true } => {
                (t::read_foreign_invite(), t::read_foreign_invite_body(host))
            }
            Self::Foreign { host, invite: false } => (t::read_foreign(), t::read_foreign_body(host)),
            Self::LookAlike { host } => (t::read_alike(), t::read_alike_body(host)),
            Self::Text => (t::read_text(), t::read_text_body().to_owned()),
        };
        (title.to_owned(), body)
    }

    /// One line that tells it from others in the same picture.
    pub fn name(&self, text: &str) -> String {
        match self {
            Self::Ours(_) | Self::Code(_) => k::scan::read_ours().to_owned(),
            Self::PickUp(_) => k::scan::read_pick_up().to_owned(),
            Self::OursElsewhere => k::scan::read_elsewhere().to_owned(),
            Self::Foreign { host, .. } | Self::LookAlike { host } | Self::OursAstray { host } => {
                k::scan::name_site(host)
            }
            Self::Text => k::scan::name_text(&cut(text, NAMED)),
        }
    }
}

/// A read text as it is shown: enough of it to know it again, and nothing that is unseen or turns it around.
pub fn shortened(text: &str) -> String {
    cut(text, SHOWN)
}

fn cut(text: &str, most: usize) -> String {
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    let mut seen = text.trim().chars().filter(|c| !is_unseen(*c)).map(clean);
    let mut short: String = seen.clone().take(most).collect();
    if seen.nth(most).is_some() {
        short.push('…');
    }
    short
}

/// Characters of a read text that are shown.
const SHOWN: usize = 200;
/// Characters of it that tell it from others.
const NAMED: usize = 24;

/// Longest text that is looked at as a typed code with a word or two around it.
const CODE_WITH_WORDS: usize = 24;

/// Says what a scanned text is. `home` is the absolute address of our first page, `join_link` makes ours.
pub fn classify(text: &str, home: &str, join_link: &dyn Fn(&str) -> String) -> Scanned {
    let text = text.trim();
    let Some(link) = Address::read(text) else {
        let short = text.chars().count() <= CODE_WITH_WORDS;
        return match parse_invite_code(text) {
            Ok(code) if short => Scanned::Code(code),
            _ => Scanned::Text,
        };
    };
    let Some(ours) = Address::read(home) else { return Scanned::Text };
    let tail = link.hash.rsplit('/').next().unwrap_or_default();
    let invite = is_token(tail) || parse_invite_code(tail).is_ok();
    if !link.disguised && (link.same_page(&ours) || link.same_page_unencrypted(&ours)) {
        let expected = Address::read(&join_link(tail));
        return if invite && expected.is_some_and(|ours| ours.hash == link.hash) {
            Scanned::Ours(tail.to_owned())
        } else {
            Scanned::OursElsewhere
        };
    }
    let elsewhere = link.host != ours.host;
    // Another port of it may be somebody else's; with it, it is shown as another site.
    if !elsewhere && link.port == ours.port {
        return Scanned::OursAstray { host: link.shown() };
    }
    if elsewhere && (link.disguised || looks_like(&link.host, &ours.host)) {
        Scanned::LookAlike { host: link.shown() }
    } else {
        Scanned::Foreign { host: link.shown(), invite: invite && !link.hash.is_empty() }
    }
}
