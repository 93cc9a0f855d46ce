//! The paths of a repository that contains generated crates.

use std::path::{Component, Path, PathBuf};

use discovery_codegen::output;

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

    /// Returns the folder of the runtime.
    pub(crate) fn runtime(&self) -> PathBuf {
        self.root.join("runtime")
    }

    /// Returns `to` as a path dependency of a crate in the folder `from`: a relative path if both
    /// are in the repository. Otherwise it is absolute, because the two may be moved independently.
    pub(crate) fn dependency_path(&self, from: &Path, to: &Path) -> String {
        let from = normalize(from);
        let path = match (from.strip_prefix(&self.root), to.strip_prefix(&self.root)) {
            (Ok(from), Ok(to)) => {
                let mut path: PathBuf = from.components().map(|_| Component::ParentDir).collect();
                path.push(to);
                path
            }
            _ => to.to_owned(),
        };
        // Cargo accepts `/` on every system, and manifests should not depend on the system.
        path.to_string_lossy().replace('\\', "/")
    }
}

/// Returns the absolute path without `..`.
fn normalize(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for component in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match component {
            Component::ParentDir => drop(normalized.pop()),
            component => normalized.push(component),
        }
    }
    normalized
}

/// Returns `true` if cargo would assign a crate in this folder to a surrounding workspace that
/// neither lists nor excludes it, which is an error.
pub(crate) fn needs_own_workspace(folder: &Path) -> bool {
    let folder = normalize(folder);
    for parent in folder.ancestors().skip(1) {
        let Ok(text) = output::read(parent.join("Cargo.toml")) else {
            continue;
        };
        let Ok(manifest) = text.parse::<toml::Table>() else {
            continue;
        };
        let Some(workspace) = manifest.get("workspace") else {
            continue;
        };
        let lists = |key: &str| {
            let relative = folder.strip_prefix(parent).unwrap_or(&folder);
            let patterns = workspace.get(key).and_then(toml::Value::as_array).cloned().unwrap_or_default();
            patterns.iter().filter_map(toml::Value::as_str).any(|pattern| matches(pattern, relative))
        };
        return !lists("members") && !lists("exclude");
    }
    false
}

/// Returns `true` if a pattern of workspace members matches a path: `generated/*` matches
/// `generated/games-v1`.
fn matches(pattern: &str, path: &Path) -> bool {
    let pattern: Vec<&str> = pattern.trim_end_matches('/').split('/').collect();
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    pattern.len() == parts.len() && pattern.iter().zip(&parts).all(|(pattern, part)| *pattern == "*" || pattern == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository() -> Repository {
        Repository::new(crate::root())
    }

    #[test]
    fn matches_members_by_pattern() {
        assert!(matches("generated/*", Path::new("generated/games-v1")));
        assert!(matches("generated/games-v1/", Path::new("generated/games-v1")));
        assert!(!matches("generated/*", Path::new("target/games-v1")));
        assert!(!matches("generated/*", Path::new("generated/a/b")));
    }

    #[test]
    fn only_unlisted_crates_need_their_own_workspace() {
        assert!(needs_own_workspace(&repository().root().join("target/x")));
        assert!(!needs_own_workspace(&repository().crate_folder("x")));
        assert!(!needs_own_workspace(&repository().root().join("target/../generated/x")));
    }

    #[test]
    fn dependencies_within_the_repository_are_relative() {
        let repository = repository();
        let path = |from: &Path| repository.dependency_path(from, &repository.runtime());
        assert_eq!(path(&repository.crate_folder("games-v1")), "../../runtime");
        assert!(Path::new(&path(Path::new("/elsewhere"))).is_absolute());
        assert!(Path::new(&path(&repository.root().join("target/../../beside/notes-v1"))).is_absolute());
    }
}
