//! Colors, `--quiet`, help and completions.

use std::process::{Command, Stdio};

use crate::documents::notes;
use crate::repository::Repository;

#[test]
fn colors_require_a_terminal_or_clicolor_force() {
    let repository = Repository::new();
    let run = |variables: &[(&str, &str)]| repository.xtask_with_env(variables, &["generate", "nothing"]).err;
    assert!(!run(&[]).contains('\x1b'));
    assert!(!run(&[("NO_COLOR", "1")]).contains('\x1b'));
    insta::assert_snapshot!(run(&[("CLICOLOR_FORCE", "1")]).replace('\x1b', "␛"), @r"
    ␛[1m␛[31merror:␛[0m `nothing` is not in discovery/bindings.toml
      ␛[36mhelp:␛[0m the file has no entries; add one with `cargo xtask add`
    ");
}

#[test]
fn quiet_suppresses_progress_and_success_messages() {
    let repository = Repository::with_workspace();
    repository.write("notes.json", &notes("v1", "20260101").to_string());
    let add = ["add", "notes", "v1", "--from", "notes.json", "--method", "*"];
    for arguments in
        [&add[..], &["generate"], &["generate", "--check"], &["fetch", "notes", "v1", "--from", "notes.json"]]
    {
        let run = repository.xtask(&[arguments, &["--quiet"]].concat());
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""), "{arguments:?}");
    }
    let run = repository.xtask(&["list", "--from", "discovery", "--quiet"]);
    assert_eq!(run.out.lines().count(), 2, "{}", run.out);
    let run = repository.xtask(&["--quiet", "generate", "nothing"]);
    assert_eq!(run.code, 2);
    assert!(run.err.starts_with("error: "), "{}", run.err);
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let repository = Repository::new();
    repository.write("notes.json", &notes("v1", "20260101").to_string());
    for json in [&["--json"][..], &[]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["list", "--quiet", "--from", "notes.json"])
            .args(json)
            .current_dir(repository.root())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("xtask runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("output");
        assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]));
    }
}

#[test]
fn every_command_has_examples() {
    let repository = Repository::new();
    let mut commands = subcommands(&repository, "");
    commands.extend(subcommands(&repository, "verify "));
    assert!(commands.len() > 11, "{commands:?}");
    for command in commands {
        let arguments: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        let help = repository.xtask(&arguments).out;
        assert!(
            help.contains(&format!("\n  cargo xtask {command}")) || help.contains(&format!("(cargo xtask {command}")),
            "{help}"
        );
    }
}

/// Returns the subcommands that the help of a command lists, each with the command as prefix.
fn subcommands(repository: &Repository, command: &str) -> Vec<String> {
    let arguments: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
    let help = repository.xtask(&arguments).out;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // Continuation lines have a larger indentation.
    let names = listed.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(|name| format!("{command}{name}")).collect()
}

#[test]
fn prints_completions() {
    let repository = Repository::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = repository.xtask(&["completions", shell]);
        assert_eq!(run.code, 0);
        assert!(run.out.contains("cargo xtask"), "{shell}");
    }
    repository.write("completions", &repository.xtask(&["completions", "bash"]).out);
    let script = "source ./completions; COMP_WORDS=(xtask add drive v3 --fa); COMP_CWORD=4; _xtask xtask --fa v3; echo $COMPREPLY";
    let output = Command::new("bash").args(["--norc", "-c", script]).current_dir(repository.root()).output();
    // Bash may not be installed.
    if let Ok(output) = output {
        assert_eq!(String::from_utf8_lossy(&output.stdout), "--fallback\n");
    }
}
