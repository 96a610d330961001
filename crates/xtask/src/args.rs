//! Command-line options: `--flag`, `--name value`, `--name=value`. Knows no command.

use crate::Result;
use std::collections::BTreeMap;

/// What a command accepts.
pub struct Spec {
    /// Options without a value.
    pub flags: &'static [&'static str],
    /// Options with a value.
    pub values: &'static [&'static str],
}

/// What was given.
#[derive(Debug, Default)]
pub struct Args {
    given: BTreeMap<String, Vec<String>>,
}

impl Args {
    /// Reads `raw` by `spec`; an option that is not in it is a sentence.
    pub fn parse(raw: &[String], spec: &Spec) -> Result<Self> {
        let mut args = Self::default();
        let mut rest = raw.iter();
        while let Some(word) = rest.next() {
            let Some(option) = word.strip_prefix("--") else {
                return Err(format!("`{word}` is not an option. `cargo xtask help` lists them."));
            };
            let (name, inline) = match option.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (option, None),
            };
            if spec.flags.contains(&name) {
                if inline.is_some() {
                    return Err(format!("--{name} takes no value."));
                }
                args.given.entry(name.to_owned()).or_default();
            } else if spec.values.contains(&name) {
                let value = match inline {
                    Some(value) => value,
                    None => rest.next().cloned().ok_or_else(|| format!("--{name} needs a value."))?,
                };
                args.given.entry(name.to_owned()).or_default().push(value);
            } else {
                return Err(format!("I do not know --{name}. `cargo xtask help` lists the options."));
            }
        }
        Ok(args)
    }

    /// Was the option given at all?
    pub fn has(&self, name: &str) -> bool {
        self.given.contains_key(name)
    }

    /// The last value given for an option: the later one wins.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.all(name).last().map(String::as_str)
    }

    /// All values given for a repeatable option, in order.
    pub fn all(&self, name: &str) -> &[String] {
        self.given.get(name).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEC: Spec = Spec { flags: &["lan"], values: &["port", "cors"] };

    fn parse(line: &str) -> Result<Args> {
        let raw: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Args::parse(&raw, &SPEC)
    }

    #[test]
    fn both_spellings_of_a_value_are_read() {
        assert_eq!(parse("--port 9000").unwrap().value("port"), Some("9000"));
        assert_eq!(parse("--port=9000").unwrap().value("port"), Some("9000"));
    }

    #[test]
    fn the_last_value_wins_and_all_are_kept() {
        let args = parse("--cors a --lan --cors b").unwrap();
        assert!(args.has("lan"));
        assert_eq!(args.value("cors"), Some("b"));
        assert_eq!(args.all("cors"), ["a", "b"]);
    }

    #[test]
    fn what_is_absent_is_absent() {
        let args = parse("").unwrap();
        assert!(!args.has("lan"));
        assert_eq!(args.value("port"), None);
        assert!(args.all("cors").is_empty());
    }

    #[test]
    fn mistakes_are_sentences() {
        assert!(parse("--prot 9").unwrap_err().contains("--prot"));
        assert!(parse("9000").unwrap_err().contains("`9000`"));
        assert!(parse("--port").unwrap_err().contains("needs a value"));
        assert!(parse("--lan=yes").unwrap_err().contains("takes no value"));
    }
}
