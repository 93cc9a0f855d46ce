//! `cargo xtask verify corpus`: real documents to verify the generator with. They are Google's
//! text, so they are downloaded when needed and never committed. They are part of Google's Python
//! client, which pip downloads and verifies.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::python;
use crate::failure::Failure;
use crate::terminal;

const PACKAGE: &str = "google-api-python-client==2.202.0";
const SHA256: &str = "aaa90064c9bb642ff1d065b22ca8958a2cb6e345909cefe70d0e5452fc50e08b";
const DOCUMENTS: &str = "googleapiclient/discovery_cache/documents";

/// Downloads the corpus if needed, and prints its folder.
pub(super) fn run(root: &Path) -> Result<ExitCode, Failure> {
    terminal::print(folder(root)?.display())?;
    Ok(ExitCode::SUCCESS)
}

/// Returns the folder with the documents. Downloads them to `target/` if needed.
pub(super) fn folder(root: &Path) -> Result<PathBuf, Failure> {
    let target = root.join("target");
    let corpus = target.join("corpus");
    let documents = corpus.join(DOCUMENTS);
    if documents.is_dir() {
        return Ok(documents);
    }
    fs::create_dir_all(&target).map_err(Failure::io(&target, "cannot be created"))?;
    let temporary = tempfile::tempdir_in(&target).map_err(Failure::io(&target, "cannot be written to"))?;
    let requirements = temporary.path().join("requirements.txt");
    fs::write(&requirements, format!("{PACKAGE} --hash=sha256:{SHA256}\n"))
        .map_err(Failure::io(&requirements, "cannot be written"))?;
    let wheels = temporary.path().join("wheels");
    let pip = ["-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--disable-pip-version-check"];
    python::run(
        PACKAGE,
        pip.iter().map(OsStr::new).chain([
            OsStr::new("--dest"),
            wheels.as_os_str(),
            OsStr::new("--requirement"),
            requirements.as_os_str(),
        ]),
    )?;
    let wheel = fs::read_dir(&wheels)
        .map_err(Failure::io(&wheels, "cannot be read"))?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .ok_or_else(|| Failure::File { path: wheels.clone(), message: "contains no wheel".to_owned() })?;
    let unpacked = temporary.path().join("unpacked");
    let unzip = ["-m", "zipfile", "--extract"];
    python::run(PACKAGE, unzip.iter().map(OsStr::new).chain([wheel.as_os_str(), unpacked.as_os_str()]))?;
    python::move_into_place(&unpacked, &corpus)?;
    Ok(documents)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The conformance suites require documents and client of the same version.
    #[test]
    fn requirements_pin_same_client_as_corpus() {
        let path = crate::root().join("tests/conformance/python-client/requirements.txt");
        let text = fs::read_to_string(path).expect("the requirements are readable");
        let (_, after) = text.split_once(&format!("\n{PACKAGE} \\\n")).expect("the requirements contain the package");
        let hashes = after.lines().map_while(|line| line.trim_end_matches('\\').trim().strip_prefix("--hash=sha256:"));
        assert!(hashes.into_iter().any(|hash| hash == SHA256));
    }
}
