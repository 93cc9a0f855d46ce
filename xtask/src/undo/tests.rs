use super::*;

type Change<'a> = &'a dyn Fn(&mut Undo) -> Result<(), Failure>;

/// A folder with a repository that a transaction changes.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        fs::write(folder.path("changed"), "old").expect("written");
        fs::write(folder.path("removed"), "old").expect("written");
        fs::create_dir_all(folder.path("folder/below")).expect("created");
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn repository(&self) -> Repository {
        Repository::new(self.0.path().to_owned())
    }

    fn begin(&self) -> Undo {
        Undo::begin(&self.repository()).expect("begun")
    }

    /// Runs the first steps of a transaction that changes, creates and removes files and folders.
    /// Returns how many there are.
    fn change(&self, undo: &mut Undo, steps: usize) -> usize {
        let files = [("file".to_owned(), format!("// {}", discovery_codegen::MARK))].into();
        let other = self.path("other");
        let changes: [Change<'_>; 5] = [
            &|undo| undo.replace(&self.path("changed"), "new"),
            &|undo| undo.replace(&self.path("created"), "new"),
            &|undo| undo.remove(&self.path("removed")),
            &|undo| undo.remove_folder(&self.path("folder")),
            &|undo| undo.apply(Plan::new(&other, &files)?, &other).map(drop),
        ];
        changes.iter().take(steps).for_each(|change| change(undo).expect("changed"));
        changes.len()
    }

    /// Returns the files and folders, except the lock.
    fn existing(&self) -> Vec<String> {
        let mut names = Vec::new();
        for folder in ["", "target", "folder", "other"] {
            for entry in fs::read_dir(self.path(folder)).into_iter().flatten() {
                let path = entry.expect("an entry").path();
                let relative = path.strip_prefix(self.0.path()).expect("below the folder");
                names.push(relative.to_string_lossy().into_owned());
            }
        }
        names.retain(|name| name != "target/.xtask-lock" && name != "target");
        names.sort();
        names
    }

    fn assert_unchanged(&self) {
        assert_eq!(self.existing(), ["changed", "folder", "folder/below", "removed"]);
        assert_eq!(fs::read_to_string(self.path("changed")).expect("read"), "old");
    }
}

#[test]
fn undoes_all_changes_when_dropped() {
    let folder = Folder::new();
    let mut undo = folder.begin();
    folder.change(&mut undo, usize::MAX);
    drop(undo);
    folder.assert_unchanged();
}

#[test]
fn keeps_all_changes_when_committed() {
    let folder = Folder::new();
    let mut undo = folder.begin();
    folder.change(&mut undo, usize::MAX);
    undo.commit().expect("committed");
    assert_eq!(folder.existing(), ["changed", "created", "other", "other/file"]);
    assert_eq!(fs::read_to_string(folder.path("changed")).expect("read"), "new");
}

#[test]
fn undoes_the_changes_of_a_killed_process() {
    let mut steps = 0;
    loop {
        let folder = Folder::new();
        let mut undo = folder.begin();
        let all = folder.change(&mut undo, steps);
        // A killed process drops nothing, but the system closes its files.
        undo.is_committed = true;
        for trash in undo.trash.drain(..) {
            trash.keep();
        }
        drop(undo);
        assert_eq!(Undo::is_pending(&folder.repository()), steps > 0);
        drop(folder.begin());
        folder.assert_unchanged();
        if steps == all {
            break;
        }
        steps += 1;
    }
}

#[test]
fn a_transaction_outside_of_a_repository_is_undone() {
    let folder = Folder::new();
    let mut undo = Undo::begin_outside();
    folder.change(&mut undo, usize::MAX);
    drop(undo);
    folder.assert_unchanged();
}
