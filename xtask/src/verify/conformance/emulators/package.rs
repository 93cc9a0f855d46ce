//! The emulators, and how each is started.

use std::ffi::OsString;
use std::fmt;
use std::path::Path;

use crate::cli::EmulatorName;

/// An emulator from the Python package index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::verify::conformance) enum Package {
    /// `crucible-emulator`: BigQuery.
    BigQuery,
    /// `drongo`: Pub/Sub, Resource Manager and Secret Manager.
    Drongo,
    /// `gcplocal`: Compute Engine and Cloud SQL.
    Gcplocal,
    /// `gcp-storage-emulator`: Cloud Storage.
    Storage,
}

impl Package {
    pub(super) const ALL: [Self; 4] = [Self::Storage, Self::Gcplocal, Self::Drongo, Self::BigQuery];

    pub(super) fn of(name: EmulatorName) -> Self {
        match name {
            EmulatorName::Bigquery => Self::BigQuery,
            EmulatorName::Drongo => Self::Drongo,
            EmulatorName::Gcplocal => Self::Gcplocal,
            EmulatorName::Storage => Self::Storage,
        }
    }

    /// Returns the name of the requirements file, and the first argument of the program.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::BigQuery => "bigquery",
            Self::Drongo => "drongo",
            Self::Gcplocal => "gcplocal",
            Self::Storage => "storage",
        }
    }

    /// Returns the first version of Python 3 for which the packages of the requirements are made.
    pub(super) fn minimum_python(self) -> u32 {
        match self {
            Self::BigQuery | Self::Drongo | Self::Gcplocal => 11,
            Self::Storage => 0,
        }
    }

    /// Returns the arguments with which Python starts the emulator on a port of the loopback
    /// address.
    pub(super) fn arguments(self, root: &Path, port: u16) -> Vec<OsString> {
        let module: &[&str] = match self {
            Self::BigQuery => &["-m", "crucible.cli", "serve", "--dialect", "bigquery", "--port"],
            Self::Drongo => &["-c", "import drongo.cli; drongo.cli.main()", "server", "--host", "127.0.0.1", "--port"],
            Self::Gcplocal => {
                let script = root.join("tests/conformance/emulators/start_gcplocal.py");
                return vec![script.into_os_string(), port.to_string().into()];
            }
            Self::Storage => {
                &["-m", "gcp_storage_emulator", "start", "--host", "127.0.0.1", "--in-memory", "--quiet", "--port"]
            }
        };
        module.iter().map(OsString::from).chain([port.to_string().into()]).collect()
    }
}

impl fmt::Display for Package {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements_pin_every_file_by_its_hash() {
        for package in Package::ALL {
            let path = format!("tests/conformance/emulators/requirements/{package}.txt");
            let text = std::fs::read_to_string(crate::root().join(&path)).expect("the requirements are readable");
            let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.starts_with('#')).collect();
            let pins = lines.iter().filter(|line| line.contains("==")).count();
            assert!(pins > 0, "{path}");
            for pair in lines.windows(2) {
                let [line, next] = pair else { continue };
                assert!(!line.contains("==") || next.starts_with("--hash=sha256:"), "{path}: {line}");
            }
            assert!(lines.last().is_some_and(|line| line.starts_with("--hash=sha256:")), "{path}");
        }
    }
}
