//! Running other programs: the command line that failed is always in the sentence. Knows no tool.

use crate::Result;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A command with the project root as its folder.
pub fn command(program: impl AsRef<OsStr>, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(crate::paths::root());
    command
}

/// The cargo that runs us, so that both use one toolchain.
pub fn cargo(args: &[&str]) -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), args)
}

/// Runs with the terminal shared; a non-zero exit is an error naming the command line.
pub fn run(command: &mut Command) -> Result<()> {
    let line = line(command);
    let status = command.status().map_err(|e| format!("Cannot run `{line}`: {e}."))?;
    if status.success() { Ok(()) } else { Err(format!("`{line}` failed ({status}).")) }
}

/// Runs quietly; what it printed, when it succeeded.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The first program of that name on PATH.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file())
}

/// Are we root, so that packages can be installed?
pub fn is_root() -> bool {
    output(&mut command("id", &["-u"])).is_some_and(|id| id.trim() == "0")
}

/// The command as one would type it.
pub fn line(command: &Command) -> String {
    let program = PathBuf::from(command.get_program());
    let name = program.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let args = command.get_args().map(|a| a.to_string_lossy().into_owned());
    std::iter::once(name).chain(args).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command_line() {
        let error = run(&mut command("false", &["--now"])).unwrap_err();
        assert!(error.contains("`false --now`"), "{error}");
    }

    #[test]
    fn a_missing_program_names_itself() {
        let error = run(&mut command("no-such-program-here", &[])).unwrap_err();
        assert!(error.contains("no-such-program-here"), "{error}");
    }

    #[test]
    fn output_is_only_given_on_success() {
        assert_eq!(output(&mut command("echo", &["hi"])).as_deref(), Some("hi\n"));
        assert_eq!(output(&mut command("false", &[])), None);
    }
}
