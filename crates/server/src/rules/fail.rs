//! Why an operation did not happen.

use core::fmt;

use contract::{Code, Problem};

use crate::store::StoreError;

/// Why an operation did not happen. Nothing of it was kept.
#[derive(Debug)]
pub enum Fail {
    /// A rule says no; the caller is told why.
    Problem(Box<Problem>),
    /// The store failed; the caller is told no more than that.
    Store(StoreError),
}

impl Fail {
    /// A validation problem over these fields.
    pub fn fields(errors: Vec<(String, String)>) -> Self {
        Problem::fields(errors).into()
    }

    /// A validation problem over one field.
    pub fn field(pointer: &str, code: &str) -> Self {
        Self::fields(vec![(pointer.to_owned(), code.to_owned())])
    }

    /// Too many tries: wait so many seconds.
    pub fn wait(seconds: u32) -> Self {
        let mut problem = Problem::new(Code::RateLimited);
        problem.retry_after_s = Some(seconds);
        problem.into()
    }
}

/// Ok when no field is wrong.
pub fn accepted(wrong: domain::limits::Wrong) -> Result<(), Fail> {
    if wrong.is_empty() { Ok(()) } else { Err(Fail::fields(wrong)) }
}

impl From<Problem> for Fail {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<Code> for Fail {
    fn from(code: Code) -> Self {
        Problem::new(code).into()
    }
}

impl From<StoreError> for Fail {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl fmt::Display for Fail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Problem(problem) => f.write_str(problem.code.as_str()),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for Fail {}
