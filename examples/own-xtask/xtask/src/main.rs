//! `cargo xtask` generates the crate `notes`. `cargo xtask --check` reports what is not up to date, and then
//! exits with 1.

use std::error::Error;
use std::process::ExitCode;

use discovery_codegen::output::{self, Plan};
use discovery_codegen::{Options, RuntimeSource};

const DOCUMENT: &str = "discovery/notes.json";
const CRATE: &str = "notes";

fn main() -> Result<ExitCode, Box<dyn Error>> {
    std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))?;
    let options = Options::default()
        .method("notes.notes.get")
        .package(CRATE)
        .runtime(RuntimeSource::Path("../../../runtime".to_owned()))
        .source(DOCUMENT);
    let generated = discovery_codegen::generate(&output::read(DOCUMENT)?, &options)?;
    for warning in &generated.warnings {
        eprintln!("warning: {DOCUMENT}: {warning}");
    }

    let plan = Plan::new(CRATE, &generated.files)?;
    for finding in plan.findings() {
        println!("{finding}");
    }
    if !std::env::args().any(|argument| argument == "--check") {
        plan.apply()?;
    } else if !plan.is_empty() {
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}
