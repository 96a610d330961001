//! Where things lie: the project, its build folder, the user's tool cache. Knows no command.

use crate::Result;
use std::path::{Path, PathBuf};

/// The project root: the folder that holds the root `Cargo.toml`.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Cargo's build folder, `CARGO_TARGET_DIR` respected.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// The release client that `start`, `test`, `dist` and `size` share.
pub fn client() -> PathBuf {
    target().join("client")
}

/// Where pinned tools are kept, once per user: `${XDG_CACHE_HOME:-~/.cache}/qunli/tools`.
pub fn tools() -> Result<PathBuf> {
    let cache = match std::env::var_os("XDG_CACHE_HOME").filter(|dir| Path::new(dir).is_absolute()) {
        Some(dir) => PathBuf::from(dir),
        None => {
            let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
            let home = home.ok_or("No home folder: set HOME, or XDG_CACHE_HOME, and run again.")?;
            PathBuf::from(home).join(".cache")
        }
    };
    Ok(cache.join("qunli").join("tools"))
}

/// A path as people say it: relative to the project when it lies inside.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// All files below `dir`, sorted, so that two runs see the same order.
pub fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![dir.to_path_buf()];
    while let Some(dir) = waiting.pop() {
        let entries = std::fs::read_dir(&dir).map_err(|e| format!("Cannot read {}: {e}.", shown(&dir)))?;
        for entry in entries {
            let path = entry.map_err(|e| format!("Cannot read {}: {e}.", shown(&dir)))?.path();
            if path.is_dir() { waiting.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

/// Reads a file as text, or says which one could not be read.
pub fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|e| format!("Cannot read {}: {e}.", shown(path)))
}

/// Writes a file, making its folder first.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir).map_err(|e| format!("Cannot make the folder {}: {e}.", shown(dir)))?;
    }
    std::fs::write(path, content).map_err(|e| format!("Cannot write {}: {e}.", shown(path)))
}
