//! `cargo xtask verify conformance batch`: batches of the crate generated from tasks.v1 next to
//! batches of Google's Python client, sent to a server built on Python's MIME parser.

use std::path::Path;
use std::process::ExitCode;

use super::programs::Programs;
use super::python_packages;
use crate::failure::Failure;
use crate::terminal;
use crate::verify::{corpus, python};

pub(super) fn run(root: &Path) -> Result<ExitCode, Failure> {
    let Some(program) = Programs::prepare(root)?.build("conformance-batch")? else {
        return Ok(ExitCode::from(1));
    };
    let script = root.join("tests/conformance/batch/compare.py");
    let seed = fastrand::u32(..);
    terminal::print(format_args!("seed {seed}"))?;
    let mut python = python::command();
    python.env("PYTHONPATH", python_packages::client(root)?);
    python.arg(&script).arg(corpus::folder(root)?.join("tasks.v1.json")).arg(program).arg(seed.to_string());
    let status = python.status().map_err(Failure::io(&script, "cannot be run"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
