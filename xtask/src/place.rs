//! Where things are: this repository, and a crate in relation to it and to other workspaces.

use std::path::{Component, Path, PathBuf};

pub(crate) use discovery_codegen::output::display_path as shown;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    // Cargo sets it when it runs us; the other one is where we were built.
    let own =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    own.parent().map_or_else(|| own.clone(), Path::to_owned)
}

/// The folder of bindings and documents.
pub(crate) fn discovery() -> PathBuf {
    root().join("discovery")
}

/// The path without `..`, so that it shows what is in what.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}

/// `to` as seen from `from`, if both are in the repository; else absolute: then the two may move apart.
pub(crate) fn dependency_path(from: &Path, to: &Path) -> String {
    let (root, from) = (root(), plain(from));
    let path = match (from.strip_prefix(&root), to.strip_prefix(&root)) {
        (Ok(from), Ok(to)) => {
            let mut path: PathBuf = from.components().map(|_| Component::ParentDir).collect();
            path.push(to);
            path
        }
        _ => to.to_owned(),
    };
    // Cargo takes `/` everywhere, and a manifest should read the same on every system.
    path.to_string_lossy().replace('\\', "/")
}

/// Whether a crate in this folder would be claimed by a workspace around it that does not know it.
pub(crate) fn needs_own_workspace(folder: &Path) -> bool {
    let folder = plain(folder);
    for around in folder.ancestors().skip(1) {
        let Ok(text) = std::fs::read_to_string(around.join("Cargo.toml")) else {
            continue;
        };
        let Ok(manifest) = text.parse::<toml::Table>() else {
            continue;
        };
        let Some(workspace) = manifest.get("workspace") else {
            continue;
        };
        let lists = |key: &str| {
            let relative = folder.strip_prefix(around).unwrap_or(&folder);
            let patterns = workspace.get(key).and_then(toml::Value::as_array).cloned().unwrap_or_default();
            patterns.iter().filter_map(toml::Value::as_str).any(|pattern| covers(pattern, relative))
        };
        return !lists("members") && !lists("exclude");
    }
    false
}

/// `generated/*` covers `generated/games-v1`.
fn covers(pattern: &str, path: &Path) -> bool {
    let pattern: Vec<&str> = pattern.trim_end_matches('/').split('/').collect();
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    pattern.len() == parts.len() && pattern.iter().zip(&parts).all(|(pattern, part)| *pattern == "*" || pattern == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members() {
        assert!(covers("generated/*", Path::new("generated/games-v1")));
        assert!(covers("generated/games-v1/", Path::new("generated/games-v1")));
        assert!(!covers("generated/*", Path::new("target/games-v1")));
        assert!(!covers("generated/*", Path::new("generated/a/b")));
    }

    #[test]
    fn a_crate_in_target_needs_a_workspace_and_one_in_generated_does_not() {
        assert!(needs_own_workspace(&root().join("target/x")));
        assert!(!needs_own_workspace(&root().join("generated/x")));
    }

    #[test]
    fn the_runtime_from_a_generated_crate() {
        let runtime = root().join("runtime");
        assert_eq!(dependency_path(&root().join("generated/games-v1"), &runtime), "../../runtime");
        assert!(Path::new(&dependency_path(Path::new("/elsewhere"), &runtime)).is_absolute());
    }

    #[test]
    fn a_crate_beside_the_repository_is_not_in_it() {
        let beside = root().join("target/../../beside/notes-v1");
        assert!(Path::new(&dependency_path(&beside, &root().join("runtime"))).is_absolute());
        assert!(!needs_own_workspace(&root().join("target/../generated/x")));
    }
}
