//! `cargo xtask` brings the crate `notes` up to date. `cargo xtask --check` names what is stale, and exits with 1.

use std::{env, error::Error, path::Path, process::ExitCode};

use discovery_codegen::{RuntimeSource, Options, generate};
use discovery_codegen::output::{Plan, read};

const DOCUMENT: &str = "discovery/notes.json";

fn main() -> ExitCode {
    match notes() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn notes() -> Result<ExitCode, Box<dyn Error>> {
    env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))?;
    let runtime = RuntimeSource::Path("../../../runtime".to_owned());
    let options = Options::default().method("notes.notes.get").runtime(runtime).package("notes").source(DOCUMENT);
    let generated = generate(&read(Path::new(DOCUMENT))?, &options).map_err(|error| format!("{DOCUMENT}: {error}"))?;
    generated.warnings.iter().for_each(|warning| eprintln!("warning: {DOCUMENT}: {warning}"));
    let plan = Plan::new(Path::new("notes"), &generated.files)?;
    plan.findings().iter().for_each(|finding| println!("{finding}"));
    if !env::args().any(|argument| argument == "--check") {
        plan.apply()?;
    } else if !plan.is_empty() {
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}
