//! What is to be done to one folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::folder::{collect, is_ours, slashed};
use super::{Error, difference, file, shown};

/// What has to be done to a folder.
#[derive(Debug, Default)]
pub struct Plan {
    folder: PathBuf,
    /// Files that are missing or differ, with their text.
    write: Vec<(PathBuf, String)>,
    /// Files of an earlier run that nothing writes any more.
    remove: Vec<PathBuf>,
    unchanged: usize,
}

impl Plan {
    /// Compares a folder with the files that it should hold. Files of others are left alone, and are an error where
    /// one of ours would have to go.
    ///
    /// # Errors
    /// If something there cannot be read, or is another's.
    pub fn new(folder: &Path, files: &BTreeMap<String, String>) -> Result<Self, Error> {
        let mut plan = Self { folder: folder.to_owned(), ..Self::default() };
        let sources = folder.join("src");
        // What it leads to is not this folder's.
        if sources.is_symlink() {
            return Err(Error::Foreign(shown(&sources)));
        }
        for (relative, text) in files {
            let path = folder.join(relative);
            match fs::read(&path) {
                Ok(old) if old == text.as_bytes() => plan.unchanged += 1,
                Ok(_) if !is_ours(&path)? => {
                    return Err(Error::Foreign(shown(&path)));
                }
                Ok(_) => plan.write.push((path, text.clone())),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => plan.write.push((path, text.clone())),
                Err(error) => return Err(Error::io(&path, "cannot be read")(error)),
            }
        }
        let mut present = Vec::new();
        if sources.is_dir() {
            collect(&sources, &mut present, &mut Vec::new())?;
        }
        for path in present {
            let wanted = path.strip_prefix(folder).is_ok_and(|relative| files.contains_key(&slashed(relative)));
            if !wanted && is_ours(&path)? {
                plan.remove.push(path);
            }
        }
        Ok(plan)
    }

    /// Whether all is as it should be.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }

    /// What is stale, a line each, and how it differs, in lines that are indented.
    #[must_use]
    pub fn findings(&self) -> Vec<String> {
        let changed = self.write.iter().map(|(path, text)| {
            let shown = shown(path);
            let Ok(old) = fs::read(path) else { return format!("{} is missing", shown.display()) };
            let mut finding = format!("{} is stale", shown.display());
            for line in difference::between(&String::from_utf8_lossy(&old), text) {
                finding.push_str("\n    ");
                finding.push_str(&line);
            }
            finding
        });
        let removed =
            self.remove.iter().map(|path| format!("{} is left over from an earlier run", shown(path).display()));
        changed.chain(removed).collect()
    }

    /// Puts the folder right. Every file is written in full beside its place before the first one is renamed.
    ///
    /// # Errors
    /// If something cannot be written. A folder that was not there is then still not there.
    pub fn apply(self) -> Result<Counts, Error> {
        if !self.folder.exists() {
            return self.create();
        }
        let mut staged = Vec::with_capacity(self.write.len());
        for (path, text) in &self.write {
            staged.push((file::stage(path, text.as_bytes())?, path));
        }
        for (file, path) in staged {
            file.persist(path).map_err(|error| Error::io(path, "cannot be replaced")(error.error))?;
        }
        for path in &self.remove {
            fs::remove_file(path).map_err(Error::io(path, "cannot be removed"))?;
            // Folders that are empty now go too; others refuse, and stay.
            for folder in path.ancestors().skip(1).take_while(|folder| *folder != self.folder) {
                if fs::remove_dir(folder).is_err() {
                    break;
                }
            }
        }
        Ok(Counts { written: self.write.len(), removed: self.remove.len(), unchanged: self.unchanged })
    }
}

impl Plan {
    /// A folder that is not there yet appears as a whole: it is filled under another name.
    fn create(self) -> Result<Counts, Error> {
        let parent = self.folder.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(Error::io(parent, "cannot be made"))?;
        let staged = tempfile::Builder::new()
            .prefix(".generating-")
            .tempdir_in(parent)
            .map_err(Error::io(parent, "cannot be written to"))?;
        let root = staged.path().join("crate");
        for (path, text) in &self.write {
            let staged = root.join(path.strip_prefix(&self.folder).unwrap_or(path));
            let folder = staged.parent().unwrap_or(&root);
            fs::create_dir_all(folder).map_err(Error::io(&self.folder, "cannot be made"))?;
            fs::write(&staged, text).map_err(Error::io(path, "cannot be written"))?;
        }
        fs::rename(&root, &self.folder).map_err(Error::io(&self.folder, "cannot be put in place"))?;
        Ok(Counts { written: self.write.len(), removed: 0, unchanged: 0 })
    }
}

/// What was done to a folder, in files.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Counts {
    /// Files that were missing or differed.
    pub written: usize,
    /// Files of an earlier run.
    pub removed: usize,
    /// Files that were not touched.
    pub unchanged: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> BTreeMap<String, String> {
        list.iter().map(|(path, text)| ((*path).to_owned(), format!("// {}\n{text}", crate::MARK))).collect()
    }

    fn apply(folder: &Path, list: &[(&str, &str)]) -> Counts {
        Plan::new(folder, &files(list)).expect("a plan").apply().expect("applied")
    }

    #[test]
    fn orphans_go_and_foreign_files_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        apply(folder.path(), &[("src/lib.rs", "1"), ("src/old/deep.rs", "1")]);
        fs::create_dir_all(folder.path().join("examples")).expect("made");
        for foreign in ["src/mine.rs", "examples/mine.rs", "README.md"] {
            fs::write(folder.path().join(foreign), "mine").expect("written");
        }
        let counts = apply(folder.path(), &[("src/lib.rs", "2")]);
        assert_eq!((counts.written, counts.removed, counts.unchanged), (1, 1, 0));
        assert!(!folder.path().join("src/old").exists());
        for foreign in ["src/mine.rs", "examples/mine.rs", "README.md"] {
            assert_eq!(fs::read_to_string(folder.path().join(foreign)).expect("there"), "mine");
        }
    }

    #[test]
    fn what_another_generator_wrote_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        apply(folder.path(), &[("src/lib.rs", "1")]);
        let other = folder.path().join("src/pb.rs");
        fs::write(&other, "// @generated by prost-build\n").expect("written");
        assert_eq!(apply(folder.path(), &[("src/lib.rs", "2")]).removed, 0);
        assert!(other.exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_of_the_sources_is_not_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let other = tempfile::tempdir().expect("another folder");
        fs::write(other.path().join("old.rs"), format!("// {}", crate::MARK)).expect("written");
        std::os::unix::fs::symlink(other.path(), folder.path().join("src")).expect("a link");
        let error = Plan::new(folder.path(), &files(&[("src/lib.rs", "1")])).expect_err("refused");
        assert!(error.to_string().contains("src: this file was not generated"), "{error}");
    }

    #[test]
    fn unchanged_files_keep_their_times() {
        let folder = tempfile::tempdir().expect("a folder");
        apply(folder.path(), &[("src/lib.rs", "1")]);
        let path = folder.path().join("src/lib.rs");
        let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
        fs::File::options().write(true).open(&path).expect("open").set_modified(long_ago).expect("set");
        let counts = apply(folder.path(), &[("src/lib.rs", "1"), ("src/new.rs", "1")]);
        assert_eq!((counts.written, counts.unchanged), (1, 1));
        assert_eq!(fs::metadata(&path).expect("there").modified().expect("a time"), long_ago);
    }

    #[test]
    fn a_foreign_file_in_the_way_is_an_error_and_nothing_is_written() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("Cargo.toml"), "mine").expect("written");
        let error = Plan::new(folder.path(), &files(&[("Cargo.toml", "1"), ("src/lib.rs", "1")])).expect_err("refused");
        assert!(error.to_string().contains("was not generated"), "{error}");
        assert!(!folder.path().join("src").exists());
    }

    #[cfg(unix)]
    #[test]
    fn new_files_have_ordinary_permissions() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        apply(folder.path(), &[("src/lib.rs", "1")]);
        fs::write(folder.path().join("ordinary"), "").expect("written");
        let mode = |path: &str| fs::metadata(folder.path().join(path)).expect("there").permissions().mode();
        assert_eq!(mode("src/lib.rs"), mode("ordinary"));
    }
}
