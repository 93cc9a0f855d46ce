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

/// Runs a command with these streams and returns its exit code.
#[cfg(target_os = "linux")]
fn exit_code(repository: &Repository, arguments: &[&str], out: Stdio, err: Stdio) -> Option<i32> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).current_dir(repository.root()).env("CARGO_MANIFEST_DIR", repository.root().join("xtask"));
    command.stdin(Stdio::null()).stdout(out).stderr(err).status().expect("xtask runs").code()
}

#[cfg(target_os = "linux")]
#[test]
fn full_and_closed_outputs_do_not_panic() {
    let full = || Stdio::from(std::fs::File::options().write(true).open("/dev/full").expect("opened"));
    let closed = || Stdio::from(std::io::pipe().expect("a pipe").1);
    let repository = Repository::with_workspace();
    repository.write("discovery/notes-v1.json", &notes("v1", "20260101").to_string());
    repository.write("discovery/bindings.toml", "[notes-v1]\ndocument = \"notes-v1.json\"\n");
    let document = "discovery/notes-v1.json";
    let empty = r#"{"kind": "discovery#restDescription", "name": "notes", "version": "v1", "rootUrl": "https://notes.example/", "servicePath": "v1/"}"#;
    repository.write("empty.json", empty);
    // Arguments, and the exit codes if standard output can be written and if it is full. A closed one
    // is not an error, because `head` closes its input when it has read enough.
    let cases: [(&[&str], i32, i32); 10] = [
        // The work is done, so a success message that cannot be printed is only a warning.
        (&["generate"], 0, 0),
        (&["generate", "--check"], 0, 0),
        (&["generate", "no-such-crate"], 2, 2),
        (&["list", "--from", "discovery"], 0, 2),
        (&["list", "--from", "discovery", "--json"], 0, 2),
        (&["list", "--from", "discovery", "zebra"], 1, 1),
        (&["diff", document, document], 0, 2),
        (&["diff", document, "empty.json"], 1, 2),
        (&["completions", "bash"], 0, 2),
        (&["verify", "audit", "discovery"], 0, 2),
    ];
    for (arguments, code, full_code) in cases {
        let run = |out, err| exit_code(&repository, arguments, out, err);
        assert_eq!(run(Stdio::null(), full()), Some(code), "{arguments:?}, stderr is full");
        assert_eq!(run(Stdio::null(), closed()), Some(code), "{arguments:?}, stderr is closed");
        assert_eq!(run(closed(), closed()), Some(code), "{arguments:?}, both are closed");
        assert_eq!(run(full(), full()), Some(full_code), "{arguments:?}, both are full");
    }
    // A stale file is reported on standard error only.
    std::fs::remove_file(repository.root().join("generated/notes-v1/src/lib.rs")).expect("removed");
    assert_eq!(exit_code(&repository, &["generate", "--check"], full(), full()), Some(1));
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
