//! `cargo xtask` brings the crate `notes` up to date. `cargo xtask --check` names what is stale, and exits with 1.

use std::path::{Path, PathBuf};
use std::{env, error::Error, fs, io, process::ExitCode};

use discovery_codegen::{ClientSource, MARK, Options};

const DOCUMENT: &str = "discovery/notes.json";
const CRATE: &str = "notes";

fn main() -> ExitCode {
    let check = env::args().any(|argument| argument == "--check");
    match generate(check) {
        Ok(stale) if check && stale > 0 => ExitCode::from(1),
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// How many files are, or were, stale.
fn generate(check: bool) -> Result<usize, Box<dyn Error>> {
    env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))?;
    let client = ClientSource::Path("../../../client".to_owned());
    let options = Options::default().method("notes.notes.get").package(CRATE).client(client).source(DOCUMENT);
    let text = fs::read_to_string(DOCUMENT).map_err(|error| format!("{DOCUMENT}: {error}"))?;
    let generated = discovery_codegen::generate(&text, &options).map_err(|error| format!("{DOCUMENT}: {error}"))?;
    for warning in &generated.warnings {
        eprintln!("warning: {DOCUMENT}: {warning}");
    }
    let mut stale = 0;
    for (name, text) in &generated.files {
        let path = Path::new(CRATE).join(name);
        if fs::read_to_string(&path).is_ok_and(|old| old == *text) {
            continue;
        }
        stale += 1;
        println!("{} {}", if check { "stale:" } else { "wrote" }, path.display());
        if !check {
            fs::create_dir_all(path.parent().unwrap_or(&path))?;
            fs::write(&path, text)?;
        }
    }
    // Modules that are gone from the document, or are no longer chosen; what people wrote is left alone.
    for path in sources(&Path::new(CRATE).join("src"))? {
        let wanted = generated.files.keys().any(|name| Path::new(CRATE).join(name) == path);
        if !wanted && fs::read_to_string(&path)?.trim_start_matches("// ").starts_with(MARK) {
            stale += 1;
            println!("{} {}", if check { "left over:" } else { "removed" }, path.display());
            if !check {
                fs::remove_file(path)?;
            }
        }
    }
    Ok(stale)
}

/// All files below a folder; none where there is no folder.
fn sources(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if !folder.exists() {
        return Ok(files);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { files.extend(sources(&path)?) } else { files.push(path) }
    }
    Ok(files)
}
