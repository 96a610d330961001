//! The second page, and the page past the end.

use super::lists::{PAGE, Seen};
use super::shape::more;
use super::{Check, Doctor, Finding, Row, Said, State, headers_node};
use crate::descriptor::{Mapped, Paging, PagingKind, PastEnd, Place, Scope};
use crate::json::parse;
use crate::{Answer, Error, PageEnd};

/// A page so short that most lists have two of them.
const SHORT: usize = 2;
/// Past the end of any list of a community.
const FAR: u32 = 100_000;

/// A page that was asked for.
struct Turned {
    said: Said,
    read: Result<(Vec<String>, PageEnd), Error>,
}

impl Turned {
    fn rows(&self) -> usize {
        self.read.as_ref().map_or(0, |(ids, end)| ids.len() + end.unreadable.len())
    }

    fn ids(&self) -> &[String] {
        self.read.as_ref().map_or(&[], |(ids, _)| ids)
    }

    fn next(&self) -> Option<&str> {
        self.read.as_ref().ok()?.1.next.as_deref()
    }
}

impl Doctor {
    /// How a list is paged; none at a backend of the contract.
    fn paging<T>(&self, operation: &str, f: impl FnOnce(&Paging) -> T) -> Option<T> {
        let descriptor = self.client.descriptor()?;
        match descriptor.operation(operation)? {
            Mapped::By(operation) => Some(f(operation.paging.as_ref().unwrap_or(&descriptor.paging))),
            Mapped::Contract => None,
        }
    }

    /// How many rows there are in all, as the answer says where the descriptor looks.
    pub(super) fn total(&self, operation: &str, answer: &Answer) -> Option<i64> {
        let (body, headers) = (parse(&answer.body).ok()?, headers_node(answer));
        let mut scope = Scope::default();
        for (place, node) in [(Place::Here, &body), (Place::Answer, &body), (Place::Headers, &headers)] {
            scope.set(place, node);
        }
        self.paging(operation, |paging| paging.said_total(&scope))?
    }

    async fn turn(&self, seen: &Seen, limit: u32, after: Option<&str>) -> Turned {
        let mut call = seen.list.call(seen.arg.as_deref(), limit, self.tape.probe.now());
        if let Some(after) = after {
            call = call.with("after", after);
        }
        let said = self.ask(call).await;
        let read = said.result.as_ref().map_err(Clone::clone).and_then(seen.list.ids);
        Turned { said, read }
    }

    pub(super) async fn turn_pages(&self) {
        let Some(seen) = self.richest.borrow().clone() else {
            for check in [Check::Paging, Check::PastEnd] {
                self.say(Row::new(check, "nothing", "").with(State::Skipped, self.why_nothing()));
            }
            return;
        };
        let kind = self.paging(seen.list.name, |paging| paging.kind);
        self.second_page(&seen, kind).await;
        self.past_end(&seen, kind).await;
    }

    async fn second_page(&self, seen: &Seen, kind: Option<PagingKind>) {
        let operation = seen.list.name;
        let first = self.turn(seen, SHORT as u32, None).await;
        let row =
            |turned: &Turned, came: String| Row { came, ..turned.said.row(Check::Paging).of(operation) };
        let wrong = |turned: &Turned, came: String| {
            self.say(row(turned, came).with(State::Failed, Finding::WrongPaging));
        };
        if first.read.is_err() {
            return wrong(
                &first,
                format!("the list was read, and not with {SHORT} a page: {}", first.said.came()),
            );
        }
        let said_more = first.said.answer().and_then(|answer| more(answer, first.rows()));
        if kind == Some(PagingKind::None) {
            return match said_more {
                Some(hint) => {
                    wrong(&first, format!("{} rows, and {hint} says that there are more", first.rows()))
                }
                None => self.say(row(&first, format!("the list comes whole: {} rows", first.rows()))),
            };
        }
        let sized = !matches!(kind, Some(PagingKind::Cursor | PagingKind::NextUrl | PagingKind::Link));
        if sized && first.rows() > SHORT {
            return wrong(&first, format!("{SHORT} rows were asked for, {} came", first.rows()));
        }
        let exact = seen.exact && first.read.as_ref().is_ok_and(|(_, end)| end.unreadable.is_empty());
        if exact && !seen.ids.starts_with(first.ids()) {
            let came = format!("with {SHORT} a page the list begins elsewhere than with {PAGE} a page");
            return wrong(&first, came);
        }
        let Some(next) = first.next() else {
            return if seen.ids.len() > first.ids().len() {
                let hint =
                    said_more.map_or_else(String::new, |hint| format!("; {hint} says that there are more"));
                wrong(&first, format!("{} rows and no way on{hint}", first.rows()))
            } else if let Some(hint) = said_more {
                wrong(&first, format!("{} rows and no way on; {hint} says that there are more", first.rows()))
            } else {
                let came = format!("the whole list is {} rows", first.rows());
                self.say(row(&first, came).with(State::Unknown, Finding::NothingToRead));
            };
        };
        let second = self.turn(seen, SHORT as u32, Some(next)).await;
        if second.read.is_err() {
            return wrong(&second, format!("page 2: {}", second.said.came()));
        }
        if second.ids().iter().any(|id| first.ids().contains(id)) {
            let came = format!("page 2 has {} rows, some or all of them those of page 1", second.rows());
            return wrong(&second, came);
        }
        let expected = seen.ids.get(first.ids().len());
        if second.rows() == 0 && expected.is_some() {
            return wrong(&second, "page 2 is empty, and the list has more".to_owned());
        }
        if exact && expected.is_some() && second.ids().first() != expected {
            return wrong(&second, "page 2 begins elsewhere than page 1 ended".to_owned());
        }
        if second.rows() == 0 {
            let came = "page 2 is empty".to_owned();
            return self.say(row(&second, came).with(State::Unknown, Finding::NothingToRead));
        }
        self.say(row(&second, format!("page 2 has {} other rows", second.rows())));
    }

    async fn past_end(&self, seen: &Seen, kind: Option<PagingKind>) {
        let operation = seen.list.name;
        let counted = matches!(kind, Some(PagingKind::Page | PagingKind::Offset | PagingKind::Range));
        if !counted {
            let row = Row::new(Check::PastEnd, "nothing", "").of(operation);
            return self.say(row.with(State::Skipped, Finding::NoPastEnd));
        }
        let total = seen.total.and_then(|total| u32::try_from(total).ok());
        let past = total.map_or(FAR, |total| (total / PAGE).saturating_add(1).saturating_mul(PAGE));
        let turned = self.turn(seen, PAGE, Some(&format!("@{past}"))).await;
        let row = turned.said.row(Check::PastEnd).of(operation);
        let came = format!("{}; {} rows", row.came, turned.rows());
        let row = Row { came, ..row };
        let came = match &turned.read {
            Ok(_) if turned.rows() == 0 => PastEnd::Empty,
            Ok(_) => PastEnd::Repeats,
            Err(Error::Rejected(_) | Error::Malformed { .. }) => PastEnd::Error,
            Err(_) => return self.say(row.with(State::Unknown, Finding::NotAsked)),
        };
        let said = self.paging(operation, |paging| paging.past_end).unwrap_or(PastEnd::Empty);
        if came == said {
            return self.say(row);
        }
        self.say(
            match came {
                // With a total a list ends there, whatever comes afterwards.
                PastEnd::Repeats if total.is_some() => row.with(State::Warning, Finding::PastEndRepeats),
                PastEnd::Repeats => row.with(State::Failed, Finding::PastEndRepeats),
                PastEnd::Empty | PastEnd::Error => row.with(State::Warning, Finding::PastEndDiffers),
            }
            .exact(match came {
                PastEnd::Repeats => "\"past_end\": \"repeats\"",
                PastEnd::Empty => "\"past_end\": \"empty\"",
                PastEnd::Error => "\"past_end\": \"error\"",
            }),
        );
    }
}
