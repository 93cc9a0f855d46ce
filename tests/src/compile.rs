//! Compiles generated crates in one workspace.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use discovery_codegen::Generated;
use discovery_codegen::output::Plan;

/// A workspace of generated crates in a folder below `target/`.
#[derive(Debug)]
pub struct Workspace {
    folder: PathBuf,
    members: Vec<String>,
}

/// Returns the root folder of the repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_owned)
}

impl Workspace {
    /// Creates an empty workspace in `target/<name>`. Crates of an earlier run are removed; its
    /// build results are kept.
    ///
    /// # Errors
    ///
    /// Returns an error if the folder cannot be created or emptied.
    pub fn new(name: &str) -> std::io::Result<Self> {
        let folder = root().join("target").join(name);
        if folder.join("crates").exists() {
            fs::remove_dir_all(folder.join("crates"))?;
        }
        fs::create_dir_all(folder.join("crates"))?;
        // With the versions of the repository's lock file, nothing has to be downloaded again.
        fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(Self { folder, members: Vec::new() })
    }

    /// Returns the folder of a member.
    #[must_use]
    pub fn member(&self, name: &str) -> PathBuf {
        self.folder.join("crates").join(name)
    }

    /// Adds a crate.
    ///
    /// # Errors
    ///
    /// Returns an error if a file of the crate cannot be written.
    pub fn add(&mut self, generated: &Generated) -> std::io::Result<()> {
        let folder = self.member(&generated.package);
        Plan::new(folder, &generated.files).and_then(Plan::apply).map_err(std::io::Error::other)?;
        self.members.push(generated.package.clone());
        Ok(())
    }

    /// Runs cargo in the workspace, offline and with warnings denied, unless `environment`
    /// overrides it.
    ///
    /// # Errors
    ///
    /// Returns an error if the manifest cannot be written or cargo cannot be started. A failure of
    /// cargo itself is in the returned status.
    pub fn cargo(&self, arguments: &[&str], environment: &[(&str, &str)]) -> std::io::Result<Output> {
        let members: Vec<String> = self.members.iter().map(|name| format!("\"crates/{name}\"")).collect();
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", "));
        fs::write(self.folder.join("Cargo.toml"), manifest)?;
        Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("RUSTFLAGS", "-Dwarnings")
            .env("RUSTDOCFLAGS", "-Dwarnings")
            .envs(environment.iter().copied())
            .output()
    }
}

/// Returns what a program wrote to its standard error.
#[must_use]
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
