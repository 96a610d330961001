//! nginx and Caddy for the tests of the deploy recipes: found, or installed from Debian when we are root.
//!
//! Without them those tests say that they are skipped; nothing else needs them.

use crate::report::Done;
use crate::{Result, browser, exec, report};

/// A program, and the packages that bring it.
const WANTED: &[(&str, &[&str])] =
    &[("nginx", &["nginx", "libnginx-mod-http-brotli-static"]), ("caddy", &["caddy"])];

/// Installs what is missing, where that can be done; else the sentence for the table.
pub fn ensure_or_skip() -> Result<Done> {
    let missing = || WANTED.iter().filter(|(program, _)| !is_there(program));
    if missing().next().is_some() && browser::is_debian_root() {
        report::step("nginx and Caddy", "the deploy recipes are tested on them", "once, under a minute");
        // As services they would take port 80, now and at each start of this machine.
        let services: Vec<String> = missing().map(|(program, _)| format!("{program}.service")).collect();
        let systemctl = |verb: &str| exec::output(exec::command("systemctl", &[verb]).args(&services));
        systemctl("mask");
        let apt = |args: &[&str]| {
            let mut apt = exec::command("apt-get", args);
            exec::run(apt.env("DEBIAN_FRONTEND", "noninteractive"))
        };
        let install = ["install", "-y", "-q", "--no-install-recommends"];
        let mut done = apt(&["update", "-q"]);
        for (_, packages) in missing() {
            // One that cannot be had must not cost the other.
            done = done.and(apt(&[&install[..], packages].concat()));
        }
        systemctl("unmask");
        systemctl("disable");
        if let Err(why) = done {
            println!("  {why}");
        }
    }
    let absent: Vec<&str> = missing().map(|(program, _)| *program).collect();
    if absent.is_empty() {
        return Ok(Done::Passed);
    }
    Ok(Done::Skipped(format!(
        "{} is not here, so those deploy recipes are not tested. On Debian: `sudo apt-get install nginx \
         libnginx-mod-http-brotli-static caddy`.",
        absent.join(" and ")
    )))
}

/// Services of the system lie where not every PATH looks.
fn is_there(program: &str) -> bool {
    exec::on_path(program).is_some() || std::path::Path::new("/usr/sbin").join(program).is_file()
}
