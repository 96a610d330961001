//! The release client: one build, shared by `start`, `test`, `dist` and `size`.

use crate::tools::Toolbox;
use crate::{Result, exec, fingerprint, paths, report};
use std::path::PathBuf;

/// The folder of the built client; builds only when a source has changed since.
pub fn ensure() -> Result<PathBuf> {
    let dir = paths::client();
    let stamp = paths::target().join("client.stamp");
    let now = fingerprint::of_client(&paths::root())?;
    if dir.join("index.html").is_file() && std::fs::read_to_string(&stamp).is_ok_and(|built| built == now) {
        report::kept("Browser client: built, and no source has changed since");
        return Ok(dir);
    }
    let tools = Toolbox::for_client()?;
    report::step(
        "Browser client",
        "the app, compiled to WebAssembly and optimised for size",
        "the first time about 3 minutes on two cores, after a change about 1",
    );
    // A failed build must not leave an older client that looks current.
    let _ = std::fs::remove_file(&stamp);
    let out = dir.display().to_string();
    let mut trunk = exec::command("trunk", &["build", "--release", "--locked", "--dist", &out]);
    // Trunk reads NO_COLOR as a boolean and refuses the customary `1`.
    trunk.env("PATH", tools.path()?).env_remove("NO_COLOR").env_remove("RUST_BACKTRACE");
    exec::run(&mut trunk).map_err(|e| format!("The client did not build; the reason is above.\n  {e}"))?;
    // Sources that changed while we built count as changed next time.
    paths::write(&stamp, now)?;
    Ok(dir)
}
