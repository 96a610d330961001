//! Ending cleanly: a signal to us becomes an orderly stop of the server, and an exit without an error.

use crate::{Result, exec};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use std::process::{Child, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Ctrl-C reaches the server by itself, in the same process group; other ways of stopping us do not.
const BY_ITSELF: Duration = Duration::from_secs(1);
/// Open requests get this long to finish.
const PATIENCE: Duration = Duration::from_secs(15);
const TICK: Duration = Duration::from_millis(50);

/// Remembers that somebody asked us to stop, from the moment of its making.
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Begins to listen for Ctrl-C and for the signals of a service manager.
    pub fn listen() -> Result<Self> {
        let asked = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            signal_hook::flag::register(signal, Arc::clone(&asked))
                .map_err(|e| format!("No signals: {e}."))?;
        }
        Ok(Self(asked))
    }

    /// Waits until we are asked to stop, then until the server has stopped. An early end of the server is an error.
    pub fn wait(&self, child: &mut Child) -> Result<()> {
        while !self.0.load(Ordering::Relaxed) {
            if let Some(status) = ended(child)? {
                // The signal may reach the server a moment before it reaches us.
                std::thread::sleep(TICK);
                return if self.0.load(Ordering::Relaxed) {
                    Ok(())
                } else {
                    Err(format!("The server stopped by itself ({status}); its last lines above say why."))
                };
            }
            std::thread::sleep(TICK);
        }
        finish(child)
    }
}

/// Stops a server in order: it has BY_ITSELF to react to Ctrl-C, then it is asked, at last it is ended.
pub fn finish(child: &mut Child) -> Result<()> {
    if within(child, BY_ITSELF)?.is_some() {
        return Ok(());
    }
    ask(child);
    if within(child, PATIENCE)?.is_none() {
        child.kill().map_err(|e| format!("The server did not stop: {e}."))?;
        child.wait().map_err(|e| format!("The server did not stop: {e}."))?;
    }
    Ok(())
}

/// Asks politely (SIGTERM), so that the server can close its database.
pub fn ask(child: &Child) {
    let _ = exec::run(&mut exec::command("kill", &["-TERM", &child.id().to_string()]));
}

fn within(child: &mut Child, patience: Duration) -> Result<Option<ExitStatus>> {
    let begun = Instant::now();
    while begun.elapsed() < patience {
        if let Some(status) = ended(child)? {
            return Ok(Some(status));
        }
        std::thread::sleep(TICK);
    }
    Ok(None)
}

fn ended(child: &mut Child) -> Result<Option<ExitStatus>> {
    child.try_wait().map_err(|e| format!("Lost sight of the server: {e}."))
}
