//! The fixtures below `tests/fixtures`: one folder for each peculiarity of a document, with
//!
//! * `document.json`: the Discovery document
//! * `methods`: optional; the patterns that select methods, one per line
//! * `pins`: optional; the parts of the crate that the snapshot holds besides schemas and
//!   resources, one per line (see [`PINS`])
//! * `expected.snap`: the snapshot
//!
//! The name of a folder whose document must be rejected starts with `error-`.

use std::fs;
use std::path::{Path, PathBuf};

use discovery_codegen::{Error, Generated, Options, RuntimeSource, is_mark};

/// The parts that are similar in all crates, and that a snapshot therefore contains only on
/// request: the whole `Cargo.toml`, its section `[package]`, the crate's page, and the code of
/// `src/lib.rs`.
pub const PINS: [&str; 4] = ["manifest", "package", "page", "client"];

/// A folder below `tests/fixtures`.
#[derive(Debug)]
pub struct Fixture {
    /// The folder's name.
    pub name: String,
    /// The folder's path.
    pub folder: PathBuf,
}

impl Fixture {
    /// Returns all fixtures, sorted by name.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        let mut all: Vec<Self> =
            entries.filter(|entry| entry.path().is_dir()).map(|entry| Self::new(entry.path())).collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    /// Returns the fixture in `folder`.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self { name, folder }
    }

    /// Returns `true` if the document must be rejected.
    #[must_use]
    pub fn expects_error(&self) -> bool {
        self.name.starts_with("error-")
    }

    /// Generates the fixture's crate.
    ///
    /// # Errors
    ///
    /// Returns the generator's error if the document or the selection is rejected.
    pub fn generate(&self, runtime: RuntimeSource) -> Result<Generated, Error> {
        self.generate_with(Options::default().runtime(runtime))
    }

    /// Generates the fixture's crate as `fixture-<name>`. Most documents describe the same API, so
    /// their crates would otherwise have the same name.
    ///
    /// # Errors
    ///
    /// Returns the generator's error if the document or the selection is rejected.
    pub fn generate_named(&self, runtime: RuntimeSource) -> Result<Generated, Error> {
        self.generate_with(Options::default().runtime(runtime).package(format!("fixture-{}", self.name)))
    }

    /// Returns the text of the fixture's snapshot: the error, or the warnings followed by the
    /// pinned parts of the crate.
    #[must_use]
    pub fn report(&self) -> String {
        let generated = match self.generate(RuntimeSource::Version("0.1".to_owned())) {
            Ok(generated) => generated,
            Err(error) => return format!("error: {error:#}"),
        };
        let pins = self.pins();
        let pinned = |part: &str| pins.iter().any(|pin| pin == part);
        let mut report: String = generated.warnings.iter().map(|warning| format!("warning: {warning}\n")).collect();
        for (path, text) in &generated.files {
            let is_page = |line: &&str| line.starts_with("//!");
            let lines = || text.lines().filter(|line| !is_mark(line));
            match path.as_str() {
                // The same file in every crate.
                "rustfmt.toml" => {}
                "Cargo.toml" if pinned("manifest") => push_section(&mut report, path, lines()),
                "Cargo.toml" if pinned("package") => {
                    push_section(
                        &mut report,
                        path,
                        lines().skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty()),
                    );
                }
                "Cargo.toml" => {}
                "src/lib.rs" => {
                    if pinned("page") {
                        push_section(&mut report, "src/lib.rs (page)", lines().filter(is_page));
                    }
                    // Methods that do not belong to a resource are part of the client.
                    if pinned("client") || text.contains("runtime::call!") {
                        push_section(&mut report, "src/lib.rs (client)", lines().filter(|line| !is_page(line)));
                    }
                }
                _ => push_section(&mut report, path, lines()),
            }
        }
        report
    }

    /// Returns the lines of `pins`.
    #[must_use]
    pub fn pins(&self) -> Vec<String> {
        self.read("pins").lines().map(str::to_owned).collect()
    }

    fn generate_with(&self, options: Options) -> Result<Generated, Error> {
        let methods = self.read("methods");
        let options = methods.lines().fold(options.source("document.json"), Options::method);
        discovery_codegen::generate(&self.read("document.json"), &options)
    }

    /// Returns the text of a file of the fixture; empty if the file does not exist.
    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap_or_default()
    }
}

fn push_section<'a>(report: &mut String, title: &str, lines: impl Iterator<Item = &'a str>) {
    let text = lines.collect::<Vec<_>>().join("\n");
    report.push_str(&format!("\n──── {title}\n{}\n", text.trim()));
}
