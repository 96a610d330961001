//! `cargo xtask doctor URL`: what is wrong with a backend, row by row, in words.
//!
//! The questions and findings are those of `net::doctor`, the words those of the app's English. Here is what a
//! browser does not show: every header, and why a connection failed.

mod wire;

use crate::args::{Args, Spec};
use crate::{Result, paths, report};
use contract::account::PasswordSignIn;
use net::descriptor::Descriptor;
use net::doctor::{Doctor, Options, Row, State};
use net::{Client, Config};
use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

const SPEC: Spec =
    Spec { flags: &["write"], values: &["descriptor", "origin", "token", "identity", "password"] };

/// Examines the backend at the URL; a failed row is a failure.
pub fn run(raw: &[String]) -> Result<()> {
    let (url, rest) = match raw.split_first() {
        Some((url, rest)) if !url.starts_with("--") => (url, rest),
        _ => {
            return Err(
                "Which backend? `cargo xtask doctor URL`, such as http://127.0.0.1:8080/api.".to_owned()
            );
        }
    };
    let args = Args::parse(rest, &SPEC)?;
    let patient = Patient::new(url, &args)?;
    println!("\nThe doctor asks {} as a page on {}.", patient.base, patient.asks_as());
    let rows = patient.examine(|row| println!("\n{}", shown(row)));
    let failed = rows.iter().filter(|row| row.state == State::Failed).count();
    let warned = rows.iter().filter(|row| row.state == State::Warning).count();
    println!();
    match (failed, warned) {
        (0, 0) => report::kept("Nothing to mend."),
        (0, warned) => report::kept(&format!("It works; {warned} rows are worth a look.")),
        (failed, _) => return Err(format!("{failed} of {} rows failed: see above.", rows.len())),
    }
    Ok(())
}

/// What a page on `origin` finds at the backend that its configuration names: the rows, nothing written, nobody signed in.
pub fn rows(config: Config, descriptor: Option<Descriptor>, origin: &str) -> Result<Vec<Row>> {
    let options = Options {
        origin: Some(origin.to_owned()),
        assumed: false,
        may_write: false,
        token: None,
        sign_in: None,
        key: wire::key()?,
        command: String::new(),
    };
    let base = config.api_base.clone();
    let client = Client::new(config, descriptor, Rc::new(wire::NoTransport));
    Ok(Patient { base, client, options }.examine(|_| ()))
}

/// Who is examined, and how.
struct Patient {
    base: String,
    client: Client,
    options: Options,
}

impl Patient {
    fn new(url: &str, args: &Args) -> Result<Self> {
        let assumed = args.value("origin").is_none();
        // Somebody else's origin, as secure as the backend itself.
        let scheme = if url.starts_with("https://") { "https" } else { "http" };
        let stranger = format!("{scheme}://app.example");
        let origin = args.value("origin").unwrap_or(&stranger).trim_end_matches('/').to_owned();
        let config = serde_json::json!({"version": 1, "api": {"base": url}}).to_string();
        let config = Config::parse(&config, &format!("{origin}/"))
            .map_err(|fault| format!("`{url}` is no address of a backend: {}.", fault.message))?;
        if !url.starts_with("http") {
            return Err(format!("`{url}` is no address of a backend: it begins with http:// or https://."));
        }
        let descriptor = match args.value("descriptor") {
            Some(file) => {
                let text = paths::read(Path::new(file))?;
                let read = Descriptor::parse(&text, &config.api_base);
                Some(read.map_err(|fault| format!("{file}: {fault}"))?)
            }
            None => None,
        };
        let sign_in = match (args.value("identity"), args.value("password")) {
            (Some(identity), Some(password)) => {
                Some(PasswordSignIn { identity: identity.to_owned(), password: password.to_owned() })
            }
            (None, None) => None,
            _ => return Err("--identity and --password belong together.".to_owned()),
        };
        let options = Options {
            origin: Some(origin),
            assumed,
            may_write: args.has("write"),
            token: args.value("token").map(str::to_owned),
            sign_in,
            key: wire::key()?,
            command: String::new(),
        };
        let base = config.api_base.clone();
        Ok(Self { base, client: Client::new(config, descriptor, Rc::new(wire::NoTransport)), options })
    }

    fn asks_as(&self) -> String {
        let origin = self.options.origin.as_deref().unwrap_or_default();
        match self.options.assumed {
            true => format!("{origin} (nobody's; name yours with --origin)"),
            false => origin.to_owned(),
        }
    }

    fn examine(self, tell: impl Fn(&Row) + 'static) -> Vec<Row> {
        let rows = Rc::new(RefCell::new(Vec::new()));
        let into = rows.clone();
        let told = move |row| {
            tell(&row);
            into.borrow_mut().push(row);
        };
        wire::block_on(Doctor::new(&self.client, Rc::new(wire::Wire), self.options, told).run());
        rows.take()
    }
}

/// The app's English words.
fn words(key: &str) -> String {
    const ENGLISH: &str = include_str!("../../../locales/en/apart/doctor.toml");
    let table = ENGLISH.parse::<toml::Table>().unwrap_or_default();
    table.get(key).and_then(|text| text.as_str()).unwrap_or_default().to_owned()
}

/// A row as people read it.
pub fn shown(row: &Row) -> String {
    let sign = match row.state {
        State::Ok => '✓',
        State::Warning => '!',
        State::Failed => '✗',
        State::Skipped => '-',
        State::Unknown => '?',
    };
    let mut text = format!("{sign} {}", words(&format!("check_{}", row.check.as_str())));
    if !row.subject.is_empty() {
        text += &format!(" ({})", row.subject);
    }
    let code = row.finding.map_or("ok", net::doctor::Finding::as_str);
    text += &format!(": {} [{code}]", words(&format!("state_{}", row.state.as_str())).to_lowercase());
    let mut line = |name: &str, words: &str| {
        for (i, part) in words.lines().enumerate() {
            text += &format!("\n    {:<10} {part}", if i == 0 { name } else { "" });
        }
    };
    line("asked", &row.asked);
    line("came back", &row.came);
    line("means", &words(&format!("means_{code}")));
    if row.state != State::Ok {
        line("mend", &words(&format!("mend_{code}")));
        line("", &row.exact);
    }
    text
}

#[cfg(test)]
mod tests;
