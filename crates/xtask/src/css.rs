//! Joins the stylesheets in layer order into `target/css/app.css`, so that the page asks for one file.
//!
//! Trunk calls this before each build. It knows the folders of `style/`, not what is in them.

use crate::{Result, paths};
use std::path::{Path, PathBuf};

/// The order of the cascade layers: these four, then `ui/`, then `features/`, each by name.
const FIRST: &[&str] = &["layers.css", "tokens.css", "base.css", "needs.css"];
const FOLDERS: &[&str] = &["ui", "features"];

/// The command: joins, and writes only what changed so that a watching Trunk stays calm.
pub fn run(_: &[String]) -> Result<()> {
    let joined = join(&paths::root().join("style"))?;
    // Trunk.toml cannot follow CARGO_TARGET_DIR, so the place is fixed.
    let out = paths::root().join("target/css/app.css");
    if std::fs::read_to_string(&out).is_ok_and(|old| old == joined) {
        return Ok(());
    }
    paths::write(&out, joined)
}

fn join(style: &Path) -> Result<String> {
    order(style)?.iter().map(|file| paths::read(file)).collect()
}

fn order(style: &Path) -> Result<Vec<PathBuf>> {
    let all = paths::files(style)?;
    let sheets = all.into_iter().filter(|file| file.extension().is_some_and(|e| e == "css"));
    let mut ranked = Vec::new();
    for file in sheets {
        ranked.push((rank(file.strip_prefix(style).unwrap_or(&file))?, file));
    }
    ranked.sort();
    Ok(ranked.into_iter().map(|(_, file)| file).collect())
}

/// The place of a sheet, given relative to `style/`; one that has no place is an error, not left out.
fn rank(file: &Path) -> Result<usize> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let found = if folder == Path::new("") {
        FIRST.iter().position(|name| file == Path::new(name))
    } else {
        FOLDERS.iter().position(|name| folder == Path::new(name)).map(|at| FIRST.len() + at)
    };
    found.ok_or_else(|| {
        let known = [FIRST, FOLDERS].concat().join(", ");
        format!(
            "style/{} has no place in the layer order ({known}). Move it into ui/ or features/.",
            file.display()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_join_in_layer_order() {
        let style = std::env::temp_dir().join(format!("qunli-css-{}", std::process::id()));
        let names = ["features/a.css", "ui/z.css", "ui/b.css", "base.css", "tokens.css", "layers.css"];
        names.iter().for_each(|name| paths::write(&style.join(name), format!("{name};")).unwrap());
        paths::write(&style.join("ui/notes.txt"), "no").unwrap();
        let joined = join(&style).unwrap();
        assert_eq!(joined, "layers.css;tokens.css;base.css;ui/b.css;ui/z.css;features/a.css;");
        std::fs::remove_dir_all(&style).unwrap();
    }

    #[test]
    fn a_sheet_without_a_place_is_an_error() {
        assert!(rank(Path::new("extra.css")).unwrap_err().contains("style/extra.css"));
        assert!(rank(Path::new("ui/deep/x.css")).is_err());
    }
}
