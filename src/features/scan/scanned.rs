//! What a scanned text is, and where it leads. Nothing foreign is ever opened: it is named.
//!
//! How our addresses look is asked of the navigator (`join_link`), never known here.

use domain::code::{is_token, parse_invite_code, spaced};

use crate::i18n::k;

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanned {
    /// A join link of this app: its token or code.
    Ours(String),
    /// A place in this app that is no invite.
    OursElsewhere,
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
                let host = Address::read(home).map(|ours| ours.authority().to_owned()).unwrap_or_default();
                (t::read_ours(), t::read_ours_body(&host))
            }
            Self::OursElsewhere => (t::read_elsewhere(), t::read_elsewhere_body().to_owned()),
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
}

/// A read text as it is shown: enough of it to know it again, and no control characters.
pub fn shortened(text: &str) -> String {
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    let mut short: String = text.trim().chars().map(clean).take(SHOWN).collect();
    if text.trim().chars().nth(SHOWN).is_some() {
        short.push('…');
    }
    short
}

/// Characters of a read text that are shown.
const SHOWN: usize = 200;

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
    let same_page = !link.disguised && link.origin == ours.origin && link.page == ours.page;
    if same_page {
        let expected = Address::read(&join_link(tail));
        return if invite && expected.as_ref() == Some(&link) {
            Scanned::Ours(tail.to_owned())
        } else {
            Scanned::OursElsewhere
        };
    }
    let elsewhere = link.host() != ours.host();
    if elsewhere && (link.disguised || looks_like(link.host(), ours.host())) {
        Scanned::LookAlike { host: link.authority().to_owned() }
    } else {
        Scanned::Foreign { host: link.authority().to_owned(), invite: invite && !link.hash.is_empty() }
    }
}

/// A web address, reduced to what matters here: a query that a host app added does not.
#[derive(Debug, PartialEq, Eq)]
struct Address {
    /// `https://host:port` in small letters.
    origin: String,
    /// The path of the page, without `index.html`.
    page: String,
    /// What follows the `#`.
    hash: String,
    /// A name stands before an `@`: it reads like one site and is another.
    disguised: bool,
}

impl Address {
    fn read(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let scheme = scheme.to_lowercase();
        if !matches!(scheme.as_str(), "http" | "https") {
            return None;
        }
        // Browsers read a backslash as a slash; so must whoever says where a link leads.
        let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at_checked(end)?;
        let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
        if host.is_empty() || host.contains(char::is_whitespace) {
            return None;
        }
        let (page, hash) = rest.split_once('#').unwrap_or((rest, ""));
        let page = page.split_once('?').map_or(page, |(page, _)| page);
        let page = page.strip_suffix("index.html").unwrap_or(page);
        let hash = hash.split_once('?').map_or(hash, |(hash, _)| hash);
        Some(Self {
            origin: format!("{scheme}://{}", host.to_lowercase()),
            page: if page.is_empty() { "/" } else { page }.to_owned(),
            hash: hash.to_owned(),
            disguised: !user.is_empty(),
        })
    }

    fn authority(&self) -> &str {
        self.origin.split_once("://").map_or("", |(_, authority)| authority)
    }

    fn host(&self) -> &str {
        let authority = self.authority();
        match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
            _ => authority,
        }
    }
}

/// Whether a host's name could be taken for ours without being it.
fn looks_like(host: &str, ours: &str) -> bool {
    // Addresses in figures differ by one figure all the time, and one's own machine is nobody's disguise.
    let has_name = ours.contains('.') && !ours.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if host == ours || !has_name || host.ends_with(&format!(".{ours}")) {
        return false;
    }
    let (host, ours) = (skeleton(host), skeleton(ours));
    host == ours || host.contains(&ours) || within_one(&host, &ours)
}

/// The shape of a name: letters that look alike become one, dots and dashes go.
fn skeleton(host: &str) -> String {
    let shape = |c: char| match c {
        '.' | '-' => None,
        '0' | 'о' | 'ο' => Some('o'),
        '1' | 'i' | 'l' | '|' | 'і' | 'ı' => Some('l'),
        '5' | 'ѕ' => Some('s'),
        'а' => Some('a'),
        'е' => Some('e'),
        'с' => Some('c'),
        'р' => Some('p'),
        'у' => Some('y'),
        'х' => Some('x'),
        'ո' | 'п' => Some('n'),
        'ս' | 'υ' => Some('u'),
        'ԛ' | 'գ' => Some('q'),
        c => Some(c),
    };
    host.chars().filter_map(shape).collect::<String>().replace("rn", "m").replace("vv", "w")
}

/// Whether one letter more, less, other, or two swapped makes one text the other.
fn within_one(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(same..).unwrap_or_default(), b.get(same..).unwrap_or_default());
    match (a, b) {
        ([], []) => true,
        ([x1, y1, ra @ ..], [x2, y2, rb @ ..]) if x1 == y2 && y1 == x2 && ra == rb => true,
        ([_, ra @ ..], [_, rb @ ..]) if ra == rb => true,
        ([_, ra @ ..], b) if ra == b => true,
        (a, [_, rb @ ..]) if a == rb => true,
        _ => false,
    }
}
