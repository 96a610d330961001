//! Lists and single things: is the envelope right, is every item readable?

use contract::feed::{Comment, Post};
use contract::group::{Group, Member};
use contract::groupbuy::Deal;
use contract::market::{Class, Listing};
use contract::{Code, Endpoint, Method, Page, Timestamp, api};

use super::shape::{has_rows, shape};
use super::{Check, Doctor, Finding, Row, Said, State, drafts};
use crate::json::Unreadable;
use crate::{Call, Error, PageEnd, Reply};

/// How many items are asked for: as many as the app does.
pub(super) const PAGE: u32 = 20;

/// A list that was read.
#[derive(Clone)]
pub(super) struct Seen {
    pub(super) list: &'static List,
    pub(super) arg: Option<String>,
    pub(super) ids: Vec<String>,
    /// Every item was readable: the ids are all there.
    pub(super) exact: bool,
    /// How many there are, as the backend says.
    pub(super) total: Option<i64>,
}

/// The ids of a page, and how it ends.
pub(super) type Ids = Result<(Vec<String>, PageEnd), Error>;

/// A list of the contract.
pub(super) struct List {
    pub(super) name: &'static str,
    path: &'static str,
    /// Reads a page as the contract's type; keeps the ids.
    pub(super) ids: fn(&Reply) -> Ids,
}

const fn list<T>(endpoint: &Endpoint<(), Page<T>>, ids: fn(&Reply) -> Ids) -> List {
    List { name: endpoint.name, path: endpoint.path, ids }
}

fn of<T: serde::de::DeserializeOwned>(reply: &Reply, id: fn(T) -> String) -> Ids {
    let mut ids = Vec::new();
    let end = reply.page(|item| ids.push(id(item)))?;
    Ok((ids, end))
}

static GROUPS: List = list(&api::GROUPS, |reply| of(reply, |item: Group| item.id.0));
static POSTS: List = list(&api::POSTS, |reply| of(reply, |item: Post| item.id.0));
static COMMENTS: List = list(&api::COMMENTS, |reply| of(reply, |item: Comment| item.id.0));
static OF_GROUP: [List; 4] = [
    list(&api::MEMBERS, |reply| of(reply, |item: Member| item.id.0)),
    list(&api::CLASSES, |reply| of(reply, |item: Class| item.brief.id.0)),
    list(&api::LISTINGS, |reply| of(reply, |item: Listing| item.id.0)),
    list(&api::DEALS, |reply| of(reply, |item: Deal| item.id.0)),
];

impl List {
    /// Asks for a part of it.
    pub(super) fn call(&self, arg: Option<&str>, limit: u32, now: Timestamp) -> Call {
        let args = arg.map(str::to_owned).into_iter().collect();
        Call::of(self.name, Method::Get, self.path, args, now).with("limit", limit.to_string())
    }
}

impl Doctor {
    pub(super) async fn read_lists(&self) {
        *self.group.borrow_mut() = self.given("group");
        let groups = self.read_list(&GROUPS, None).await;
        if self.group.borrow().is_none() {
            *self.group.borrow_mut() = groups;
        }
        let group = self.group.borrow().clone();
        let newest = self.read_list(&POSTS, Some(&group)).await;
        let post = self.given("post").or(newest);
        *self.post.borrow_mut() = post.clone();
        self.read_list(&COMMENTS, Some(&post)).await;
        for list in &OF_GROUP {
            self.read_list(list, Some(&group)).await;
        }
        self.read_one(&group, &post).await;
    }

    /// Why there is no list to ask on: the lists that were asked for are empty, or none could be read.
    pub(super) fn why_nothing(&self) -> Finding {
        let read = self.richest.borrow().is_some();
        if read { Finding::NothingToRead } else { Finding::NotAsked }
    }

    /// Reads one list and says how it went; its first id. `of` is what the list is of, when it is of something.
    async fn read_list(&self, list: &'static List, of: Option<&Option<String>>) -> Option<String> {
        if !self.offers(list.name) {
            return None;
        }
        let operation = list.name;
        let arg = match of {
            Some(None) => {
                let row = Row::new(Check::List, "nothing", "").of(operation);
                self.say(row.with(State::Skipped, self.why_nothing()));
                return None;
            }
            of => of.cloned().flatten(),
        };
        let call = list.call(arg.as_deref(), PAGE, self.tape.probe.now());
        let said = self.ask(call).await;
        let row = said.row(Check::List).of(operation);
        let read = said.result.as_ref().map_err(Clone::clone).and_then(list.ids);
        let (ids, end) = match read {
            Ok(read) => read,
            Err(error) => {
                let (state, finding) = self.fault(&said, &error);
                let came = match (&error, &said.result) {
                    (Error::Malformed { detail, .. }, Ok(_)) => format!("{}; {detail}", row.came),
                    _ => row.came.clone(),
                };
                let came = format!("{came}; {}", said.answer().map_or_else(String::new, shape));
                self.say(Row { came, ..row }.with(state, finding));
                return None;
            }
        };
        let count = ids.len() + end.unreadable.len();
        let total = said.answer().and_then(|answer| self.total(operation, answer));
        let said_total = total.map_or_else(String::new, |total| format!(" of {total}"));
        let came = format!("{}; {count} rows{said_total}", row.came);
        let row = Row { came, ..row };
        // Rows are said to be there, and the first page has none.
        self.say(match total {
            Some(total) if total > 0 && count == 0 => row.with(State::Failed, Finding::WrongPaging),
            // Without a group nobody gets anywhere; an empty list of anything else proves nothing.
            _ if count == 0 && operation == "groups.list" => row.with(State::Warning, Finding::NothingToRead),
            _ if count == 0 => row.with(State::Unknown, Finding::NothingToRead),
            _ => row,
        });
        if count > 0 {
            self.say(self.items(&said, operation, count, &end.unreadable));
        }
        let newest = ids.first().cloned();
        let richer = self.richest.borrow().as_ref().is_none_or(|known| known.ids.len() < ids.len());
        if richer {
            *self.first.borrow_mut() = said.exchange.clone();
            let exact = end.unreadable.is_empty();
            *self.richest.borrow_mut() = Some(Seen { list, arg, ids, exact, total });
        }
        self.hear_time(&said, &end);
        newest
    }

    /// Which items could not be read, and why.
    fn items(&self, said: &Said, operation: &'static str, count: usize, unreadable: &[Unreadable]) -> Row {
        let row = said.row(Check::Items).of(operation);
        if unreadable.is_empty() {
            return Row { came: format!("{count} of {count} are readable"), ..row };
        }
        let mut faults: Vec<(String, usize)> = Vec::new();
        for fault in unreadable {
            let words = fault.to_string();
            match faults.iter_mut().find(|(known, _)| *known == words) {
                Some((_, times)) => *times += 1,
                None => faults.push((words, 1)),
            }
        }
        let shown: Vec<String> =
            faults.iter().take(5).map(|(words, times)| format!("{words} ({times} items)")).collect();
        let came = format!("{} of {count} cannot be read: {}", unreadable.len(), shown.join("; "));
        let state = if unreadable.len() == count { State::Failed } else { State::Warning };
        Row { came, ..row }.with(state, Finding::UnreadableItems)
    }

    /// What an error of a read says.
    fn fault(&self, said: &Said, error: &Error) -> (State, Finding) {
        let good_status = said.answer().is_some_and(|answer| (200..300).contains(&answer.status));
        match error {
            Error::Unauthorized if self.client.session().is_none() => (State::Skipped, Finding::NotSignedIn),
            Error::Rejected(problem) if problem.code == Code::Unauthenticated => {
                (State::Skipped, Finding::NotSignedIn)
            }
            Error::Unauthorized => (State::Failed, Finding::SessionRefused),
            Error::Malformed { .. } | Error::DoneUnread { .. } => (State::Failed, Finding::WrongEnvelope),
            // Rows in what is taken for a refusal: the mark of success is not what the descriptor says.
            Error::Rejected(_) if good_status && said.answer().is_some_and(has_rows) => {
                (State::Failed, Finding::WrongEnvelope)
            }
            Error::Rejected(_) | Error::Absent { .. } => (State::Failed, Finding::ListRefused),
            Error::Offline => (State::Failed, Finding::Offline),
            Error::Timeout => (State::Failed, Finding::HostUnreachable),
            Error::CrossOrigin | Error::Unreachable if self.tape.probe.sees_all() => {
                (State::Failed, Finding::HostUnreachable)
            }
            Error::CrossOrigin | Error::Unreachable => (State::Failed, Finding::OpaqueNetworkError),
        }
    }

    /// A single thing that is certainly there.
    async fn read_one(&self, group: &Option<String>, post: &Option<String>) {
        let now = self.tape.probe.now();
        let call = match (group, post) {
            (_, Some(post)) if self.offers(api::POST.name) => drafts::read(&api::POST, Some(post), now),
            (Some(group), _) if self.offers(api::GROUP.name) => drafts::read(&api::GROUP, Some(group), now),
            _ => return,
        };
        let operation = call.operation;
        let said = self.ask(call).await;
        let row = said.row(Check::List).of(operation);
        let read = said.result.as_ref().map_err(Clone::clone).and_then(|reply| {
            if operation == api::POST.name {
                reply.read::<Post>().map(drop)
            } else {
                reply.read::<Group>().map(drop)
            }
        });
        self.say(match read {
            Ok(()) => row,
            Err(error) => {
                let (state, finding) = match (&said.result, self.fault(&said, &error)) {
                    // It was in the list, and the good answer has nothing at its place.
                    (Ok(_), _) => (State::Failed, Finding::WrongEnvelope),
                    (Err(_), fault) => fault,
                };
                let detail = match &error {
                    Error::Malformed { detail, .. } => detail.as_str(),
                    _ => "nothing at its place",
                };
                let came =
                    format!("{}; {detail}; {}", row.came, said.answer().map_or_else(String::new, shape));
                Row { came, ..row }.with(state, finding)
            }
        });
    }
}
