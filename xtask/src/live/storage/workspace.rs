//! The crate of storage.v1 and the programs around it, in one workspace: what they depend on is compiled once.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use discovery_codegen::MARK;

use super::emulator::Emulator;
use discovery_codegen::output::Plan;

use crate::failure::Failure;
use crate::{corpus, place, scratch};

/// The programs, file by file.
const SOURCES: &[(&str, &str)] = &[
    ("storage/main.rs", include_str!("../../../../tests/live/storage.rs")),
    ("faults/main.rs", include_str!("../../../../tests/live/faults/main.rs")),
    ("faults/emulator.rs", include_str!("../../../../tests/live/faults/emulator.rs")),
    ("faults/plan.rs", include_str!("../../../../tests/live/faults/plan.rs")),
    ("faults/proxy.rs", include_str!("../../../../tests/live/faults/proxy.rs")),
    ("faults/scenarios.rs", include_str!("../../../../tests/live/faults/scenarios.rs")),
    ("faults/server.rs", include_str!("../../../../tests/live/faults/server.rs")),
    ("faults/transfers.rs", include_str!("../../../../tests/live/faults/transfers.rs")),
];

/// A workspace that is up to date.
pub(in crate::live) struct Workspace {
    folder: PathBuf,
}

impl Workspace {
    /// Generates the crate and writes the programs.
    pub(in crate::live) fn prepare() -> Result<Self, Failure> {
        let folder = place::root().join("target/live/storage");
        let path = corpus::folder()?.join("storage.v1.json");
        scratch::generate(&path, "storage-v1", &folder, &["storage.buckets.*", "storage.objects.*"])?;
        let sources = SOURCES.iter().map(|(name, text)| (format!("src/bin/{name}"), format!("// {MARK}\n\n{text}")));
        let files: BTreeMap<_, _> = sources.chain([("Cargo.toml".to_owned(), manifest())]).collect();
        Plan::new(&folder, &files)?.apply()?;
        scratch::lock(&folder)?;
        Ok(Self { folder })
    }

    /// A server for the programs.
    pub(in crate::live) fn emulator(&self) -> Result<Emulator, Failure> {
        Emulator::start(&self.folder)
    }

    /// Compiles a program and runs it.
    pub(in crate::live) fn run(&self, program: &str, arguments: &[String]) -> Result<ExitCode, Failure> {
        let status = scratch::cargo(&self.folder)
            .args(["run", "--quiet", "--bin", program, "--"])
            .args(arguments)
            .status()
            .map_err(Failure::io(&self.folder, "cargo cannot be run here"))?;
        Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}

fn manifest() -> String {
    format!("# {MARK}\n\n{}", include_str!("../../../../tests/live/storage.toml"))
}
