//! `cargo xtask bench`: measurements of the client's code, built as the client is built and run in WebAssembly.
//!
//! Numbers to look at, and no test: a noisy machine must not fail a change. Each is a script of `crates/bench`.

use crate::args::{Args, Spec};
use crate::tools::Toolbox;
use crate::{Result, exec, node, paths, report};
use std::path::PathBuf;

/// The benchmarks: a name, its script, what it says.
const BENCHES: &[(&str, &str, &str)] = &[(
    "descriptor",
    "descriptor.mjs",
    "1,000 posts through the descriptors of PocketBase and RuoYi, against plain serde (--posts N, --rounds N)",
)];
const WASM: &str = "wasm32-unknown-unknown";

/// The command.
pub fn run(raw: &[String]) -> Result<()> {
    let Some((name, rest)) = raw.split_first() else {
        println!("cargo xtask bench NAME");
        BENCHES.iter().for_each(|(name, _, what)| println!("  {name:<12} {what}"));
        return Ok(());
    };
    let Some((_, script, _)) = BENCHES.iter().find(|(known, ..)| known == name) else {
        return Err(format!("There is no benchmark `{name}`. `cargo xtask bench` lists them."));
    };
    Args::parse(rest, &Spec { flags: &[], values: &["posts", "rounds"] })?;
    node::check()?;
    let bindings = build()?;
    let mut measure = exec::command("node", &[]);
    measure.arg(paths::root().join("crates/bench").join(script)).arg(bindings).args(rest);
    exec::run(&mut measure)
}

/// Builds the program like the client: release profile, wasm-bindgen, wasm-opt for size. Gives its bindings for Node.
fn build() -> Result<PathBuf> {
    let tools = Toolbox::for_client()?;
    report::step("Benchmark", "the client's crates, compiled as they ship", "after a change about 1 minute");
    let built = ["build", "--release", "--locked", "--target", WASM, "--package", "bench", "--lib"];
    exec::run(&mut exec::cargo(&built))?;
    let out = paths::target().join("bench");
    let module = paths::target().join(WASM).join("release/bench.wasm");
    let with_tools = |program: &str| -> Result<std::process::Command> {
        let mut command = exec::command(program, &[]);
        command.env("PATH", tools.path()?);
        Ok(command)
    };
    let mut bind = with_tools("wasm-bindgen")?;
    exec::run(bind.arg(&module).args(["--target", "nodejs", "--no-typescript", "--out-dir"]).arg(&out))?;
    let bound = out.join("bench_bg.wasm");
    let mut optimise = with_tools("wasm-opt")?;
    exec::run(
        optimise
            .args(optimiser(&paths::read(&paths::root().join("index.html"))?)?)
            .arg(&bound)
            .arg("-o")
            .arg(&bound),
    )?;
    Ok(out.join("bench.js"))
}

/// The optimiser's options for the app, as `index.html` gives them to Trunk.
fn optimiser(index: &str) -> Result<Vec<String>> {
    let line = index.lines().find(|line| line.contains(r#"data-bin="qunli""#)).unwrap_or_default();
    let value =
        |name: &str| line.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split('"').next());
    let (level, params) = value("data-wasm-opt").zip(value("data-wasm-opt-params")).ok_or(
        "index.html names no data-wasm-opt for the app: the benchmark cannot be built like it.".to_owned(),
    )?;
    Ok(std::iter::once(format!("-O{level}")).chain(params.split_whitespace().map(str::to_owned)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_optimiser_is_told_what_trunk_tells_it() {
        let options = optimiser(&paths::read(&paths::root().join("index.html")).unwrap()).unwrap();
        assert_eq!(options.first().map(String::as_str), Some("-Oz"));
        assert!(options.contains(&"--enable-bulk-memory".to_owned()), "{options:?}");
        assert!(optimiser("<link>").is_err());
    }

    #[test]
    fn every_benchmark_has_its_script() {
        for (name, script, _) in BENCHES {
            assert!(paths::root().join("crates/bench").join(script).is_file(), "{name}");
        }
        assert!(run(&["nothing".to_owned()]).unwrap_err().contains("no benchmark `nothing`"));
    }
}
