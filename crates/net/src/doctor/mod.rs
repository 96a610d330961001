//! The doctor: asks a backend what the app will ask of it, and says what is wrong in codes and facts.
//!
//! One code for the command line and for the app's page. It speaks through the client itself, so that what it
//! finds is what the app would meet; a [`Probe`] carries its requests and tells the time. It writes only with
//! leave, and takes back what it wrote. Knows no sentences and no browser.

mod account;
mod connect;
mod cors;
mod drafts;

mod exposed;
pub mod letter;
mod lists;
mod needs;
mod paging;
mod probe;
mod rest;
mod row;
mod shape;
mod write;

use core::cell::{Cell, RefCell};
use std::rc::Rc;

use contract::account::PasswordSignIn;

pub use probe::{Heard, Probe, Trouble};
pub use row::{Check, Finding, Row, State};

pub(crate) use needs::named_headers;

use crate::config::origin;
use crate::descriptor::{Credentials, Mapped, RENEW};
use crate::json::Node;
use crate::{Answer, Call, Client, Error, Reply};
use probe::{Exchange, Tape};

/// What the doctor is told beforehand.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The origin of the page that will ask. Example: `https://app.example`.
    pub origin: Option<String>,
    /// Nobody named that origin: what it is refused is a warning.
    pub assumed: bool,
    /// Whether it may write, and take back what it wrote.
    pub may_write: bool,
    /// A token that somebody has already.
    pub token: Option<String>,
    /// Who signs in, where there is no session yet.
    pub sign_in: Option<PasswordSignIn>,
    /// 32 random hexadecimal digits, for what it writes.
    pub key: String,
    /// The command that sees more than a browser, for its page.
    pub command: String,
}

/// Where the rows go.
type Tell = Box<dyn Fn(Row)>;

/// Examines one backend.
pub struct Doctor {
    client: Client,
    tape: Rc<Tape>,
    options: Options,
    tell: Tell,
    /// The connection came about: the rest can be asked.
    connected: Cell<bool>,
    /// A renewal that failed was told.
    renewal_told: Cell<bool>,
    /// The group that lists are read of.
    group: RefCell<Option<String>>,
    /// The list that had most rows.
    richest: RefCell<Option<lists::Seen>>,
    /// The first exchange, and then the first list that was read.
    first: RefCell<Option<Rc<Exchange>>>,
    /// What the backend said of its clock.
    time: RefCell<Option<rest::Heard>>,
    /// A post that is there.
    post: RefCell<Option<String>>,
}

/// What came of an operation.
struct Said {
    result: Result<Reply, Error>,
    exchange: Option<Rc<Exchange>>,
}

impl Said {
    fn asked(&self) -> String {
        self.exchange.as_ref().map_or_else(|| "nothing".to_owned(), |e| e.asked())
    }

    /// The status or the fault, and the error that it is to the app.
    fn came(&self) -> String {
        let mut came = self.exchange.as_ref().map_or_else(|| "nothing".to_owned(), |e| e.came());
        match &self.result {
            Err(Error::Malformed { detail, .. }) => came = format!("{came}; {detail}"),
            Err(Error::Rejected(problem)) => {
                came = format!("{came}; read as {}", problem.code.as_str());
                if let Some(detail) = &problem.detail {
                    came = format!("{came}: {detail}");
                }
            }
            Err(error) => came = format!("{came}; read as {}", error.code()),
            Ok(_) => {}
        }
        came
    }

    fn answer(&self) -> Option<&Answer> {
        self.exchange.as_ref()?.answer()
    }

    fn row(&self, check: Check) -> Row {
        Row::new(check, self.asked(), self.came())
    }
}

impl Doctor {
    /// A doctor for the client's backend. The client's session is used and, where need be, renewed.
    pub fn new(
        client: &Client,
        probe: Rc<dyn Probe>,
        options: Options,
        tell: impl Fn(Row) + 'static,
    ) -> Self {
        let tape = Rc::new(Tape::new(probe, options.origin.clone()));
        Self {
            client: client.over(tape.clone()),
            tape,
            options,
            tell: Box::new(tell),
            connected: Cell::new(false),
            renewal_told: Cell::new(false),
            group: RefCell::default(),
            richest: RefCell::default(),
            first: RefCell::default(),
            time: RefCell::default(),
            post: RefCell::default(),
        }
    }

    /// Looks at everything, and tells each row as it is found.
    pub async fn run(self) {
        self.connect().await;
        if !self.connected.get() {
            for check in [Check::Auth, Check::List, Check::Paging, Check::PastEnd, Check::Create]
                .into_iter()
                .chain([Check::Errors, Check::Clock, Check::Realtime])
            {
                self.say(Row::new(check, "nothing", "").with(State::Skipped, Finding::NotAsked));
            }
            return;
        }
        self.sign_in().await;
        self.read_lists().await;
        self.exposed();
        self.turn_pages().await;
        self.write().await;
        self.provoke().await;
        self.hear().await;
    }

    fn say(&self, row: Row) {
        (self.tell)(row);
    }

    async fn ask(&self, call: Call) -> Said {
        let operation = call.operation;
        self.tape.take();
        let result = self.client.send(call).await;
        let mut kept = self.without_renewals(self.tape.take());
        // What failed is the last one; what is read is the one of the work, and not the batches after it.
        let at = self.client.descriptor().and_then(|descriptor| match descriptor.operation(operation)? {
            Mapped::By(operation) => Some(usize::from(operation.before.is_some())),
            Mapped::Contract => None,
        });
        let at = at.unwrap_or(0).min(kept.len().saturating_sub(1));
        let work = if result.is_ok() { kept.get(at).cloned() } else { kept.pop() };
        Said { result, exchange: work }
    }

    /// The exchanges without those that renewed the session on the way; one that failed is told once.
    fn without_renewals(&self, kept: Vec<Rc<Exchange>>) -> Vec<Rc<Exchange>> {
        let call = Call::of(RENEW, contract::Method::Post, "", Vec::new(), self.tape.probe.now());
        let Ok(renewal) = self.client.draft_main(&call) else { return kept };
        let renews = |e: &Exchange| e.request.method == renewal.method && e.request.url == renewal.url;
        let failed = |e: &Exchange| e.answer().is_none_or(|answer| !(200..300).contains(&answer.status));
        let (renewals, rest): (Vec<_>, Vec<_>) = kept.into_iter().partition(|e| renews(e));
        if let Some(refused) = renewals.iter().find(|e| failed(e))
            && !self.renewal_told.replace(true)
        {
            let row = Row::new(Check::Auth, refused.asked(), refused.came()).of(RENEW);
            self.say(row.with(State::Warning, Finding::RenewalRefused));
        }
        if rest.is_empty() { renewals } else { rest }
    }

    fn base(&self) -> &str {
        &self.client.config().api_base
    }

    /// The origin that asks, when it is another than the backend's.
    fn foreign_origin(&self) -> Option<&str> {
        let page = self.options.origin.as_deref()?;
        (origin(self.base()) != Some(page)).then_some(page)
    }

    fn cookies(&self) -> bool {
        self.client.descriptor().is_some_and(|d| d.base.credentials == Credentials::Include)
    }

    /// How bad it is that a page on the origin is refused.
    fn refusal(&self) -> State {
        if self.options.assumed { State::Warning } else { State::Failed }
    }

    fn offers(&self, operation: &str) -> bool {
        self.client.offers_named(operation)
    }

    /// An argument that the descriptor's author gave.
    fn given(&self, name: &str) -> Option<String> {
        self.client.descriptor()?.probe_arg(name).map(str::to_owned)
    }
}

/// The answer's headers as a place for sources.
fn headers_node(answer: &Answer) -> Node<'static> {
    let one = |(name, value): &(String, String)| (name.clone().into(), Node::owned(value.clone()));
    Node::Object(answer.headers.iter().map(one).collect())
}

#[cfg(test)]
mod tests;
