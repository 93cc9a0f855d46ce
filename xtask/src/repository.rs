//! The paths of a repository that contains generated crates.

use std::path::{Component, Path, PathBuf};

/// A repository with documents and bindings in `discovery/`, and crates in `generated/`.
#[derive(Clone, Debug)]
pub(crate) struct Repository {
    root: PathBuf,
}

impl Repository {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the folder of documents.
    pub(crate) fn documents(&self) -> PathBuf {
        self.root.join("discovery")
    }

    /// Returns the file that lists the crates, each with its document and methods.
    pub(crate) fn bindings(&self) -> PathBuf {
        self.documents().join("bindings.toml")
    }

    /// Returns the folder of the generated crates.
    pub(crate) fn crates(&self) -> PathBuf {
        self.root.join("generated")
    }

    /// Returns the folder of a generated crate.
    pub(crate) fn crate_folder(&self, package: &str) -> PathBuf {
        self.crates().join(package)
    }

    /// Returns the folder of build artifacts and temporary files.
    pub(crate) fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    pub(crate) fn lock_file(&self) -> PathBuf {
        self.root.join("Cargo.lock")
    }

    /// Returns the path from a generated crate to the runtime.
    pub(crate) fn runtime_path(&self) -> String {
        relative_path(&self.crate_folder("crate"), &self.runtime())
    }

    /// Returns the folder of the runtime.
    pub(crate) fn runtime(&self) -> PathBuf {
        self.root.join("runtime")
    }
}

/// Returns the path from one folder to another, as written in manifests. Both are normalized.
pub(crate) fn relative_path(from: &Path, to: &Path) -> String {
    let common = from.components().zip(to.components()).take_while(|(from, to)| from == to).count();
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    let path: PathBuf = up.chain(to.components().skip(common)).collect();
    // Cargo accepts `/` on every system, and manifests should not depend on the system.
    path.to_string_lossy().replace('\\', "/")
}

/// Returns the absolute path without `..`.
pub(crate) fn normalize(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for component in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match component {
            Component::ParentDir => drop(normalized.pop()),
            component => normalized.push(component),
        }
    }
    normalized
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_between_folders_are_relative() {
        let path = |from, to| relative_path(Path::new(from), Path::new(to));
        assert_eq!(path("/r/generated/games-v1", "/r/runtime"), "../../runtime");
        assert_eq!(path("/r", "/r/runtime"), "runtime");
        assert_eq!(path("/a/b", "/c/d"), "../../c/d");
        assert_eq!(normalize(Path::new("/r/x/../y/.")), Path::new("/r/y"));
    }
}
