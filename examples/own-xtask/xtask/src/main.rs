//! `cargo xtask` generates the crate `google/notes`, also when it does not exist yet. `cargo xtask
//! --check` reports what is not up to date, and then exits with 1.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use discovery_codegen::output::{self, Plan};
use discovery_codegen::{Options, RuntimeSource};

const DOCUMENT: &str = "discovery/notes.json";
const CRATE: &str = "google/notes";

fn main() -> Result<ExitCode, Box<dyn Error>> {
    std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))?;
    let options = Options::default()
        .method("notes.notes.get")
        .package("notes")
        .runtime(RuntimeSource::Path("../../../../runtime".to_owned()))
        .source(DOCUMENT);
    let generated = discovery_codegen::generate(&output::read(DOCUMENT)?, &options)?;
    for warning in &generated.warnings {
        eprintln!("warning: {DOCUMENT}: {warning}");
    }

    let plan = Plan::new(CRATE, &generated.files)?;
    if std::env::args().any(|argument| argument == "--check") {
        for finding in plan.findings() {
            println!("{finding}");
        }
        return Ok(if plan.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let verb = if Path::new(CRATE).exists() { "updated" } else { "created" };
    let counts = plan.apply()?;
    println!("{verb} {CRATE}: {} ({counts})", generated.summary);
    Ok(ExitCode::SUCCESS)
}
