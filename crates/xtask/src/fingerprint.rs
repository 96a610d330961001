//! A hash of all files that the client is built from: equal hash, nothing to build.
//!
//! Content, not times: a fresh checkout or a touched file does not cost a build.

use crate::{Result, paths};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

/// Files and folders that the client build reads. Of `crates/`, all but those that never reach the browser.
const INPUTS: &[&str] = &[
    "src",
    "style",
    "locales",
    "public",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "build.rs",
    "build",
    "rust-toolchain.toml",
    ".cargo/config.toml",
    "crates/xtask/src/css.rs",
    "crates/xtask/src/squeeze.rs",
    "crates/xtask/src/stage",
    "crates/xtask/src/stage.rs",
];
const NATIVE_CRATES: &[&str] = &["server", "xtask", "bench"];

/// The fingerprint of the client's sources below `root`.
pub fn of_client(root: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for input in INPUTS {
        add(root, &root.join(input), &mut hasher)?;
    }
    let crates = root.join("crates");
    let mut names: Vec<_> = std::fs::read_dir(&crates)
        .map_err(|e| format!("Cannot read {}: {e}.", paths::shown(&crates)))?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect();
    names.sort();
    for name in names.iter().filter(|name| !NATIVE_CRATES.contains(&name.as_str())) {
        add(root, &crates.join(name), &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(root: &Path, path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    let files = match path {
        _ if !path.exists() => Vec::new(),
        _ if path.is_dir() => paths::files(path)?,
        _ => vec![path.to_path_buf()],
    };
    for file in files {
        let content =
            std::fs::read(&file).map_err(|e| format!("Cannot read {}: {e}.", paths::shown(&file)))?;
        file.strip_prefix(root).unwrap_or(&file).hash(hasher);
        content.hash(hasher);
    }
    Ok(())
}

/// A short hash of some bytes, for version marks in URLs.
pub fn of_bytes<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = DefaultHasher::new();
    parts.into_iter().for_each(|part| part.hash(&mut hasher));
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_changes_it_and_the_server_does_not() {
        let root = std::env::temp_dir().join(format!("qunli-fingerprint-{}", std::process::id()));
        for file in INPUTS {
            let path = root.join(file);
            let path = if path.extension().is_none() { path.join("a") } else { path };
            paths::write(&path, "1").unwrap();
        }
        paths::write(&root.join("crates/net/src/lib.rs"), "1").unwrap();
        paths::write(&root.join("crates/server/src/lib.rs"), "1").unwrap();
        let before = of_client(&root).unwrap();
        assert_eq!(of_client(&root).unwrap(), before);
        paths::write(&root.join("crates/server/src/lib.rs"), "2").unwrap();
        assert_eq!(of_client(&root).unwrap(), before);
        paths::write(&root.join("crates/net/src/lib.rs"), "2").unwrap();
        let changed = of_client(&root).unwrap();
        assert_ne!(changed, before);
        paths::write(&root.join("src/new"), "").unwrap();
        assert_ne!(of_client(&root).unwrap(), changed);
        std::fs::remove_dir_all(&root).unwrap();
    }
}
