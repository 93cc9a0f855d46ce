//! Google's Python client.

use std::path::{Path, PathBuf};

use super::super::python_packages;
use super::outcome::Outcome;
use crate::failure::Failure;
use crate::verify::python;
use crate::verify::workspace::exchange;

pub(super) struct PythonClient {
    packages: PathBuf,
    script: PathBuf,
}

impl PythonClient {
    /// Installs the client if needed.
    pub(super) fn install(root: &Path) -> Result<Self, Failure> {
        let packages = python_packages::client(root)?;
        Ok(Self { packages, script: root.join("tests/conformance/python-client/build_requests.py") })
    }

    /// Builds the requests of calls, one call per line.
    pub(super) fn build_requests(&self, document: &Path, calls: String) -> Result<Vec<Outcome>, Failure> {
        let mut python = python::command();
        python.env("PYTHONPATH", &self.packages).arg(&self.script).arg(document);
        let lines = exchange(&mut python, calls)?;
        Ok(lines.iter().map(|line| Outcome::parse(line)).collect())
    }
}
