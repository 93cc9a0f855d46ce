//! The fixtures: one folder a quirk, with `document.json`, perhaps `methods` (a pattern a line), and `expected.snap`.

use std::fs;
use std::path::{Path, PathBuf};

use discovery_codegen::{Error, Generated, Options, RuntimeSource};

/// One of `tests/fixtures`.
#[derive(Debug)]
pub struct Fixture {
    /// The folder's name.
    pub name: String,
    /// The folder.
    pub folder: PathBuf,
}

impl Fixture {
    /// All of them, by name.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        let mut all: Vec<Self> = entries
            .filter(|entry| entry.path().is_dir())
            .map(|entry| Self { name: entry.file_name().to_string_lossy().into_owned(), folder: entry.path() })
            .collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    /// Generates the fixture's crate.
    ///
    /// # Errors
    ///
    /// If the document cannot be used, as those of the `error-…` fixtures cannot.
    pub fn generate(&self, runtime: RuntimeSource) -> Result<Generated, Error> {
        self.generate_with(Options::default().runtime(runtime))
    }

    /// Generates the fixture's crate under a name of its own: the documents of many fixtures share one.
    ///
    /// # Errors
    ///
    /// As [`Fixture::generate`].
    pub fn generate_named(&self, runtime: RuntimeSource) -> Result<Generated, Error> {
        self.generate_with(Options::default().runtime(runtime).package(format!("fixture-{}", self.name)))
    }

    fn generate_with(&self, options: Options) -> Result<Generated, Error> {
        let read = |name: &str| fs::read_to_string(self.folder.join(name)).unwrap_or_default();
        let options = options.source("document.json");
        let options = read("methods").lines().fold(options, Options::method);
        discovery_codegen::generate(&read("document.json"), &options)
    }
}
