//! The reference backend as a program: build it, start it, wait until it answers. Knows its options, not its insides.

use crate::{Result, exec, http, paths, report};
use std::net::{IpAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// The server's database inside the data folder.
const DATABASE: &str = "qunli.sqlite3";

/// How long a start may take before we say that something is wrong: a migration of a large file is slow.
const PATIENCE: Duration = Duration::from_secs(60);

/// Builds the server in the profile that people run; the path of the program.
pub fn build() -> Result<PathBuf> {
    let program = paths::target().join("serve").join(format!("server{}", std::env::consts::EXE_SUFFIX));
    let takes = if program.is_file() {
        "seconds, unless it changed"
    } else {
        "the first time about 2 minutes on two cores"
    };
    report::step("Backend", "the reference server with SQLite inside", takes);
    exec::run(&mut exec::cargo(&["build", "--profile", "serve", "--package", "server"]))?;
    Ok(program)
}

/// Is the port free? Asked before anything slow is built.
pub fn check_port(ip: IpAddr, port: u16) -> Result<()> {
    match TcpListener::bind((ip, port)) {
        Ok(_) => Ok(()),
        Err(e) if e.kind() == std::io::ErrorKind::PermissionDenied => Err(format!(
            "Port {port} may only be used by root. Choose one above 1023: `cargo xtask start --port 8080`."
        )),
        Err(_) => Err(format!(
            "Port {port} is in use, perhaps by a Qunli that still runs. Stop that program, or choose another port: \
             `cargo xtask start --port {}`.",
            port.checked_add(1).unwrap_or(8080)
        )),
    }
}

/// Can the database be written there? Makes the folder, and tries.
pub fn check_data(dir: &Path) -> Result<()> {
    let probe = dir.join(".write-test");
    let tried = std::fs::create_dir_all(dir).and_then(|()| std::fs::write(&probe, b"")).and_then(|()| {
        std::fs::remove_file(&probe)?;
        let database = dir.join(DATABASE);
        if database.exists() {
            std::fs::OpenOptions::new().append(true).open(database)?;
        }
        Ok(())
    });
    tried.map_err(|e| {
        format!(
            "The data folder {} cannot be written ({e}). Give yourself write permission, or choose another folder: \
             `cargo xtask start --data DIR`.",
            paths::shown(dir)
        )
    })
}

/// Starts the server and waits until it answers on this machine.
pub fn start(program: &Path, args: &[String], port: u16) -> Result<Child> {
    let mut command = Command::new(program);
    command.args(args).current_dir(paths::root());
    if std::env::var_os("QUNLI_LOG").is_none() {
        // A line per request would push the address and the sign-ins off the screen.
        command.env("QUNLI_LOG", "info,server::http::layers=warn,sqlx=warn");
    }
    let mut child = command.spawn().map_err(|e| format!("The server could not be started: {e}."))?;
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if let Ok(Some(status)) = child.try_wait() {
            return Err(format!(
                "The server stopped while starting ({status}); its last lines above say why."
            ));
        }
        if http::get(port, "/healthz").is_some() {
            return Ok(child);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let _ = child.kill();
    let _ = child.wait();
    Err(format!(
        "The server did not answer on port {port} within {} s; see its lines above.",
        PATIENCE.as_secs()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    #[test]
    fn a_port_in_use_is_a_sentence_with_a_way_out() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let sentence = check_port(Ipv4Addr::LOCALHOST.into(), port).unwrap_err();
        assert!(sentence.contains("in use") && sentence.contains("--port"), "{sentence}");
        drop(taken);
        check_port(Ipv4Addr::LOCALHOST.into(), port).unwrap();
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_a_sentence_with_a_way_out() {
        let sentence = check_data(Path::new("/dev/null/data")).unwrap_err();
        assert!(sentence.contains("/dev/null/data") && sentence.contains("--data"), "{sentence}");
    }

    #[test]
    fn a_database_that_cannot_be_written_is_a_sentence_with_a_way_out() {
        let dir = std::env::temp_dir().join(format!("qunli-read-only-{}", std::process::id()));
        // A folder in its place: permissions stop nobody who runs the tests as root.
        std::fs::create_dir_all(dir.join(DATABASE)).unwrap();
        let sentence = check_data(&dir).unwrap_err();
        assert!(sentence.contains("cannot be written") && sentence.contains("--data"), "{sentence}");
        assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 1, "the probe is left behind");
        std::fs::remove_dir_all(&dir).unwrap();
    }

    #[test]
    fn the_database_is_called_what_the_server_calls_it() {
        let server = include_str!("../../server/src/store/sqlite/mod.rs");
        assert!(server.contains(&format!("pub const FILE: &str = \"{DATABASE}\";")));
    }

    #[test]
    fn a_good_folder_is_made_and_left_clean() {
        let dir = std::env::temp_dir().join(format!("qunli-data-{}", std::process::id()));
        check_data(&dir).unwrap();
        assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 0);
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
