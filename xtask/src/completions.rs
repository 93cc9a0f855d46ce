//! `cargo xtask completions`.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli;
use crate::failure::Failure;
use crate::terminal;

/// The completed command. It differs from `cargo xtask`, whose completion belongs to cargo.
const NAME: &str = "xtask";

pub(crate) fn run(arguments: &cli::Completions) -> Result<ExitCode, Failure> {
    let function = match arguments.shell {
        Shell::Bash | Shell::Zsh => "xtask() { cargo xtask \"$@\"; }",
        Shell::Fish => "function xtask --description 'cargo xtask'; cargo xtask $argv; end",
        Shell::PowerShell => "function xtask { cargo xtask @args }",
        Shell::Elvish => "fn xtask {|@arguments| cargo xtask $@arguments }",
        other => {
            let message =
                format!("completions for {other} are not supported\n  help: use bash, zsh, fish, powershell or elvish");
            return Err(Failure::Usage(message));
        }
    };
    let mut script = Vec::new();
    let mut grammar = cli::Cli::command().name(NAME).bin_name(NAME);
    clap_complete::generate(arguments.shell, &mut grammar, NAME, &mut script);
    terminal::print(format_args!("{}\n{function}", String::from_utf8_lossy(&script)))?;
    Ok(ExitCode::SUCCESS)
}
