//! Makes the module `google::notes` of `notes.json`, each time that the document changes.

use std::path::Path;
use std::{env, error::Error, fs, process::ExitCode};

use discovery_codegen::Options;

const DOCUMENT: &str = "notes.json";

fn main() -> ExitCode {
    println!("cargo:rerun-if-changed={DOCUMENT}");
    println!("cargo:rerun-if-changed=build.rs");
    match generate() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{DOCUMENT}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn generate() -> Result<(), Box<dyn Error>> {
    let options = Options::default().module("crate::google::notes").source(DOCUMENT);
    let generated = discovery_codegen::generate(&fs::read_to_string(DOCUMENT)?, &options)?;
    for warning in &generated.warnings {
        println!("cargo:warning={DOCUMENT}: {warning}");
    }
    let out = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    for (name, text) in &generated.files {
        let path = Path::new(&out).join(name);
        fs::create_dir_all(path.parent().unwrap_or(&path))?;
        fs::write(path, text)?;
    }
    Ok(())
}
