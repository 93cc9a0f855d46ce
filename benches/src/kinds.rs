//! The kinds of benchmarks, one module for each.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use benches::Result;
use clap::ValueEnum;

use crate::programs::Server;
use crate::table::Table;

mod builds;
mod calls;
mod codec;
mod compile;
mod generate;
mod media;
mod parallel;
mod schemas;

/// A kind of benchmarks. They run, and are listed in the results, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Codec,
    Schemas,
    Calls,
    Media,
    Parallel,
    Builds,
    Compile,
    CompileAll,
    Generate,
}

/// How the benchmarks run.
pub struct Settings {
    /// How often each program is measured, instead of as often as the kind usually does.
    pub rounds: Option<usize>,
    /// Measures only crates whose name contains this text.
    pub only: String,
}

impl Settings {
    /// Returns how often to measure each program; `usual` unless another number was asked for.
    fn rounds(&self, usual: usize) -> usize {
        self.rounds.unwrap_or(usual).max(1)
    }
}

impl Kind {
    /// Returns the name on the command line and in the results.
    pub fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// Whether the kind runs when none was chosen.
    pub fn is_usual(self) -> bool {
        self != Self::CompileAll
    }

    /// Measures, and adds rows to the table.
    pub fn run(self, settings: &Settings, table: &mut Table) -> Result {
        match self {
            Self::Codec => codec::run(table),
            Self::Schemas => schemas::run(table),
            Self::Calls => calls::run(&Server::start(settings.rounds(31))?, table),
            Self::Media => media::run(&Server::start(settings.rounds(5))?, table),
            Self::Parallel => parallel::run(&Server::start(settings.rounds(5))?, table),
            // Builds take long.
            Self::Builds => builds::run(settings.rounds(2), table),
            Self::Compile => compile::run(settings.rounds(3), &settings.only, table),
            Self::CompileAll => compile::run_google_cloud(settings.rounds(1), table),
            Self::Generate => generate::run(settings.rounds(3), table),
        }
    }
}

/// Adds the rows that a program prints.
fn push_rows(mut program: Command, table: &mut Table) -> Result {
    let output = program.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{} failed", program.get_program().display()).into());
    }
    for row in String::from_utf8(output.stdout)?.lines() {
        table.push(row.to_owned());
    }
    Ok(())
}

/// Returns the folder of all that benchmarks write, except their results.
fn target() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/benches"))
}

/// Returns the cargo that runs this program, or that of the path.
fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Returns the folder of the corpus.
fn corpus() -> Result<PathBuf> {
    Ok(variable("BENCHES_CORPUS")?.into())
}

/// Generates the crate of an API with all methods from its document in the corpus. `name` is that of
/// the crate.
fn generate_from_corpus(name: &str, out: &Path) -> Result {
    let document = document(name)?;
    // Its warnings are about names.
    if discovery_codegen(&document, out)?.stderr(Stdio::null()).status()?.success() {
        Ok(())
    } else {
        Err(format!("{name} cannot be generated").into())
    }
}

/// Returns the document of a crate in the corpus.
fn document(name: &str) -> Result<PathBuf> {
    Ok(corpus()?.join(format!("{}.json", name.replace('-', "."))))
}

/// Returns a command that generates a crate with all methods of a document.
fn discovery_codegen(document: &Path, out: &Path) -> Result<Command> {
    let mut command = Command::new(variable("BENCHES_XTASK")?);
    command.args(["--quiet", "generate", "--standalone", "--document"]).arg(document).arg("--out").arg(out);
    Ok(command)
}

/// Returns what `benches/run` has prepared.
fn variable(name: &str) -> Result<OsString> {
    Ok(std::env::var_os(name).ok_or("`benches/run` starts the benchmarks")?)
}
