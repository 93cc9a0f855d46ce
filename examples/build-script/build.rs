//! Generates the module `google::notes` from `notes.json`.

use std::error::Error;

use discovery_codegen::Options;
use discovery_codegen::output::{self, Plan};

const DOCUMENT: &str = "notes.json";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={DOCUMENT}");
    let options = Options::default().module("crate::google::notes").source(DOCUMENT);
    let generated = discovery_codegen::generate(&output::read(DOCUMENT)?, &options)?;
    for warning in &generated.warnings {
        println!("cargo:warning={DOCUMENT}: {warning}");
    }
    Plan::new(std::env::var("OUT_DIR")?, &generated.files)?.apply()?;
    Ok(())
}
