//! Google's own Python client, asked what it makes of calls.

use std::path::{Path, PathBuf};

use super::super::google_client;
use super::answer::Answer;
use crate::failure::Failure;
use crate::scratch::exchange;
use crate::{place, python};

pub(super) struct Peer {
    packages: PathBuf,
}

impl Peer {
    pub(super) fn set_up() -> Result<Self, Failure> {
        Ok(Self { packages: google_client::packages()? })
    }

    /// What it makes of calls, a line each.
    pub(super) fn ask(&self, document: &Path, calls: String) -> Result<Vec<Answer>, Failure> {
        let script = place::root().join("tests/live/oracle.py");
        let mut python = python::command();
        python.env("PYTHONPATH", &self.packages).arg(&script).arg(document);
        let lines = exchange(&mut python, calls)?;
        Ok(lines.iter().map(|line| Answer::parse(line)).collect())
    }
}
