//! Time and memory of the compiler for a crate whose dependencies are compiled already.

use std::path::PathBuf;

use benches::Result;

use super::{cargo, generate_from_corpus, target};
use crate::programs::program;
use crate::table::{Sample, Table};

/// Generated crates, each beside the crate of google-apis-rs for the same API, if there is one.
const CRATES: [(&str, Option<&str>); 8] = [
    ("compute-v1", Some("google-compute1")),
    ("aiplatform-v1beta1", Some("google-aiplatform1_beta1")),
    ("aiplatform-v1", Some("google-aiplatform1")),
    ("searchads360-v23", None),
    ("discoveryengine-v1alpha", None),
    ("displayvideo-v4", None),
    ("displayvideo-v1", Some("google-displayvideo1")),
    ("games-v1", Some("google-games1")),
];

/// The resources that the program `measured-rustc` reports, in this order, with the digits after the
/// point.
const RESOURCES: [(&str, usize); 3] = [("processor time, s", 1), ("elapsed time, s", 1), ("memory, MB", 0)];

/// The crate that is also built in release mode.
const BUILT: &str = "compute-v1";

#[derive(Clone, Copy)]
enum Command {
    Check,
    ReleaseBuild,
}

impl Command {
    fn arguments(self) -> [&'static str; 3] {
        match self {
            Self::Check => ["check", "--profile", "dev"],
            Self::ReleaseBuild => ["build", "--profile", "release"],
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::ReleaseBuild => "release build",
        }
    }
}

/// Measures all crates whose name contains `only`.
pub fn run(rounds: usize, only: &str, table: &mut Table) -> Result {
    generate()?;
    for (generated, other) in CRATES.into_iter().filter(|(name, _)| name.contains(only)) {
        compare(Command::Check, generated, other, rounds, table)?;
        if generated == BUILT {
            compare(Command::ReleaseBuild, generated, other, rounds, table)?;
        }
    }
    Ok(())
}

/// Measures the crate of Google's own generator with all of its features.
pub fn run_google_cloud(rounds: usize, table: &mut Table) -> Result {
    generate()?;
    compare(Command::Check, BUILT, Some("google-cloud-compute-v1"), rounds, table)
}

/// Generates all crates. Cargo reads the manifests of all of them, whichever is compiled.
fn generate() -> Result {
    for (name, _) in CRATES {
        generate_from_corpus(name, &target().join("complete").join(name))?;
    }
    Ok(())
}

/// Measures two crates in turn, and adds a row for each resource.
fn compare(command: Command, generated: &str, other: Option<&str>, rounds: usize, table: &mut Table) -> Result {
    let crates: Vec<&str> = [generated].into_iter().chain(other).collect();
    for name in &crates {
        compile_dependencies(command, name)?;
    }
    let mut samples = vec![RESOURCES.map(|_| Sample::default()); crates.len()];
    for _ in 0..rounds {
        for (name, samples) in crates.iter().zip(&mut samples) {
            samples.iter_mut().zip(measure(command, name)?).for_each(|(sample, value)| sample.push(value));
        }
    }
    for (index, (resource, digits)) in RESOURCES.into_iter().enumerate() {
        let what = format!("{} of {generated}, {resource}", command.name());
        match (&samples[..], other) {
            ([generated, other], Some(name)) => {
                table.compare(&format!("{what}, {name}"), &generated[index], &other[index], digits, "");
            }
            _ => table.single(&what, &samples[0][index], digits, ""),
        }
    }
    Ok(())
}

/// Compiles the dependencies of a crate, but not the crate.
fn compile_dependencies(command: Command, name: &str) -> Result {
    // Fails in any case, because the crate is refused. If a dependency does not compile, the
    // measurement fails and says so.
    compile(command, name)?.stderr(std::process::Stdio::null()).status()?;
    Ok(())
}

/// Compiles a crate, and returns what the compiler used of each resource.
fn measure(command: Command, name: &str) -> Result<[f64; RESOURCES.len()]> {
    let [_, option, profile] = command.arguments();
    let cleaned = cargo()
        .current_dir(folder())
        .env("CARGO_TARGET_DIR", target().join("compile"))
        .args(["clean", "--quiet", "--locked", "--package", name, option, profile])
        .status()?;
    if !cleaned.success() {
        return Err(format!("cargo cannot remove {name}").into());
    }
    let output = target().join("usage");
    std::fs::write(&output, "")?;
    if !compile(command, name)?.env("MEASURED_OUTPUT", &output).status()?.success() {
        return Err(format!("{name} does not compile").into());
    }
    let text = std::fs::read_to_string(&output)?;
    let numbers = text.split(' ').map(str::parse).collect::<std::result::Result<Vec<f64>, _>>();
    numbers.unwrap_or_default().try_into().map_err(|_| format!("{name} was not compiled").into())
}

/// Returns a command that compiles a crate and its dependencies.
fn compile(command: Command, name: &str) -> Result<std::process::Command> {
    let mut cargo = cargo();
    cargo
        .current_dir(folder())
        .env("CARGO_TARGET_DIR", target().join("compile"))
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTC_WRAPPER", program("measured-rustc")?.get_program())
        .env("MEASURED_CRATE", name.replace('-', "_"))
        .env_remove("MEASURED_OUTPUT")
        .args(command.arguments())
        .args(["--quiet", "--locked", "--features", name]);
    Ok(cargo)
}

/// Returns the folder of the workspace that depends on the measured crates.
fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/compile"))
}
