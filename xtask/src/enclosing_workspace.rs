//! The cargo workspace in whose folder a crate is.

use std::path::{Path, PathBuf};

use discovery_codegen::{matches_pattern, output};
use toml_edit::{DocumentMut, Item, Value};

use crate::repository::normalize;

/// A workspace whose folder contains a crate that it neither lists nor excludes. Cargo rejects such
/// a crate, unless a member depends on it by path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unlisted {
    /// The manifest of the workspace.
    pub(crate) manifest: PathBuf,
    /// The entry to add to `members`.
    pub(crate) member: String,
}

/// Returns the workspace that encloses the folder of a crate, if it does not list the crate.
pub(crate) fn unlisted(folder: &Path) -> Option<Unlisted> {
    let folder = normalize(folder);
    let (root, workspace) = folder.ancestors().skip(1).find_map(workspace)?;
    let relative = folder.strip_prefix(&root).unwrap_or(&folder);
    let lists = |key: &str| {
        let patterns = workspace.get(key).and_then(Item::as_array).into_iter().flatten();
        patterns.filter_map(Value::as_str).any(|pattern| matches(pattern, relative))
    };
    // Cargo also excludes what is below an excluded folder.
    let is_excluded = || relative.ancestors().any(|path| excludes(&workspace, path));
    if lists("members") || is_excluded() {
        return None;
    }
    let member = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
    Some(Unlisted { manifest: root.join("Cargo.toml"), member })
}

/// Returns the manifest in a folder. `None` if it does not exist or is not valid TOML.
pub(crate) fn manifest(folder: &Path) -> Option<DocumentMut> {
    output::read(folder.join("Cargo.toml")).ok()?.parse().ok()
}

fn workspace(folder: &Path) -> Option<(PathBuf, Item)> {
    manifest(folder)?.remove("workspace").map(|workspace| (folder.to_owned(), workspace))
}

fn excludes(workspace: &Item, path: &Path) -> bool {
    let excluded = workspace.get("exclude").and_then(Item::as_array).into_iter().flatten();
    excluded.filter_map(Value::as_str).any(|excluded| !excluded.is_empty() && Path::new(excluded) == path)
}

/// Returns `true` if a pattern of workspace members matches a path: `generated/*` matches
/// `generated/games-v1`.
fn matches(pattern: &str, path: &Path) -> bool {
    let pattern: Vec<&str> = pattern.trim_start_matches("./").trim_end_matches('/').split('/').collect();
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
    matches_parts(&pattern, &parts)
}

fn matches_parts(pattern: &[&str], parts: &[&str]) -> bool {
    match (pattern.split_first(), parts.split_first()) {
        (None, None) => true,
        (Some((&"**", rest)), _) => {
            matches_parts(rest, parts) || parts.split_first().is_some_and(|(_, parts)| matches_parts(pattern, parts))
        }
        (Some((first, pattern)), Some((part, parts))) => matches_pattern(first, part) && matches_parts(pattern, parts),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_members_by_pattern() {
        let matches = |pattern, path| matches(pattern, Path::new(path));
        assert!(matches("generated/*", "generated/games-v1"));
        assert!(matches("./generated/games-v1/", "generated/games-v1"));
        assert!(matches("google-*-v*", "google-drive-v3"));
        assert!(matches("crates/**", "crates/a/b"));
        assert!(!matches("generated/*", "target/games-v1"));
        assert!(!matches("generated/*", "generated/a/b"));
        assert!(!matches("google-*-v*", "google-drive"));
        assert!(!matches("google-*", "azure-google-drive"));
    }

    #[test]
    fn finds_the_workspace_that_does_not_list_a_crate() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        let path = |path: &str| unlisted(&root.join(path)).map(|unlisted| unlisted.member);
        assert_eq!(path("a/b"), None, "there is no workspace");
        std::fs::create_dir(root.join("a")).expect("created");
        std::fs::write(root.join("a/Cargo.toml"), "[package]\nname = \"a\"\n").expect("written");
        let text = "[workspace]\nmembers = [\"crates/*\", \"x\"]\nexclude = [\"examples\"]\n";
        std::fs::write(root.join("Cargo.toml"), text).expect("written");
        assert_eq!(path("crates/b"), None);
        assert_eq!(path("x"), None);
        assert_eq!(path("examples/y/z"), None);
        assert_eq!(path("a/b").as_deref(), Some("a/b"));
        assert_eq!(path("crates/../c").as_deref(), Some("c"));
        let found = unlisted(&root.join("c")).expect("unlisted");
        assert_eq!(found.manifest, root.join("Cargo.toml"));
        std::fs::write(root.join("Cargo.toml"), "[workspace]\n").expect("written");
        assert_eq!(path("crates/b").as_deref(), Some("crates/b"));
    }
}
