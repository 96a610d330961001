//! Refusals, clocks, and news as they happen.

use contract::{Code, Endpoint, Timestamp, api};
use serde::de::DeserializeOwned;

use super::cors::{self, Origins};
use super::{Check, Doctor, Finding, Row, Said, State, headers_node};
use crate::descriptor::{Descriptor, Live, Place, Scope};
use crate::json::parse;
use crate::{Answer, Call, Error, PageEnd, Reply};

/// An id that nothing has, in the form that most backends take for one.
const NOBODY: &str = "000000000000000";
/// How long a stream may be silent at its beginning.
const PATIENCE_MS: u32 = 8_000;
/// Clocks that are further apart are worth a word.
const MOST_SKEW_MS: i64 = 30_000;

/// What the backend said its time was, and ours when it came.
#[derive(Debug, Clone)]
pub(super) struct Heard {
    asked: String,
    server: Option<Timestamp>,
    ours: Timestamp,
}

/// A call, and how its answer is read.
type Question = (Call, fn(&Reply) -> Result<(), Error>);

fn readable<T: DeserializeOwned>(reply: &Reply) -> Result<(), Error> {
    reply.read::<T>().map(drop)
}

/// Whether an answer has a time where the descriptor looks.
fn tells_time(descriptor: &Descriptor, answer: &Answer) -> bool {
    let (body, headers) = (parse(&answer.body).unwrap_or_default(), headers_node(answer));
    let mut scope = Scope::default();
    for (place, node) in [(Place::Here, &body), (Place::Answer, &body), (Place::Headers, &headers)] {
        scope.set(place, node);
    }
    descriptor.server_time.iter().any(|s| s.find(&scope).is_some_and(|f| descriptor.style.time(&f).is_some()))
}

impl Doctor {
    /// Asks for something that is not there.
    pub(super) async fn provoke(&self) {
        let row = Row::new(Check::Errors, "nothing", "");
        let Some((call, read)) = self.nothing_there() else {
            return self.say(row.with(State::Skipped, Finding::NotOffered));
        };
        let operation = call.operation;
        let said = self.ask(call).await;
        let row = said.row(Check::Errors).of(operation);
        let page = self.foreign_origin().filter(|_| self.tape.probe.sees_all());
        let hidden = said
            .answer()
            .zip(page)
            .is_some_and(|(answer, page)| cors::origins(answer, page, self.cookies()) == Origins::Refused);
        let welcome = self.first.borrow().as_ref().and_then(|exchange| {
            exchange.answer().zip(page).map(|(a, page)| cors::origins(a, page, self.cookies()))
        });
        if hidden && welcome == Some(Origins::Allowed) {
            let line = format!("Access-Control-Allow-Origin: {}", page.unwrap_or_default());
            return self.say(row.with(State::Failed, Finding::ErrorWithoutCors).exact(line));
        }
        let outcome = said.result.as_ref().map_err(Clone::clone).and_then(read);
        let signed_in = self.client.session().is_some();
        self.say(match outcome {
            Err(Error::Rejected(problem)) => match problem.code {
                Code::Unknown | Code::Internal => row.with(State::Warning, Finding::ErrorShapeUnknown),
                code => {
                    let came = format!("{}; read as {}", row.came, code.as_str());
                    Row { came: if said.result.is_ok() { came } else { row.came.clone() }, ..row }
                }
            },
            // Nobody is signed in, and the backend says so in a way that is understood.
            Err(Error::Unauthorized) if !signed_in => row,
            Ok(()) => {
                let came = format!("{}; read as something that is there", row.came);
                Row { came, ..row }.with(State::Failed, Finding::ErrorShapeUnknown)
            }
            Err(Error::Unauthorized | Error::Malformed { .. }) => {
                row.with(State::Failed, Finding::ErrorShapeUnknown)
            }
            Err(_) => row.with(State::Unknown, Finding::NotAsked),
        });
    }

    /// A harmless question whose right answer is a refusal.
    fn nothing_there(&self) -> Option<Question> {
        fn one<T: DeserializeOwned>(e: &Endpoint<(), T>, now: Timestamp) -> Question {
            (Call::read(e, &[NOBODY], now), readable::<T>)
        }
        let now = self.tape.probe.now();
        if self.offers(api::POST.name) {
            Some(one(&api::POST, now))
        } else if self.offers(api::GROUP.name) {
            Some(one(&api::GROUP, now))
        } else if self.offers(api::LISTING.name) {
            Some(one(&api::LISTING, now))
        } else {
            self.offers(api::DEAL.name).then(|| one(&api::DEAL, now))
        }
    }

    /// Keeps what an answer says of the backend's clock.
    pub(super) fn hear_time(&self, said: &Said, end: &PageEnd) {
        let ours = self.tape.probe.now();
        // A page without a time of its own gets that of its question.
        let told = self
            .client
            .descriptor()
            .is_none_or(|descriptor| said.answer().is_some_and(|answer| tells_time(descriptor, answer)));
        let server = Some(end.server_time).filter(|_| told);
        let mut kept = self.time.borrow_mut();
        if kept.as_ref().is_none_or(|kept| kept.server.is_none()) {
            *kept = Some(Heard { asked: said.asked(), server, ours });
        }
    }

    fn clock(&self) {
        let Some(heard) = self.time.borrow().clone() else {
            return self.say(Row::new(Check::Clock, "nothing", "").with(State::Skipped, Finding::NotAsked));
        };
        let row = Row::new(Check::Clock, heard.asked, "");
        let Some(server) = heard.server else {
            let came = "no time where the descriptor looks".to_owned();
            return self.say(Row { came, ..row }.with(State::Warning, Finding::NoServerTime));
        };
        let apart = server.since_ms(heard.ours);
        let side = if apart < 0 { "behind" } else { "ahead of" };
        let seconds = apart.unsigned_abs().div_ceil(1000);
        let row = Row { came: format!("{server}: {seconds} s {side} this device"), ..row };
        self.say(if apart.abs() > MOST_SKEW_MS { row.with(State::Warning, Finding::ClockSkew) } else { row });
    }

    pub(super) async fn hear(&self) {
        self.clock();
        match self.client.live() {
            Live::Off => {
                self.say(Row::new(Check::Realtime, "nothing", "").with(State::Skipped, Finding::NotOffered))
            }
            Live::Poll { every_s, .. } => {
                let asked = format!("nothing: lists are asked for again, every {every_s} s at first");
                self.say(Row { finding: Some(Finding::Polled), ..Row::new(Check::Realtime, asked, "") });
            }
            Live::Contract | Live::PocketBase(_) => self.stream().await,
        }
    }

    async fn stream(&self) {
        if matches!(self.client.live(), Live::Contract) && self.client.session().is_none() {
            let row = Row::new(Check::Realtime, "nothing", "");
            return self.say(row.with(State::Skipped, Finding::NotSignedIn));
        }
        let request = self.tape.with_origin(self.client.stream_request(self.tape.probe.now()));
        let asked =
            format!("{} {} (a stream, for {} s at most)", request.method, request.url, PATIENCE_MS / 1000);
        let heard = self.tape.probe.listen(request, PATIENCE_MS).await;
        let page = self.foreign_origin().filter(|_| self.tape.probe.sees_all());
        let (came, fine) = match &heard {
            Err(trouble) => (trouble.words(), false),
            Ok(answer) => {
                let kind = answer.header("content-type").unwrap_or("text/event-stream");
                let allowed = page.is_none_or(|page| {
                    cors::origins(answer, page, self.cookies()) == Origins::Allowed || self.options.assumed
                });
                let came = format!("status {}, {kind}, {} bytes at once", answer.status, answer.body.len());
                let came = if allowed { came } else { format!("{came}, and no Access-Control-Allow-Origin") };
                let stream = answer.status == 200 && kind.starts_with("text/event-stream");
                (came, stream && !answer.body.is_empty() && allowed)
            }
        };
        let row = Row::new(Check::Realtime, asked, came);
        self.say(if fine { row } else { row.with(State::Failed, Finding::RealtimeBlocked) });
    }
}
