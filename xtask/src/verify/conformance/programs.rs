//! The programs in `tests/conformance`.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::failure::Failure;
use crate::verify::corpus;
use crate::verify::workspace::Workspace;

/// The crates that the programs depend on: the document, the package and the methods, or none for
/// all methods.
const CRATES: [(&str, &str, &[&str]); 10] = [
    (
        "bigquery.v2",
        "bigquery-v2",
        &["bigquery.datasets.*", "bigquery.jobs.*", "bigquery.tabledata.*", "bigquery.tables.*"],
    ),
    ("cloudresourcemanager.v3", "cloudresourcemanager-v3", &["cloudresourcemanager.projects.*"]),
    (
        "compute.v1",
        "compute-v1",
        &[
            "compute.disks.delete",
            "compute.disks.get",
            "compute.disks.insert",
            "compute.disks.list",
            "compute.instances.delete",
            "compute.instances.get",
            "compute.instances.insert",
            "compute.networks.delete",
            "compute.networks.get",
            "compute.networks.insert",
            "compute.networks.patch",
        ],
    ),
    ("dns.v1", "dns-v1", &["dns.managedZones.*"]),
    (
        "drive.v3",
        "drive-v3",
        &[
            "drive.changes.getStartPageToken",
            "drive.changes.list",
            "drive.files.create",
            "drive.files.delete",
            "drive.files.get",
            "drive.files.list",
            "drive.files.update",
        ],
    ),
    ("pubsub.v1", "pubsub-v1", &["pubsub.projects.subscriptions.*", "pubsub.projects.topics.*"]),
    ("secretmanager.v1", "secretmanager-v1", &["secretmanager.projects.secrets.*"]),
    ("sqladmin.v1beta4", "sqladmin-v1beta4", &["sql.databases.*", "sql.instances.*"]),
    ("storage.v1", "storage-v1", &["storage.buckets.*", "storage.objects.*"]),
    ("tasks.v1", "tasks-v1", &[]),
];

/// The workspace of the programs, with up-to-date generated crates.
pub(super) struct Programs {
    workspace: Workspace,
}

impl Programs {
    /// Generates the crates that the programs depend on.
    pub(super) fn prepare(root: &Path) -> Result<Self, Failure> {
        let workspace = Workspace::new(root, root.join("tests/conformance"));
        let workspace = workspace.with_target(root.join("target/conformance/build"));
        let corpus = corpus::folder(root)?;
        for (document, package, methods) in CRATES {
            workspace.generate(&corpus.join(format!("{document}.json")), package, methods)?;
        }
        Ok(Self { workspace })
    }

    /// Builds a program. Returns `None` if it does not compile; the errors are on standard error.
    pub(super) fn build(&self, package: &str) -> Result<Option<PathBuf>, Failure> {
        let built = self.workspace.build(["--package", package])?;
        Ok(built.then(|| self.workspace.program(package)))
    }

    /// Builds and runs a program. The exit code is 1 if it does not compile or fails.
    pub(super) fn run(&self, package: &str, arguments: &[String]) -> Result<ExitCode, Failure> {
        let Some(program) = self.build(package)? else {
            return Ok(ExitCode::from(1));
        };
        let status = Command::new(&program).args(arguments).status();
        let status = status.map_err(Failure::io(&program, "cannot be run"))?;
        Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}
