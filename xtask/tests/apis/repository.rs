//! A repository like this one, in a folder of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

pub(crate) struct Repository {
    folder: tempfile::TempDir,
}

pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Repository {
    pub(crate) fn new() -> Self {
        let repository = Self { folder: tempfile::tempdir().expect("a folder") };
        repository.write("discovery/bindings.toml", "# A remark.\n");
        repository
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("a path")
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        fs::write(path, text).expect("written");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).expect("there")
    }

    /// All files by path, to see that none was touched.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.root()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("read") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.insert(path.clone(), fs::read(path).expect("read"));
                }
            }
        }
        files
    }

    /// Runs `cargo xtask` here, and writes `[root]` for this folder.
    pub(crate) fn xtask(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(arguments)
            .current_dir(self.root())
            .env("CARGO_MANIFEST_DIR", self.root().join("xtask"))
            .env("NO_PROXY", "*")
            .output()
            .expect("xtask runs");
        let text = |bytes: Vec<u8>| self.clean(&String::from_utf8_lossy(&bytes));
        Run { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    fn clean(&self, text: &str) -> String {
        text.replace(&*self.root().to_string_lossy(), "[root]")
    }

    /// Runs what has to fail, and returns what it says. Nothing may have changed.
    pub(crate) fn refused(&self, arguments: &[&str]) -> String {
        let before = self.files();
        let run = self.xtask(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}: {}", run.err);
        assert_eq!(self.files(), before, "{arguments:?}");
        run.err
    }
}

/// The same, with what is different in each run made equal.
pub(crate) fn steady(text: &str, server: &str) -> String {
    let text = text.replace(server, "[server]");
    let lines = text.lines().filter(|line| !line.contains("; trying again in "));
    lines.map(|line| format!("{line}\n")).collect()
}
