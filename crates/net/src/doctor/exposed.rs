//! Whether a page may read the answers, and the headers that it needs of them.

use super::cors::{self, Origins};
use super::{Check, Doctor, Finding, Row, State};
use crate::descriptor::PagingKind;

/// Without these the app still works: its own clock, its own waiting.
const DISPENSABLE: [&str; 2] = ["date", "retry-after"];
/// Sent only with some answers: their absence says nothing.
const SOMETIMES: [&str; 3] = ["retry-after", "etag", "location"];

impl Doctor {
    pub(super) fn exposed(&self) {
        let Some(exchange) = self.first.borrow().clone() else { return };
        let Some(answer) = exchange.answer() else { return };
        let Some(page) = self.foreign_origin() else {
            self.say(Row::new(Check::Exposed, "nothing", "").with(State::Skipped, Finding::SameOrigin));
            return;
        };
        let sees_all = self.tape.probe.sees_all();
        let row = Row::new(Check::Exposed, format!("{} from {page}", exchange.asked()), exchange.came());
        match cors::origins(answer, page, self.cookies()) {
            Origins::Refused if sees_all => {
                let named = answer.header("access-control-allow-origin").unwrap_or("(none)");
                let came = format!("{}; access-control-allow-origin: {named}", exchange.came());
                let row = Row { came, ..row }.with(self.refusal(), Finding::OriginNotAllowed);
                return self.say(row.exact(format!("Access-Control-Allow-Origin: {page}")));
            }
            Origins::Wildcard if sees_all => {
                let came = "access-control-allow-origin: *, and cookies go along".to_owned();
                let row = Row { came, ..row }.with(State::Failed, Finding::WildcardWithCredentials);
                return self.say(row.exact(format!(
                    "Access-Control-Allow-Origin: {page}\nAccess-Control-Allow-Credentials: true"
                )));
            }
            _ => {}
        }
        let mut needed = self.needed_headers();
        if answer.header("retry-after").is_some() {
            needed.push("retry-after".to_owned());
        }
        let come = |name: &String| answer.header(name).is_some();
        // Only a list has the headers of lists.
        let listed = self.richest.borrow().is_some();
        let hidden: Vec<String> = needed
            .iter()
            // What a browser does not show was not sent, or is hidden.
            .filter(|name| match sees_all {
                true => !cors::exposes(answer, name, self.cookies()),
                false => listed && !come(name) && !SOMETIMES.contains(&name.as_str()),
            })
            .cloned()
            .collect();
        let absent: Vec<String> = needed
            .iter()
            .filter(|name| sees_all && listed && !come(name) && !SOMETIMES.contains(&name.as_str()))
            .filter(|name| !hidden.contains(name))
            .cloned()
            .collect();
        let grave = |names: &[String]| names.iter().any(|name| !DISPENSABLE.contains(&name.as_str()));
        let state = |names: &[String]| if grave(names) { State::Failed } else { State::Warning };
        if !hidden.is_empty() {
            let came = format!("not shown to the page: {}", hidden.join(", "));
            let line = format!("Access-Control-Expose-Headers: {}", needed.join(", "));
            let row = Row { came, ..row }.with(state(&hidden), Finding::HeaderNotExposed);
            return self.say(row.exact(line));
        }
        if !absent.is_empty() {
            let came = format!("not sent: {}", absent.join(", "));
            return self.say(Row { came, ..row }.with(state(&absent), Finding::HeaderAbsent));
        }
        let came = match needed.as_slice() {
            [] => "the app needs no header of its answers".to_owned(),
            names => format!("shown to the page: {}", names.join(", ")),
        };
        self.say(Row { came, ..row });
    }

    /// The headers of answers that the app reads at this backend.
    fn needed_headers(&self) -> Vec<String> {
        // The contract says in its bodies whatever it says in headers.
        let Some(descriptor) = self.client.descriptor() else { return Vec::new() };
        let mut names = descriptor.answer_headers.clone();
        match descriptor.paging.kind {
            PagingKind::Link => names.push("link".to_owned()),
            PagingKind::Range => names.push("content-range".to_owned()),
            _ => {}
        }
        names.sort_unstable();
        names.dedup();
        names
    }
}
