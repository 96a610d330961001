//! What an audit found, in words. Knows nothing of how it was found.

use std::fmt;

/// How bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Something does not work, or will break with the next version.
    Error,
    /// It works, and could be better.
    Warning,
}

/// One finding, for one or more files.
#[derive(Debug)]
pub struct Finding {
    pub level: Level,
    /// Stable, for scripts.
    pub code: &'static str,
    subjects: Vec<String>,
    what: String,
    mend: String,
}

/// All of them, errors first.
#[derive(Debug, Default)]
pub struct Findings {
    pub list: Vec<Finding>,
}

impl Findings {
    /// Something that must be mended.
    pub fn error(&mut self, code: &'static str, subject: &str, what: &str, mend: &str) {
        self.add(Level::Error, code, subject, what, mend);
    }

    /// Something that should be.
    pub fn warning(&mut self, code: &'static str, subject: &str, what: &str, mend: &str) {
        self.add(Level::Warning, code, subject, what, mend);
    }

    /// What is wrong with several files in the same way is said once.
    fn add(&mut self, level: Level, code: &'static str, subject: &str, what: &str, mend: &str) {
        let same = self.list.iter_mut().find(|f| f.code == code && f.what == what && f.level == level);
        if let Some(finding) = same {
            if !finding.subjects.iter().any(|s| s == subject) {
                finding.subjects.push(subject.to_owned());
            }
            return;
        }
        let subjects = vec![subject.to_owned()];
        let finding = Finding { level, code, subjects, what: what.to_owned(), mend: mend.to_owned() };
        let first_warning = self.list.iter().position(|f| f.level == Level::Warning);
        let at =
            if level == Level::Error { first_warning.unwrap_or(self.list.len()) } else { self.list.len() };
        self.list.insert(at, finding);
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.level == Level::Error { '✗' } else { '!' };
        let shown: Vec<&str> = self.subjects.iter().take(5).map(String::as_str).collect();
        let more = self.subjects.len().saturating_sub(shown.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        write!(f, "{sign} {}{more} [{}]\n    {}", shown.join(", "), self.code, self.what)?;
        if self.mend.is_empty() { Ok(()) } else { write!(f, "\n    → {}", self.mend) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_said_once_and_errors_come_first() {
        let mut found = Findings::default();
        for file in ["a.js", "b.js", "a.js"] {
            found.warning("w", file, "It is slow.", "Hurry.");
        }
        found.error("e", "c.js", "It is gone.", "");
        let lines: Vec<String> = found.list.iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["✗ c.js [e]\n    It is gone.", "! a.js, b.js [w]\n    It is slow.\n    → Hurry."]);
    }
}
