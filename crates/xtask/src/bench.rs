//! `cargo xtask bench`: measurements of the client's code, built as the client is built and run in WebAssembly.
//!
//! Numbers to look at, and no test: a noisy machine must not fail a change. Each is a script of `crates/bench`.

mod load;

use crate::args::{Args, Spec};
use crate::tools::Toolbox;
use crate::{Result, exec, foreign, node, paths, report};
use std::path::{Path, PathBuf};

/// What is measured: a program built as the client is built, and the script that drives it.
struct Bench {
    name: &'static str,
    says: &'static str,
    script: &'static str,
    /// What cargo builds: the package and its target.
    target: &'static [&'static str],
    /// The module that comes of it, as Trunk's page names it: that line has the optimiser's options.
    module: &'static str,
    like: &'static str,
    flags: &'static [&'static str],
    values: &'static [&'static str],
}

const BENCHES: &[Bench] = &[
    Bench {
        name: "descriptor",
        says: "1,000 posts through the descriptors of PocketBase and RuoYi, against plain serde (--posts N, --rounds N)",
        script: "descriptor.mjs",
        target: &["--package", "bench", "--lib"],
        module: "bench",
        like: "doctor",
        flags: &[],
        values: &["posts", "rounds"],
    },
    Bench {
        name: "qr",
        says: "photographs of QR codes at four rotations, beside zxing-wasm and jsQR (--photos FOLDER, --rounds N, --misses)",
        script: "qr.mjs",
        target: &["--package", "qunli", "--bin", "qr_reader"],
        module: "qr_reader",
        like: "qr_reader",
        flags: &["misses"],
        values: &["photos", "rounds"],
    },
];
/// The photographs that the readers are measured on are not part of the project.
const PHOTOS: &str = "../shared/corpus/qr";
/// Measured natively: the backend's own write, on the disk.
const COMMERCE: &str = "commerce";
const WASM: &str = "wasm32-unknown-unknown";

/// The command.
pub fn run(raw: &[String]) -> Result<()> {
    let Some((name, rest)) = raw.split_first() else {
        println!("cargo xtask bench NAME");
        BENCHES.iter().for_each(|bench| println!("  {:<12} {}", bench.name, bench.says));
        load::LOADS.iter().for_each(|(name, says, _)| println!("  {name:<12} {says}"));
        println!("  {COMMERCE:<12} what a pledge costs on SQLite, beside a bare transaction of one row");
        return Ok(());
    };
    if name == COMMERCE {
        return exec::run(&mut exec::cargo(&[
            "bench",
            "--locked",
            // As operators run it: the release profile builds for the size of the client.
            "--profile",
            "server",
            "--package",
            "server",
            "--bench",
            COMMERCE,
        ]));
    }
    if let Some((.., script)) = load::LOADS.iter().find(|(load, ..)| load == name) {
        return load::run(script, rest);
    }
    let Some(bench) = BENCHES.iter().find(|bench| bench.name == name) else {
        return Err(format!("There is no benchmark `{name}`. `cargo xtask bench` lists them."));
    };
    let args = Args::parse(rest, &Spec { flags: bench.flags, values: bench.values })?;
    node::check()?;
    let mut more: Vec<String> = rest.to_vec();
    if bench.name == "qr" {
        let given = args.value("photos").map(PathBuf::from);
        let photos = given.unwrap_or_else(|| paths::root().join(PHOTOS));
        if !photos.join("expected.json").is_file() {
            report::kept(&format!(
                "Stopped: there are no photographs in {}. Give a folder with --photos FOLDER: pictures and an \
                 expected.json, as docs/scanner.md says.",
                paths::shown(&photos)
            ));
            return Ok(());
        }
        foreign::npm(
            &paths::root().join("crates/bench"),
            "zxing-wasm and jsQR",
            "other readers, to measure beside",
        )?;
        more.extend(["--photos".to_owned(), photos.display().to_string()]);
    }
    let bindings = build(bench)?;
    let mut measure = exec::command("node", &[]);
    measure.arg(paths::root().join("crates/bench").join(bench.script)).arg(bindings).args(more);
    exec::run(&mut measure)
}

/// Builds the program like the client: release profile, wasm-bindgen, wasm-opt. Gives its bindings for Node.
fn build(bench: &Bench) -> Result<PathBuf> {
    let tools = Toolbox::for_client()?;
    report::step("Benchmark", "the client's crates, compiled as they ship", "after a change about 1 minute");
    let built = ["build", "--release", "--locked", "--target", WASM];
    exec::run(exec::cargo(&built).args(bench.target))?;
    let out = paths::target().join("bench");
    let module = paths::target().join(WASM).join("release").join(bench.module).with_extension("wasm");
    let with_tools = |program: &str| -> Result<std::process::Command> {
        let mut command = exec::command(program, &[]);
        command.env("PATH", tools.path()?);
        Ok(command)
    };
    let mut bind = with_tools("wasm-bindgen")?;
    exec::run(bind.arg(&module).args(["--target", "nodejs", "--no-typescript", "--out-dir"]).arg(&out))?;
    let bound = out.join(format!("{}_bg.wasm", bench.module));
    let index = paths::read(Path::new(&paths::root().join("index.html")))?;
    let mut optimise = with_tools("wasm-opt")?;
    exec::run(optimise.args(optimiser(&index, bench.like)?).arg(&bound).arg("-o").arg(&bound))?;
    Ok(out.join(bench.module).with_extension("js"))
}

/// The optimiser's options for a module, as `index.html` gives them to Trunk.
fn optimiser(index: &str, module: &str) -> Result<Vec<String>> {
    let line =
        index.lines().find(|line| line.contains(&format!("data-bin=\"{module}\""))).unwrap_or_default();
    let value =
        |name: &str| line.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split('"').next());
    let (level, params) = value("data-wasm-opt").zip(value("data-wasm-opt-params")).ok_or(
        "index.html names no data-wasm-opt for the module: the benchmark cannot be built like it.".to_owned(),
    )?;
    Ok(std::iter::once(format!("-O{level}")).chain(params.split_whitespace().map(str::to_owned)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_optimiser_is_told_what_trunk_tells_it() {
        let options = optimiser(&paths::read(&paths::root().join("index.html")).unwrap(), "doctor").unwrap();
        assert_eq!(options.first().map(String::as_str), Some("-Oz"));
        assert!(options.contains(&"--enable-bulk-memory".to_owned()), "{options:?}");
        assert!(optimiser("<link>", "doctor").is_err());
    }

    #[test]
    fn every_benchmark_has_its_script() {
        for bench in BENCHES {
            assert!(paths::root().join("crates/bench").join(bench.script).is_file(), "{}", bench.name);
        }
        for (.., script) in load::LOADS {
            assert!(paths::root().join("crates/bench/load").join(script).is_file(), "{script}");
        }
        assert!(run(&["nothing".to_owned()]).unwrap_err().contains("no benchmark `nothing`"));
    }
}
