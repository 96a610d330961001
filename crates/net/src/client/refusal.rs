//! From an answer that is no success to a typed error.

use contract::{Code, Problem};

use crate::descriptor::{Descriptor, code_of_status};
use crate::json::{Node, parse, peek};
use crate::{Answer, Error};

/// What an answer must be to be a success, and what it is otherwise.
pub(super) struct Judge<'a> {
    pub(super) operation: &'static str,
    /// None for a backend of the contract.
    pub(super) descriptor: Option<&'a Descriptor>,
    /// The request carried a session.
    pub(super) signed: bool,
    /// The command's fields, foreign to contract.
    pub(super) names: &'a [(String, String)],
}

impl Judge<'_> {
    pub(super) fn check(&self, answer: &Answer) -> Result<(), Error> {
        // Browsers follow by themselves; whoever sees it asked at a wrong address.
        if (300..400).contains(&answer.status) {
            let to = answer.header("location").unwrap_or("somewhere else");
            return Err(
                self.malformed(format!("status {}, moved to {to}: is api.base right?", answer.status))
            );
        }
        match self.descriptor {
            None => self.contract(answer),
            Some(descriptor) => self.foreign(descriptor, answer),
        }
    }

    fn malformed(&self, detail: impl Into<String>) -> Error {
        Error::Malformed { operation: self.operation, detail: detail.into() }
    }

    fn contract(&self, answer: &Answer) -> Result<(), Error> {
        if (200..300).contains(&answer.status) {
            return Ok(());
        }
        let node = parse(&answer.body).ok();
        let problem = node.and_then(|node| crate::json::read::<Problem>(&node).ok());
        if answer.status == 401 && (self.signed || problem.is_none()) {
            return Err(Error::Unauthorized);
        }
        match problem {
            Some(mut problem) => {
                problem.retry_after_s = problem.retry_after_s.or_else(|| retry_after(answer));
                Err(Error::Rejected(Box::new(problem)))
            }
            None => Err(self.bare(answer)),
        }
    }

    /// A proxy's page, a wrong base: the status still says what kind of thing happened.
    fn bare(&self, answer: &Answer) -> Error {
        let code = match answer.status {
            404 | 405 => {
                let detail = format!("status {} and no problem document: is api.base right?", answer.status);
                return self.malformed(detail);
            }
            status @ (413 | 429 | 500..) => code_of_status(status, false),
            status => return self.malformed(format!("status {status} and no problem document")),
        };
        let mut problem = Problem::new(code);
        problem.retry_after_s = retry_after(answer);
        Error::Rejected(Box::new(problem))
    }

    fn foreign(&self, descriptor: &Descriptor, answer: &Answer) -> Result<(), Error> {
        let good_status = (200..300).contains(&answer.status);
        let good = good_status
            && descriptor.envelope.success.as_ref().is_none_or(|(at, good)| {
                let said = peek(&answer.body, at);
                said.is_some_and(|said| said.to_text().is_some_and(|said| good.iter().any(|g| *g == said)))
            });
        if good || (good_status && answer.body.trim().is_empty()) {
            return Ok(());
        }
        let body = parse(&answer.body);
        if good_status && let Err(message) = &body {
            return Err(self.malformed(format!("status {} and no JSON: {message}", answer.status)));
        }
        let is_json = body.is_ok();
        let body = body.unwrap_or(Node::Null);
        let signs_in = self.operation.starts_with("sessions.") && self.operation != crate::descriptor::RENEW;
        if descriptor.errors.is_signed_out(answer.status, &body) {
            if signs_in {
                return Err(Error::Rejected(Box::new(Problem::new(Code::CodeWrong))));
            }
            return Err(Error::Unauthorized);
        }
        // An error inside a 200 says its status, if at all, by its code.
        let status = if good_status { 0 } else { answer.status };
        match descriptor.errors.problem(status, &body, self.names) {
            Some(mut problem) => {
                let unclear = matches!(problem.code, Code::Unknown | Code::ValidationFailed);
                if signs_in && unclear && problem.errors.is_empty() {
                    problem.code = Code::CodeWrong;
                }
                problem.retry_after_s = problem.retry_after_s.or_else(|| retry_after(answer));
                Err(Error::Rejected(Box::new(problem)))
            }
            None if signs_in && (400..404).contains(&answer.status) => {
                Err(Error::Rejected(Box::new(Problem::new(Code::CodeWrong))))
            }
            None if is_json && !good_status && answer.status != 405 => {
                let mut problem = Problem::new(code_of_status(answer.status, false));
                problem.retry_after_s = retry_after(answer);
                Err(Error::Rejected(Box::new(problem)))
            }
            None if good_status => {
                let at =
                    descriptor.envelope.success.as_ref().map(|(at, _)| at.to_string()).unwrap_or_default();
                Err(self.malformed(format!("status {} without a mark of success at {at}", answer.status)))
            }
            None => Err(self.bare(answer)),
        }
    }
}

fn retry_after(answer: &Answer) -> Option<u32> {
    answer.header("retry-after").and_then(|s| s.trim().parse().ok())
}
