//! The runtime of crates outside of the repository.

use std::path::{Path, PathBuf};
use std::process::Command;

use discovery_codegen::{GitReference, RuntimeSource};
use toml_edit::Item;

use crate::enclosing_workspace::manifest;
use crate::failure::Failure;
use crate::repository::{Repository, normalize, relative_path};
use crate::shell::quoted;

const RUNTIME: &str = "discovery-runtime";

/// Returns the runtime for a crate in a folder: that of the repository if the folder is in it, or
/// else the one that the crate or a crate or workspace around it uses, because two copies of the
/// runtime would not be compatible.
///
/// A path on this machine is never used on its own account: manifests are committed.
pub(crate) fn of(folder: &Path, repository: &Repository) -> Result<RuntimeSource, Failure> {
    let folder = normalize(folder);
    // The folder or the repository may be named by way of links.
    let pairs = [(folder.clone(), repository.root().to_owned()), (canonical(&folder), canonical(repository.root()))];
    if let Some((folder, root)) = pairs.iter().find(|(folder, root)| folder.starts_with(root)) {
        let runtime = Repository::new(root.clone()).runtime();
        return Ok(RuntimeSource::Path(relative_path(folder, &runtime)));
    }
    let around = folder.ancestors().find_map(|ancestor| in_manifest(ancestor, &folder));
    around.or_else(|| of_siblings(&folder)).ok_or_else(|| unknown(repository))
}

/// Returns the path without links, as far as it exists.
fn canonical(path: &Path) -> PathBuf {
    let existing = path.ancestors().find_map(|ancestor| Some((ancestor, ancestor.canonicalize().ok()?)));
    let resolved = existing.and_then(|(ancestor, canonical)| Some(canonical.join(path.strip_prefix(ancestor).ok()?)));
    resolved.unwrap_or_else(|| path.to_owned())
}

/// Returns the runtime of a crate in the same folder.
fn of_siblings(folder: &Path) -> Option<RuntimeSource> {
    let entries = std::fs::read_dir(folder.parent()?).ok()?;
    let mut siblings: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    siblings.sort();
    siblings.iter().find_map(|sibling| in_manifest(sibling, folder))
}

/// Returns the runtime that a manifest depends on, with paths relative to `folder`.
fn in_manifest(location: &Path, folder: &Path) -> Option<RuntimeSource> {
    let manifest = manifest(location)?;
    let dependencies = [manifest.get("dependencies"), manifest.get("workspace").and_then(|it| it.get("dependencies"))];
    dependencies.into_iter().flatten().find_map(|table| source(table.get(RUNTIME)?, location, folder))
}

/// Returns the source of a dependency. `None` if it is inherited from the workspace, or if other
/// machines do not have it.
fn source(dependency: &Item, location: &Path, folder: &Path) -> Option<RuntimeSource> {
    let text = |key: &str| dependency.get(key).and_then(Item::as_str).map(str::to_owned);
    if let Some(url) = text("git") {
        let reference = text("rev")
            .map(GitReference::Rev)
            .or_else(|| text("tag").map(GitReference::Tag))
            .or_else(|| text("branch").map(GitReference::Branch))
            .unwrap_or_default();
        return Some(RuntimeSource::Git { url, reference });
    }
    if let Some(path) = text("path") {
        let is_relative = Path::new(&path).is_relative();
        return is_relative.then(|| RuntimeSource::Path(relative_path(folder, &normalize(&location.join(path)))));
    }
    dependency.as_str().map(str::to_owned).or_else(|| text("version")).map(RuntimeSource::Version)
}

fn unknown(repository: &Repository) -> Failure {
    let origin = Command::new("git").args(["remote", "get-url", "origin"]).current_dir(repository.root()).output();
    let origin =
        origin.ok().filter(|output| output.status.success()).and_then(|output| String::from_utf8(output.stdout).ok());
    let url = origin.map_or_else(|| "URL".to_owned(), |url| quoted(url.trim()));
    Failure::Usage(format!(
        "the crate is outside of this repository, and no crate around it uses the runtime\n  help: pass `--runtime-git {url}`, `--runtime-version REQ`, or `--runtime-path DIR` for a crate that stays on this machine"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes files, and returns the runtime for the crate `generated/notes`.
    fn found(files: &[(&str, &str)]) -> Option<RuntimeSource> {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let path = folder.path().join(path).join("Cargo.toml");
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("created");
            std::fs::write(path, text).expect("written");
        }
        of(&folder.path().join("generated/notes"), &Repository::new(crate::root())).ok()
    }

    fn git(reference: GitReference) -> Option<RuntimeSource> {
        Some(RuntimeSource::Git { url: "https://git.example/r".to_owned(), reference })
    }

    #[test]
    fn uses_the_runtime_of_crates_around() {
        let dependency = |value: &str| format!("[dependencies]\ndiscovery-runtime = {value}\n");
        let by_git = |more: &str| dependency(&format!("{{ git = \"https://git.example/r\"{more} }}"));
        assert_eq!(found(&[]), None);
        assert_eq!(found(&[("generated/notes", &by_git(""))]), git(GitReference::DefaultBranch));
        assert_eq!(found(&[("generated/drive", &by_git(", rev = \"a\""))]), git(GitReference::Rev("a".to_owned())));
        assert_eq!(found(&[("", &by_git(", tag = \"a\""))]), git(GitReference::Tag("a".to_owned())));
        let workspace = format!("[workspace.{}", by_git(", branch = \"a\"").trim_start_matches('['));
        assert_eq!(found(&[("", &workspace)]), git(GitReference::Branch("a".to_owned())));
        let version = Some(RuntimeSource::Version("0.1".to_owned()));
        assert_eq!(found(&[("", &dependency("\"0.1\""))]), version);
        assert_eq!(found(&[("", &dependency("{ version = \"0.1\" }"))]), version);
        let path = |path: &str| Some(RuntimeSource::Path(path.to_owned()));
        assert_eq!(found(&[("generated/drive", &dependency("{ path = \"../../r\" }"))]), path("../../r"));
        assert_eq!(found(&[("", &dependency("{ path = \"r\" }"))]), path("../../r"));
        // The nearest one counts.
        assert_eq!(found(&[("", &by_git("")), ("generated", &dependency("\"0.1\""))]), version);
    }

    #[test]
    fn does_not_use_what_other_machines_lack() {
        for dependency in ["{ path = \"/home/me/runtime\" }", "{ workspace = true }", "3"] {
            assert_eq!(found(&[("", &format!("[dependencies]\ndiscovery-runtime = {dependency}\n"))]), None);
        }
    }

    #[test]
    fn crates_in_the_repository_use_its_runtime() {
        let repository = Repository::new(crate::root());
        let of = |folder: &Path| of(folder, &repository).ok();
        let path = |path: &str| Some(RuntimeSource::Path(path.to_owned()));
        assert_eq!(of(&repository.crate_folder("games-v1")), path("../../runtime"));
        assert_eq!(of(&repository.root().join("target/../x")), path("../runtime"));
    }

    #[cfg(unix)]
    #[test]
    fn crates_in_the_repository_may_be_named_by_way_of_a_link() {
        let folder = tempfile::tempdir().expect("a folder");
        let (root, link) = (folder.path().join("repository"), folder.path().join("link"));
        std::fs::create_dir(&root).expect("created");
        std::os::unix::fs::symlink(&root, &link).expect("a link");
        let expected = Some(RuntimeSource::Path("../../runtime".to_owned()));
        assert_eq!(of(&link.join("a/b"), &Repository::new(root.clone())).ok(), expected);
        assert_eq!(of(&root.join("a/b"), &Repository::new(link)).ok(), expected);
    }
}
