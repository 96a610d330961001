//! Compiles `locales/` into typed text functions. Knows nothing of the app; the work is in `build/`.
//!
//! A missing key, an extra key, a placeholder that differs or a bad plural form ends the build with a
//! sentence that names the file and the key.

#[path = "build/emit.rs"]
mod emit;
#[path = "build/locales.rs"]
mod locales;
#[path = "build/rules.rs"]
mod rules;

use std::{env, fs, io, path::Path, process::exit};

/// The language whose texts are written first: the others are compared with it.
const FIRST: &str = "zh-CN";
/// Files whose keys are codes that arrive at run time.
const LOOKED_UP: [&str; 2] = ["field", "problem"];

fn main() {
    println!("cargo:rerun-if-changed=locales");
    println!("cargo:rerun-if-changed=build");
    split_releases();
    if let Err(faults) = run() {
        for fault in faults {
            println!("cargo:error={fault}");
        }
        exit(1);
    }
}

/// A release for the browser is cut in two by `cargo xtask stage`: `cfg(split)` marks where, and the linker leaves its
/// relocations to cut by.
fn split_releases() {
    println!("cargo:rustc-check-cfg=cfg(split)");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|set| set == value);
    if is("CARGO_CFG_TARGET_ARCH", "wasm32") && is("PROFILE", "release") {
        println!("cargo:rustc-cfg=split");
        println!("cargo:rustc-link-arg-bin=qunli=--emit-relocs");
    }
}

fn run() -> Result<(), Vec<String>> {
    let say = |error: io::Error| vec![format!("locales/ cannot be read: {error}")];
    let languages = read_all(Path::new("locales")).map_err(say)?;
    let module = locales::compile(&languages, &LOOKED_UP)?;
    let out = env::var("OUT_DIR").map_err(|error| vec![format!("OUT_DIR is not set: {error}")])?;
    fs::write(Path::new(&out).join("locales.rs"), module).map_err(say)
}

fn read_all(root: &Path) -> io::Result<Vec<locales::Language>> {
    let mut languages = Vec::new();
    for folder in sorted(root)?.into_iter().filter(|path| path.is_dir()) {
        let mut files = Vec::new();
        for path in sorted(&folder)? {
            if path.extension().is_some_and(|e| e == "toml") {
                let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                files.push((stem, fs::read_to_string(&path)?));
            }
        }
        let tag = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        languages.push(locales::Language { tag, files });
    }
    languages.sort_by_key(|language| (language.tag != FIRST, language.tag.clone()));
    Ok(languages)
}

fn sorted(folder: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    let mut paths: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}
