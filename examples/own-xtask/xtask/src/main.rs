//! `cargo xtask` brings the crate `notes` up to date. `cargo xtask --check` names what is stale, and exits with 1.

use std::{env, error::Error, path::Path, process::exit};

use discovery_codegen::{ClientSource, Options, generate};
use discovery_output::{Plan, read};

fn main() -> Result<(), Box<dyn Error>> {
    env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))?;
    let document = "discovery/notes.json";
    let client = ClientSource::Path("../../../client".to_owned());
    let options = Options::default().method("notes.notes.get").client(client).package("notes").source(document);
    let generated = generate(&read(Path::new(document))?, &options)?;
    generated.warnings.iter().for_each(|warning| eprintln!("warning: {document}: {warning}"));
    let plan = Plan::new(Path::new("notes"), &generated.files)?;
    plan.findings().iter().for_each(|finding| println!("{finding}"));
    if !env::args().any(|argument| argument == "--check") {
        plan.apply()?;
    } else if !plan.is_empty() {
        exit(1);
    }
    Ok(())
}
