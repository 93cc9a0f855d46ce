//! Compiles generated crates in one workspace.

use std::fs;
use std::io::Result;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use discovery_codegen::Generated;

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
    /// Creates an empty workspace in `target/<name>`. The files and build results of an earlier run
    /// are kept, so that only crates which have changed are compiled again.
    ///
    /// # Errors
    ///
    /// Returns an error if the folder cannot be created.
    pub fn new(name: &str) -> Result<Self> {
        let folder = root().join("target").join(name);
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

    /// Adds a crate, and removes the other files of an earlier crate of that name.
    ///
    /// # Errors
    ///
    /// Returns an error if a file cannot be written or removed.
    pub fn add(&mut self, generated: &Generated) -> Result<()> {
        let folder = self.member(&generated.package);
        remove_files(&folder, &|path| path.to_str().is_some_and(|path| generated.files.contains_key(path)), &folder)?;
        for (path, text) in &generated.files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&folder))?;
            write_if_changed(&path, text)?;
        }
        self.members.push(generated.package.clone());
        Ok(())
    }

    /// Runs cargo in the workspace, offline and with warnings denied. All workspaces share their
    /// build results, so that the runtime and its dependencies are compiled once for all of them.
    ///
    /// # Errors
    ///
    /// Returns an error if the manifest cannot be written or cargo cannot be started. A failure of
    /// cargo itself is in the returned status.
    pub fn cargo(&self, arguments: &[&str]) -> Result<Output> {
        let members: Vec<String> = self.members.iter().map(|name| format!("\"crates/{name}\"")).collect();
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", "));
        write_if_changed(&self.folder.join("Cargo.toml"), &manifest)?;
        Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TARGET_DIR", root().join("target/generated"))
            // Nobody debugs these crates, and most are compiled once.
            .env("CARGO_PROFILE_DEV_DEBUG", "false")
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTFLAGS", "-Dwarnings")
            .env("RUSTDOCFLAGS", "-Dwarnings")
            .output()
    }
}

/// Writes a file unless it has this text. Cargo compiles a crate again if a file is written, even if
/// its text is the same.
fn write_if_changed(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(path, text)
}

/// Removes the files below `folder` whose paths, relative to `root`, are not to be kept.
fn remove_files(folder: &Path, keep: &dyn Fn(&Path) -> bool, root: &Path) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            remove_files(&path, keep, root)?;
        } else if !path.strip_prefix(root).is_ok_and(keep) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Returns what a program wrote to its standard error.
#[must_use]
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
