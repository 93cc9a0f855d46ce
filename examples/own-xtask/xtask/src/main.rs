//! `cargo xtask` brings the crate `notes` up to date. `cargo xtask --check` names what is stale, and exits with 1.

use std::{env, error::Error, fs, path::Path, process::exit};

use discovery_codegen::{ClientSource, Options, generate};
use discovery_output::Plan;

fn main() {
    let check = env::args().any(|argument| argument == "--check");
    let stale = update("discovery/notes.json", Path::new("notes"), check).unwrap_or_else(|error| {
        eprintln!("error: {error}");
        exit(2)
    });
    exit(i32::from(check && stale));
}

/// Whether anything was stale.
fn update(document: &str, folder: &Path, check: bool) -> Result<bool, Box<dyn Error>> {
    env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))?;
    let client = ClientSource::Path("../../../client".to_owned());
    let options = Options::default().method("notes.notes.get").client(client).package("notes").source(document);
    let text = fs::read_to_string(document).map_err(|error| format!("{document}: {error}"))?;
    let generated = generate(&text, &options).map_err(|error| format!("{document}: {error}"))?;
    generated.warnings.iter().for_each(|warning| eprintln!("warning: {document}: {warning}"));
    let plan = Plan::new(folder, &generated.files)?;
    plan.findings().iter().for_each(|finding| println!("{finding}"));
    let stale = !plan.is_empty();
    if !check {
        plan.apply()?;
    }
    Ok(stale)
}
