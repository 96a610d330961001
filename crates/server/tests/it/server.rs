//! Starts the real binary and reads its log.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A running server.
pub struct Server {
    child: Child,
    /// Where it listens, without a path: `http://127.0.0.1:41233`.
    pub base: String,
    log: Arc<Mutex<String>>,
    codes_taken: Mutex<HashMap<String, usize>>,
    /// Where its file is.
    pub folder: PathBuf,
    _folder: Option<TempDir>,
}

impl Server {
    /// Starts one with an empty folder and no rate limits.
    pub fn start() -> Self {
        Self::start_with(&["--rate-limits", "off"])
    }

    /// Starts one with an empty folder.
    pub fn start_with(args: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut server = Self::start_in(folder.path(), args);
        server._folder = Some(folder);
        server
    }

    /// Starts one in this folder.
    pub fn start_in(folder: &Path, args: &[&str]) -> Self {
        Self::start_for(folder, args, &[])
    }

    /// Starts one in this folder and with this environment.
    pub fn start_for(folder: &Path, args: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_server"))
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(folder)
            .args(args)
            .envs(environment.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let lines = BufReader::new(child.stderr.take().unwrap());
        let sink = Arc::clone(&log);
        std::thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                let mut log = sink.lock().unwrap();
                log.push_str(&line);
                log.push('\n');
            }
        });
        let mut server = Self {
            child,
            base: String::new(),
            log,
            codes_taken: Mutex::default(),
            folder: folder.to_owned(),
            _folder: None,
        };
        let ready = server.wait_for_log("ready address=");
        let address = ready.split("address=").nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
        server.base = format!("http://{address}");
        server
    }

    /// The last line of the log that contains this text, once there is one.
    pub fn wait_for_log(&self, text: &str) -> String {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let log = self.log.lock().unwrap().clone();
            if let Some(line) = log.lines().rev().find(|line| line.contains(text)) {
                return line.to_owned();
            }
            assert!(Instant::now() < until, "the log never said {text:?}:\n{log}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The whole log so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// The code that was sent to a phone, from the courier's log: each call takes the next one.
    pub fn code_for(&self, phone: &str) -> String {
        let nth = {
            let mut taken = self.codes_taken.lock().unwrap();
            let count = taken.entry(phone.to_owned()).or_insert(0);
            *count += 1;
            *count
        };
        let text = format!("sign-in code phone=\"{phone}\"");
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let log = self.log.lock().unwrap().clone();
            if let Some(line) = log.lines().filter(|line| line.contains(&text)).nth(nth - 1) {
                return line
                    .split("code=\"")
                    .nth(1)
                    .and_then(|rest| rest.split('"').next())
                    .unwrap()
                    .to_owned();
            }
            assert!(Instant::now() < until, "code {nth} for {phone} never came:\n{log}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Kills it as a power cut would.
    pub fn kill_9(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop and waits for that.
    pub fn terminate(mut self) -> (ExitStatus, Duration) {
        let began = Instant::now();
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        while began.elapsed() < Duration::from_secs(20) {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status, began.elapsed());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("it did not stop");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        // After every test, also one about something else, and after every crash.
        if !std::thread::panicking() {
            crate::balance::check_now(&self.folder);
        }
    }
}
