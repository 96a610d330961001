//! Writing, with leave: one post, read back and taken away again.

use contract::api;
use contract::feed::{NewPost, Post, PostKind};

use super::{Check, Doctor, Finding, Row, State};
use crate::{Call, Error};

/// What it says, to whoever sees it in the moment before it is gone.
const WORDS: &str = "Qunli doctor: a check of this backend, deleted in a moment";

impl Doctor {
    pub(super) async fn write(&self) {
        let operation = api::NEW_POST.name;
        let nothing = || Row::new(Check::Create, "nothing", "").of(operation);
        if !self.offers(operation) {
            return self.say(nothing().with(State::Skipped, Finding::NotOffered));
        }
        if !self.options.may_write {
            return self.say(nothing().with(State::Skipped, Finding::NoPermission));
        }
        let Some(group) = self.group.borrow().clone() else {
            return self.say(nothing().with(State::Skipped, self.why_nothing()));
        };
        let command = NewPost { body: WORDS.to_owned(), kind: PostKind::Note, ..NewPost::default() };
        let now = self.tape.probe.now();
        let call = Call::write(&api::NEW_POST, &[&group], &command, &self.options.key, now);
        let said = self.ask(call).await;
        let row = said.row(Check::Create).of(operation);
        let written = said.result.as_ref().map_err(Clone::clone).and_then(|reply| reply.read::<Post>());
        let post = match written {
            Ok(post) => post,
            Err(error) => return self.say(self.refused_write(row, said.result.is_ok(), &error)),
        };
        let (id, same) = (post.id.0, post.body == WORDS);
        let there = self.is_there(&id).await;
        let left = self.take_back(&id).await;
        let row = match (same, there) {
            (true, None | Some(true)) => Row { came: format!("{}; written as {id}", row.came), ..row },
            _ => {
                let came = format!("{}; {id} is not there afterwards, or says something else", row.came);
                Row { came, ..row }.with(State::Failed, Finding::WriteChangedNothing)
            }
        };
        self.say(match left {
            None => Row { came: format!("{}; taken back", row.came), ..row },
            Some(why) if row.state == State::Ok => {
                let came = format!("{}; {id} could not be taken back: {why}", row.came);
                Row { came, ..row }.with(State::Warning, Finding::LeftBehind)
            }
            Some(why) => Row { came: format!("{}; {id} could not be taken back: {why}", row.came), ..row },
        });
    }

    /// A write that did not come back as a post. It may have been done all the same.
    fn refused_write(&self, row: Row, answered: bool, error: &Error) -> Row {
        match error {
            // The answer is good and is no post: it cannot be named, so it cannot be taken back.
            _ if answered => {
                let detail = match error {
                    Error::Malformed { detail, .. } => detail.as_str(),
                    _ => "nothing at its place",
                };
                let came = format!("{}; {detail}; \"{WORDS}\" may be left behind", row.came);
                Row { came, ..row }.with(State::Failed, Finding::LeftBehind)
            }
            Error::CrossOrigin if !self.tape.probe.sees_all() => {
                // Reading works across origins, so what is missing is what only writes need.
                let row = row.with(State::Failed, Finding::OpaqueNetworkError);
                let possible: &[Finding] =
                    &[Finding::PreflightRefused, Finding::PreflightUnauthorized, Finding::HeaderNotAllowed];
                Row { possible, ..row }.exact(self.options.command.clone())
            }
            Error::Unauthorized if self.client.session().is_none() => {
                row.with(State::Skipped, Finding::NotSignedIn)
            }
            _ => row.with(State::Failed, Finding::CreateRefused),
        }
    }

    /// Whether a post can be read; none where single posts cannot be asked for.
    async fn is_there(&self, id: &str) -> Option<bool> {
        if !self.offers(api::POST.name) {
            return None;
        }
        let said = self.ask(Call::read(&api::POST, &[id], self.tape.probe.now())).await;
        Some(said.result.and_then(|reply| reply.read::<Post>()).is_ok_and(|post| post.body == WORDS))
    }

    /// Deletes what was written; why not, if not.
    async fn take_back(&self, id: &str) -> Option<String> {
        if !self.offers(api::DELETE_POST.name) {
            return Some("the backend deletes no posts".to_owned());
        }
        // Another intent has another key.
        let key: String = self.options.key.chars().rev().collect();
        let mut call = Call::read(&api::DELETE_POST, &[id], self.tape.probe.now());
        call.key = Some(key);
        let said = self.ask(call).await;
        if said.result.is_err() {
            return Some(said.came());
        }
        match self.is_there(id).await {
            Some(true) => Some("it was answered as deleted and is still there".to_owned()),
            _ => None,
        }
    }
}
