//! From nothing to an answer that a page may read: host, TLS, preflight, origin, headers.

use super::cors::{self, Origins};
use super::probe::{Exchange, Trouble};
use super::{Check, Doctor, Finding, Row, State, drafts};
use crate::config::{is_loopback, origin};

/// What a browser's network error may be.
const OPAQUE: &[Finding] = &[
    Finding::HostUnreachable,
    Finding::TlsOrMixedContent,
    Finding::PreflightRefused,
    Finding::PreflightUnauthorized,
    Finding::HeaderNotAllowed,
    Finding::WildcardWithCredentials,
];

impl Doctor {
    pub(super) async fn connect(&self) {
        let now = self.tape.probe.now();
        let Some(call) = drafts::first(&self.client, now) else {
            self.say(Row::new(Check::Connection, "nothing", "").with(State::Skipped, Finding::NotOffered));
            return;
        };
        let said = self.ask(call).await;
        let Some(exchange) = said.exchange.clone() else {
            self.say(said.row(Check::Connection).with(State::Unknown, Finding::NotAsked));
            return;
        };
        *self.first.borrow_mut() = Some(exchange.clone());
        self.connected.set(!matches!(&exchange.heard, Err(trouble) if *trouble != Trouble::Unreadable));
        if self.tape.probe.sees_all() {
            self.reached(&exchange);
            if self.connected.get() {
                self.preflights().await;
            }
        } else {
            self.browser(&exchange);
        }
    }

    /// Everything that a browser can tell, in one row.
    fn browser(&self, exchange: &Exchange) {
        let row = Row::new(Check::Connection, exchange.asked(), exchange.came());
        self.say(match &exchange.heard {
            Ok(_) | Err(Trouble::Unreadable) => row,
            Err(Trouble::Offline) => row.with(State::Failed, Finding::Offline),
            Err(_) if self.is_mixed() => row.with(State::Failed, Finding::TlsOrMixedContent),
            Err(Trouble::Timeout) => row.with(State::Failed, Finding::HostUnreachable),
            Err(_) if self.foreign_origin().is_none() => row.with(State::Failed, Finding::HostUnreachable),
            Err(_) => {
                let row = row.with(State::Failed, Finding::OpaqueNetworkError);
                Row { possible: OPAQUE, ..row }.exact(self.options.command.clone())
            }
        });
    }

    /// A secure page asks an address that is not.
    fn is_mixed(&self) -> bool {
        let secure = self.options.origin.as_deref().is_some_and(|page| page.starts_with("https://"));
        secure && self.base().starts_with("http://") && !is_loopback(self.base())
    }

    fn reached(&self, exchange: &Exchange) {
        let row = |check| Row::new(check, exchange.asked(), exchange.came());
        let proxy_alone = exchange.answer().is_some_and(|a| matches!(a.status, 502..=504));
        let reached = match &exchange.heard {
            Ok(_) if proxy_alone => row(Check::Reachable).with(State::Failed, Finding::HostUnreachable),
            Ok(_) | Err(Trouble::Tls(_) | Trouble::Unreadable) => row(Check::Reachable),
            Err(Trouble::Offline) => row(Check::Reachable).with(State::Failed, Finding::Offline),
            Err(_) => row(Check::Reachable).with(State::Failed, Finding::HostUnreachable),
        };
        let known = reached.state == State::Ok;
        self.say(reached);
        if !known && !proxy_alone {
            return;
        }
        let secure = row(Check::Secure);
        self.say(match &exchange.heard {
            Err(Trouble::Tls(_)) => secure.with(State::Failed, Finding::TlsOrMixedContent),
            _ if self.is_mixed() => {
                let page = self.options.origin.as_deref().unwrap_or_default();
                let came = format!("{} is not secure, and the page {page} is", self.base());
                Row { came, ..secure }.with(self.refusal(), Finding::TlsOrMixedContent)
            }
            _ => secure,
        });
    }

    async fn preflights(&self) {
        let Some(page) = self.foreign_origin().map(str::to_owned) else {
            for check in [Check::Preflight, Check::HeadersAllowed, Check::Credentials] {
                let came = format!("the page is on {}", origin(self.base()).unwrap_or_default());
                self.say(Row::new(check, "nothing", came).with(State::Skipped, Finding::SameOrigin));
            }
            return;
        };
        let drafts = drafts::all(&self.client, self.tape.probe.now());
        let mut findings = Preflights::default();
        for draft in drafts.iter().filter(|d| cors::needs_preflight(d.method, &d.headers)) {
            let request = cors::preflight(&draft.url, draft.method, &draft.headers, 20_000);
            let exchange = self.tape.exchange(request).await;
            findings.judge(draft, &exchange, &page, self.cookies());
        }
        let methods: Vec<&str> = drafts.iter().map(|d| d.method).collect();
        let mut headers: Vec<String> = drafts.iter().flat_map(|d| d.headers.clone()).collect();
        headers.sort_unstable();
        headers.dedup();
        findings.say(self, &page, &methods.join(", "), &headers.join(", "));
    }
}

/// The first refusal.
struct Refused {
    finding: Finding,
    /// The origin alone is at fault: another may be welcome.
    origin: bool,
    asked: String,
    came: String,
}

/// What the preflights together say.
#[derive(Default)]
struct Preflights {
    came: Vec<String>,
    refused: Option<Refused>,
    not_allowed: Vec<String>,
    wildcard: bool,
}

impl Preflights {
    fn judge(&mut self, draft: &drafts::Draft, exchange: &Exchange, page: &str, cookies: bool) {
        let asked = format!("OPTIONS {} for {} from {page}", exchange.request.url, draft.method);
        let mut refuse = |finding, origin, came: String| {
            self.refused.get_or_insert(Refused { finding, origin, asked: asked.clone(), came });
        };
        match &exchange.heard {
            Err(trouble) => refuse(Finding::PreflightRefused, false, trouble.words()),
            Ok(answer) if answer.status == 401 => {
                refuse(Finding::PreflightUnauthorized, false, exchange.came());
            }
            Ok(answer) if !(200..300).contains(&answer.status) => {
                refuse(Finding::PreflightRefused, true, exchange.came());
            }
            Ok(answer) => {
                let named = answer.header("access-control-allow-origin").unwrap_or("(none)");
                match cors::origins(answer, page, cookies) {
                    Origins::Wildcard => self.wildcard = true,
                    Origins::Refused => {
                        let came = format!("{}; access-control-allow-origin: {named}", exchange.came());
                        refuse(Finding::PreflightRefused, true, came);
                    }
                    Origins::Allowed if !cors::allows_method(answer, draft.method, cookies) => {
                        let allowed = answer.header("access-control-allow-methods").unwrap_or("(none)");
                        let came = format!("{}; access-control-allow-methods: {allowed}", exchange.came());
                        refuse(Finding::PreflightRefused, false, came);
                    }
                    Origins::Allowed => {}
                }
                for name in cors::not_allowed(answer, &draft.headers, cookies) {
                    if !self.not_allowed.contains(&name) {
                        self.not_allowed.push(name);
                    }
                }
            }
        }
        self.came.push(format!("{}: {}", draft.method, exchange.came()));
    }

    fn say(self, doctor: &Doctor, page: &str, methods: &str, headers: &str) {
        let (asked, came) = (format!("OPTIONS for {methods} from {page}"), self.came.join("; "));
        let row = |check| Row::new(check, asked.clone(), came.clone());
        let by_origin = self.refused.as_ref().is_some_and(|refused| refused.origin);
        let unclear = self.refused.is_some() && self.not_allowed.is_empty();
        let state = |origin| if origin { doctor.refusal() } else { State::Failed };
        doctor.say(match self.refused {
            None => row(Check::Preflight),
            Some(Refused { finding, origin, asked, came }) => {
                let row = Row::new(Check::Preflight, asked, came).with(state(origin), finding);
                row.exact(match finding {
                    Finding::PreflightUnauthorized => "OPTIONS -> 204".to_owned(),
                    _ => format!(
                        "Access-Control-Allow-Origin: {page}\nAccess-Control-Allow-Methods: {methods}"
                    ),
                })
            }
        });
        let allowed = row(Check::HeadersAllowed);
        doctor.say(if unclear {
            allowed.with(State::Unknown, Finding::NotAsked)
        } else if self.not_allowed.is_empty() {
            Row { came: format!("allowed: {headers}"), ..allowed }
        } else {
            let came = format!("not allowed: {}", self.not_allowed.join(", "));
            Row { came, ..allowed }
                .with(state(by_origin), Finding::HeaderNotAllowed)
                .exact(format!("Access-Control-Allow-Headers: {headers}"))
        });
        let cookies = row(Check::Credentials);
        doctor.say(if self.wildcard {
            Row { came: "access-control-allow-origin: *, and cookies go along".to_owned(), ..cookies }
                .with(State::Failed, Finding::WildcardWithCredentials)
                .exact(format!("Access-Control-Allow-Origin: {page}\nAccess-Control-Allow-Credentials: true"))
        } else if doctor.cookies() {
            cookies
        } else {
            Row { came: "no cookies go along".to_owned(), ..cookies }
        });
    }
}
