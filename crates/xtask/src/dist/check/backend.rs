//! The deployment's settings and the backend that they name.

use super::files::{self, Site};
use super::findings::Findings;
use super::{copies, headers, wire};
use crate::{Result, doctor};
use net::Config;
use net::descriptor::Descriptor;
use net::doctor::State;

/// `config.json`, when the app would take it.
pub fn config(site: &Site, found: &mut Findings) -> Option<Config> {
    let text = settings(site, "config.json", found)?;
    match Config::parse(&text, &site.url) {
        Ok(config) => Some(config),
        Err(fault) => {
            let what = format!("The app refuses it: {} {}.", fault.key, fault.message);
            found.error("wrong-config", "config.json", &what, "Correct the key; README.md has an example.");
            None
        }
    }
}

/// Asks the backend what the app will ask, as a page of this origin.
pub fn reach(site: &Site, config: Config, found: &mut Findings) -> Result<()> {
    let base = config.api_base.clone();
    if site.url.starts_with("https://") && base.starts_with("http://") && !wire::is_here(&base) {
        let what = "The page comes over https and the backend is asked over http: browsers block that.";
        found.error("mixed-content", &base, what, "Serve the API over https and write https in config.json.");
        return Ok(());
    }
    let descriptor = match &config.descriptor {
        None => None,
        Some(file) => {
            let Some(text) = settings(site, file, found) else { return Ok(()) };
            match Descriptor::parse(&text, &base) {
                Ok(descriptor) => Some(descriptor),
                Err(fault) => {
                    let what = format!("The app refuses it: {fault}");
                    found.error("wrong-descriptor", file, &what, "docs/backends.md is the guide.");
                    return Ok(());
                }
            }
        }
    };
    for row in doctor::rows(config, descriptor, &site.origin)? {
        let words = doctor::shown(&row);
        match row.state {
            State::Failed => found.error("backend", &base, &words, ""),
            State::Warning => found.warning("backend", &base, &words, ""),
            State::Ok | State::Skipped | State::Unknown => {}
        }
    }
    Ok(())
}

/// A file of settings: there, no page, and asked for again at each start.
fn settings(site: &Site, file: &str, found: &mut Findings) -> Option<String> {
    let name = file.trim_start_matches("./");
    let answer = files::fetch(site, file, found)?;
    headers::is_asked_again(name, &answer, found);
    headers::is_typed(name, &answer, found);
    copies::is_packed(site, file, name, &answer, found);
    Some(answer.text())
}
