use super::*;

/// Returns the names of a folder's entries, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("readable");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn sweeps_leftovers_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    // A file, a folder and a folder without its lock, as a killed process leaves them.
    fs::write(path(".discovery-codegen-a.tmp"), "").expect("written");
    fs::create_dir_all(path(".discovery-codegen-b.tmp/crate/src")).expect("created");
    fs::write(path(".discovery-codegen-b.tmp/lock"), "").expect("written");
    fs::create_dir(path(".discovery-codegen-c.tmp")).expect("created");
    let others = [".discovery-codegen-d", ".generating-e.tmp", "discovery-codegen-f.tmp"];
    others.iter().for_each(|name| fs::write(path(name), "").expect("written"));
    fs::create_dir_all(path(".discovery-codegen-g.tmp/crate")).expect("created");
    sweep(folder.path());
    assert_eq!(names(folder.path()), [".discovery-codegen-d", ".generating-e.tmp", "discovery-codegen-f.tmp"]);
}

#[test]
fn keeps_what_a_running_process_uses() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("target")).expect("created");
    let file = write_beside(&folder.path().join("a"), b"text").expect("a file");
    let temporary = TemporaryFolder::beside(&folder.path().join("b")).expect("a folder");
    sweep(folder.path());
    sweep(&folder.path().join("target"));
    assert!(file.path().exists() && temporary.path().exists());
    drop((file, temporary));
    assert_eq!((names(folder.path()), names(&folder.path().join("target"))), (vec!["target".to_owned()], vec![]));
}

#[cfg(unix)]
#[test]
fn does_not_follow_links() {
    let folder = tempfile::tempdir().expect("a folder");
    let other = tempfile::tempdir().expect("another folder");
    fs::write(other.path().join("lock"), "").expect("written");
    let link = folder.path().join(".discovery-codegen-a.tmp");
    std::os::unix::fs::symlink(other.path(), &link).expect("a link");
    sweep(folder.path());
    assert!(link.is_symlink());
    assert_eq!(names(other.path()), ["lock"]);
}

#[test]
fn temporary_folders_are_not_members_of_a_workspace() {
    let repository = tempfile::tempdir().expect("a folder");
    let root = repository.path();
    let generated = root.join("generated");
    fs::create_dir(&generated).expect("created");
    let parent = || {
        let folder = TemporaryFolder::beside(&generated.join("notes-v1")).expect("a folder");
        folder.path().parent().map(Path::to_owned)
    };
    // Cargo does not read this folder.
    assert_eq!(parent(), Some(generated.clone()));
    fs::write(root.join("Cargo.toml"), "[workspace]\nmembers = [\"generated/*\"]\n").expect("written");
    assert_eq!(parent(), Some(root.join("target")));
    assert_eq!(names(root), ["Cargo.toml", "generated"], "the folder `target` is deleted");
    fs::create_dir(root.join("target")).expect("created");
    assert_eq!(parent(), Some(root.join("target")));
    assert_eq!(names(root), ["Cargo.toml", "generated", "target"]);
    fs::remove_dir(root.join("target")).expect("removed");
    fs::write(root.join("target"), "a file").expect("written");
    assert_eq!(parent(), Some(root.to_owned()));
    assert!(names(&generated).is_empty());
}
