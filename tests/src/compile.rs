//! Compiles generated crates, all in one workspace with the runtime, without the network.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use discovery_codegen::Generated;
use discovery_codegen::output::Plan;

/// A workspace below `target/` that holds generated crates.
#[derive(Debug)]
pub struct Workspace {
    folder: PathBuf,
    members: Vec<String>,
}

/// The repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_owned)
}

impl Workspace {
    /// An empty one; what an earlier run left is cleared away, except for what it built.
    ///
    /// # Errors
    ///
    /// If the folder cannot be made.
    pub fn new(name: &str) -> std::io::Result<Self> {
        let folder = root().join("target").join(name);
        if folder.join("crates").exists() {
            fs::remove_dir_all(folder.join("crates"))?;
        }
        fs::create_dir_all(folder.join("crates"))?;
        // The versions of the repository's own lock file, so that nothing new has to be fetched.
        fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(Self { folder, members: Vec::new() })
    }

    /// The folder of a member.
    #[must_use]
    pub fn member(&self, name: &str) -> PathBuf {
        self.folder.join("crates").join(name)
    }

    /// Adds a crate.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn add(&mut self, generated: &Generated) -> std::io::Result<()> {
        let folder = self.member(&generated.package);
        Plan::new(folder, &generated.files).and_then(Plan::apply).map_err(std::io::Error::other)?;
        self.members.push(generated.package.clone());
        Ok(())
    }

    /// Runs cargo over the workspace, warnings being errors.
    ///
    /// # Errors
    ///
    /// If cargo cannot be run at all.
    pub fn cargo(&self, arguments: &[&str], environment: &[(&str, &str)]) -> std::io::Result<Output> {
        let members: Vec<String> = self.members.iter().map(|name| format!("\"crates/{name}\"")).collect();
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", "));
        fs::write(self.folder.join("Cargo.toml"), manifest)?;
        Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(arguments)
            .arg("--offline")
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("RUSTFLAGS", "-Dwarnings")
            .env("RUSTDOCFLAGS", "-Dwarnings")
            .envs(environment.iter().copied())
            .output()
    }
}

/// What a failed run of cargo said.
#[must_use]
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
