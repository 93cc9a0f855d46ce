//! The emulators: what each needs, and how it is started.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cli::EmulatorName;
use crate::failure::Failure;
use crate::verify::conformance::python_packages;
use crate::verify::{node, python};

/// An emulator from a package registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::verify::conformance) enum Package {
    /// `crucible-emulator`: BigQuery.
    BigQuery,
    /// `bqemulator`: BigQuery, with `tabledata.insertAll`.
    Bqemulator,
    /// `google-drive-mock`: Drive.
    Drive,
    /// `drongo`: Pub/Sub, Resource Manager and Secret Manager.
    Drongo,
    /// `gcplocal`: Compute Engine, Cloud DNS, Cloud SQL and the metadata server.
    Gcplocal,
    /// `gcp-storage-emulator`: Cloud Storage.
    Storage,
}

/// The first version of Python 3 for which the pinned packages are made, except for Cloud Storage.
const MINIMUM_PYTHON: u32 = 11;

/// The first version of Node.js for which the pinned packages are made.
const MINIMUM_NODE: u32 = 18;

impl Package {
    pub(super) const ALL: [Self; 6] =
        [Self::Storage, Self::Gcplocal, Self::Drongo, Self::BigQuery, Self::Bqemulator, Self::Drive];

    pub(super) fn of(name: EmulatorName) -> Self {
        match name {
            EmulatorName::Bigquery => Self::BigQuery,
            EmulatorName::Bqemulator => Self::Bqemulator,
            EmulatorName::Drive => Self::Drive,
            EmulatorName::Drongo => Self::Drongo,
            EmulatorName::Gcplocal => Self::Gcplocal,
            EmulatorName::Storage => Self::Storage,
        }
    }

    /// Returns the name of the requirements, and the first argument of the program.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::BigQuery => "bigquery",
            Self::Bqemulator => "bqemulator",
            Self::Drive => "drive",
            Self::Drongo => "drongo",
            Self::Gcplocal => "gcplocal",
            Self::Storage => "storage",
        }
    }

    /// Returns what the emulator needs and this machine does not have.
    pub(super) fn missing(self) -> Result<Option<String>, Failure> {
        Ok(match self {
            Self::Storage => None,
            Self::BigQuery | Self::Bqemulator | Self::Drongo | Self::Gcplocal => {
                (python::minor_version()? < MINIMUM_PYTHON).then(|| format!("needs Python 3.{MINIMUM_PYTHON} or later"))
            }
            Self::Drive => node::major_version()
                .is_none_or(|version| version < MINIMUM_NODE)
                .then(|| format!("needs Node.js {MINIMUM_NODE} or later, with npm")),
        })
    }

    /// Returns the folder with the emulator and its dependencies. Installs them if needed.
    pub(super) fn install(self, root: &Path) -> Result<PathBuf, Failure> {
        match self {
            Self::Drive => {
                let lock = root.join("tests/conformance/emulators/requirements/drive");
                node::install("the emulator `drive`", &lock, &root.join("target/conformance/drive-emulator"))
            }
            _ => python_packages::emulator(root, self.name()),
        }
    }

    /// Returns the command that starts the installed emulator on a port of the loopback address.
    pub(super) fn command(self, root: &Path, packages: &Path, port: u16) -> Command {
        let mut command = match self {
            Self::Drive => node::command(),
            _ => python::command(),
        };
        let scripts = root.join("tests/conformance/emulators");
        match self {
            Self::BigQuery => command.args(["-m", "crucible.cli", "serve", "--dialect", "bigquery", "--port"]),
            Self::Drive => {
                command.args(["-e", "require('google-drive-mock').startServer(Number(process.argv[1]), '127.0.0.1')"])
            }
            Self::Drongo => {
                let main = "import drongo.cli; drongo.cli.main()";
                command.args(["-c", main, "server", "--host", "127.0.0.1", "--port"])
            }
            Self::Bqemulator => command.arg(scripts.join("start_bqemulator.py")),
            Self::Gcplocal => command.arg(scripts.join("start_gcplocal.py")),
            Self::Storage => {
                let options = ["--host", "127.0.0.1", "--in-memory", "--quiet", "--port"];
                command.args(["-m", "gcp_storage_emulator", "start"]).args(options)
            }
        };
        command.arg(port.to_string());
        match self {
            Self::Drive => command.env("NODE_PATH", packages.join("node_modules")),
            _ => command.env("PYTHONPATH", packages),
        };
        command
    }
}

impl fmt::Display for Package {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn requirements_pin_every_file_by_its_hash() {
        let folder = crate::root().join("tests/conformance/emulators/requirements");
        for package in Package::ALL.into_iter().filter(|package| *package != Package::Drive) {
            let text = fs::read_to_string(folder.join(format!("{package}.txt"))).expect("the file is readable");
            let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.starts_with('#')).collect();
            assert!(lines.iter().any(|line| line.contains("==")), "{package}");
            for pair in lines.windows(2) {
                let [line, next] = pair else { continue };
                assert!(!line.contains("==") || next.starts_with("--hash=sha256:"), "{package}: {line}");
            }
            assert!(lines.last().is_some_and(|line| line.starts_with("--hash=sha256:")), "{package}");
        }
    }

    #[test]
    fn lock_file_pins_every_package_by_its_hash() {
        let lock = crate::root().join("tests/conformance/emulators/requirements/drive/package-lock.json");
        let text = fs::read_to_string(lock).expect("the file is readable");
        let lock: serde_json::Value = serde_json::from_str(&text).expect("the file is JSON");
        let packages = lock["packages"].as_object().expect("the file lists packages");
        assert!(packages.contains_key("node_modules/google-drive-mock"));
        for (name, package) in packages.iter().filter(|(name, _)| !name.is_empty()) {
            assert!(package["integrity"].as_str().is_some_and(|hash| hash.starts_with("sha512-")), "{name}");
        }
    }
}
