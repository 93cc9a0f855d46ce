//! Compiles the crates of some documents and their documentation, with warnings denied.

use std::collections::BTreeMap;
use std::path::Path;

use discovery_codegen::{Options, RuntimeSource, generate};

use crate::failure::Failure;
use crate::verify::workspace::Workspace;

/// Compiles the crates of these documents in one workspace, named by the number of the document.
/// Returns the output of cargo if a crate does not compile.
pub(super) fn run(root: &Path, documents: &[(u64, String)]) -> Result<Option<String>, Failure> {
    let folder = root.join("target/mutate");
    let workspace = Workspace::new(root, folder.clone());
    let crates = folder.join("generated");
    if crates.exists() {
        std::fs::remove_dir_all(&crates).map_err(Failure::io(&crates, "cannot be removed"))?;
    }
    let mut members = Vec::new();
    for (number, document) in documents {
        let name = format!("document-{number}");
        let path = folder.join(format!("{name}.json"));
        let runtime = RuntimeSource::Path(root.join("runtime").to_string_lossy().replace('\\', "/"));
        let options = Options::default().runtime(runtime).source(format!("{name}.json")).package(&name);
        let generated = generate(document, &options).map_err(|error| Failure::Document(path, error))?;
        workspace.write_crate(&name, &generated)?;
        members.push(format!("\"generated/{name}\""));
    }
    let manifest = format!(
        "# {} by `cargo xtask verify mutate`. Do not edit.\n\n[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
        discovery_codegen::MARK,
        members.join(", ")
    );
    workspace.write(&BTreeMap::from([("Cargo.toml".to_owned(), manifest)]))?;
    for arguments in [&["check"][..], &["doc", "--no-deps"]] {
        let mut cargo = workspace.cargo();
        cargo.args(arguments).args(["--workspace", "--quiet", "--keep-going", "--no-default-features"]);
        cargo.env("RUSTFLAGS", "-Dwarnings").env("RUSTDOCFLAGS", "-Dwarnings").env("CARGO_INCREMENTAL", "0");
        let output = cargo.output().map_err(Failure::io(&folder, "cargo cannot be run here"))?;
        if !output.status.success() {
            return Ok(Some(String::from_utf8_lossy(&output.stderr).into_owned()));
        }
    }
    Ok(None)
}
