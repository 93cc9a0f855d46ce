//! Generates a Rust crate from a Google API Discovery document.
//!
//! The generator is pure: text in, files and warnings out. It reads no file, no clock and no environment, so the
//! same document and the same selection give the same crate, byte for byte.
//!
//! ```
//! let document = r#"{
//!     "name": "notes", "version": "v1", "title": "Notes", "rootUrl": "https://notes.example/", "servicePath": "v1/",
//!     "schemas": {"Note": {"type": "object", "properties": {"text": {"type": "string"}}}},
//!     "resources": {"notes": {"methods": {"get": {
//!         "id": "notes.notes.get", "path": "notes/{id}", "httpMethod": "GET",
//!         "parameters": {"id": {"type": "string", "location": "path", "required": true}},
//!         "response": {"$ref": "Note"}
//!     }}}}
//! }"#;
//! let options = discovery_codegen::Options::default().method("notes.notes.get");
//! let generated = discovery_codegen::generate(document, &options)?;
//! assert!(generated.files["src/schemas.rs"].contains("pub struct Note"));
//! assert!(generated.warnings.is_empty());
//! # Ok::<(), discovery_codegen::Error>(())
//! ```
//!
//! # In your own repository
//!
//! Depend on this package by git. There are two ways.
//!
//! A task of your own writes a crate that you commit and review, and compares it in CI. `discovery_output::Plan` is the disk's
//! half of it: it compares a folder with [`Generated::files`], says what is stale, and puts it right. `examples/own-xtask` is
//! such a task, twenty lines of it.
//!
//! Or a build script writes a module, with [`Options::module`]; `examples/build-script` is a whole one.
//!
//! ```no_run
//! // build.rs
//! use discovery_codegen::Options;
//! use std::{env, fs, path::Path};
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     println!("cargo:rerun-if-changed=notes.json");
//!     let options = Options::default().module("crate::notes").source("notes.json");
//!     let generated = discovery_codegen::generate(&fs::read_to_string("notes.json")?, &options)?;
//!     for warning in &generated.warnings {
//!         println!("cargo:warning=notes.json: {warning}");
//!     }
//!     for (name, text) in &generated.files {
//!         let path = Path::new(&env::var("OUT_DIR")?).join(name);
//!         fs::create_dir_all(path.parent().unwrap_or(&path))?;
//!         fs::write(path, text)?;
//!     }
//!     Ok(())
//! }
//! ```
//!
//! ```text
//! // src/lib.rs
//! include!(concat!(env!("OUT_DIR"), "/notes.rs"));
//! ```

mod compare;
mod discovery;
mod docs;
mod emit;
mod error;
mod fixups;
mod format;
mod home;
mod ir;
mod lower;
mod naming;
mod pointer;
mod select;

use std::collections::BTreeMap;

use home::Home;

pub use compare::{Change, Changes, CompareError, Kind, Rule, Side, Verdict, compare};
pub use emit::ClientSource;
pub use error::{Error, Place, Warning};

/// How every generated file starts, behind its comment mark. What does not start so is somebody else's.
pub const MARK: &str = "@generated";

/// What to generate, and for whom.
#[derive(Clone, Debug)]
pub struct Options {
    methods: Vec<String>,
    package: Option<String>,
    client: ClientSource,
    standalone: bool,
    module: Option<String>,
    source: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            methods: Vec::new(),
            package: None,
            client: ClientSource::Version("0.1".to_owned()),
            standalone: false,
            module: None,
            source: None,
        }
    }
}

impl Options {
    /// Adds methods by their id, or by a pattern in which `*` stands for any text. None at all: every method.
    #[must_use]
    pub fn method(mut self, pattern: impl Into<String>) -> Self {
        self.methods.push(pattern.into());
        self
    }

    /// Names the crate; without it the document does: `games-v1`.
    #[must_use]
    pub fn package(mut self, name: impl Into<String>) -> Self {
        self.package = Some(name.into());
        self
    }

    /// Where the generated crate finds its runtime.
    #[must_use]
    pub fn client(mut self, client: ClientSource) -> Self {
        self.client = client;
        self
    }

    /// Makes the crate a workspace of its own, for a folder inside somebody else's workspace.
    #[must_use]
    pub fn standalone(mut self, standalone: bool) -> Self {
        self.standalone = standalone;
        self
    }

    /// Makes a module of the crate that is being built, at this path, in place of a crate of its own: what a build
    /// script wants.
    ///
    /// With `crate::notes` the files are `notes.rs` and what it declares, in a folder `notes`. Write them into
    /// `OUT_DIR`, and bring the module in where it was said to be:
    ///
    /// ```text
    /// include!(concat!(env!("OUT_DIR"), "/notes.rs"));
    /// ```
    ///
    /// There is no manifest then: the crate around it depends on `discovery-client` itself, and [`Options::client`]
    /// and [`Options::standalone`] change nothing.
    #[must_use]
    pub fn module(mut self, path: impl Into<String>) -> Self {
        self.module = Some(path.into());
        self
    }

    /// What the files say that they come from: the document's file name.
    #[must_use]
    pub fn source(mut self, name: impl Into<String>) -> Self {
        self.source = Some(name.into());
        self
    }
}

/// How much there is in a generated crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Methods.
    pub methods: usize,
    /// Structs.
    pub messages: usize,
    /// Enums, those of parameters included.
    pub enums: usize,
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let count = |number: usize, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
        let (methods, messages) = (count(self.methods, "method"), count(self.messages, "message"));
        write!(f, "{methods}, {messages}, {}", count(self.enums, "enum"))
    }
}

/// A generated crate.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Generated {
    /// The crate's name.
    pub package: String,
    /// Texts by their path below the crate's folder, or for a module below the folder of its file, with `/` between the parts.
    pub files: BTreeMap<String, String>,
    /// What was worked around, sorted by place.
    pub warnings: Vec<Warning>,
    /// The document's schemas, and the type in `schemas` that each became.
    pub types: BTreeMap<String, String>,
    /// How much of what there is.
    pub summary: Summary,
}

/// Generates the crate of a document.
///
/// # Errors
///
/// If the text is no Discovery document, contradicts itself, or has none of the methods asked for. The error says
/// where and what to do.
pub fn generate(document: &str, options: &Options) -> Result<Generated, Error> {
    let mut warnings = error::Warnings::default();
    let mut description = discovery::RestDescription::parse(document, &mut warnings)?;
    select::select(&mut description, &options.methods)?;
    let home = options.module.as_deref().map_or(Ok(Home::Crate), Home::module)?;
    let api = lowered(description, options.package.as_deref(), &home, &mut warnings)?;

    let source: String =
        options.source.as_deref().unwrap_or("a Discovery document").chars().filter(|c| !c.is_control()).collect();
    let mark = format!("{MARK} from {source} by discovery-codegen. Do not edit.");
    let mut files = BTreeMap::new();
    for file in emit::sources(&api) {
        files.insert(file.path.clone(), format::source(file, &mark)?);
    }
    match home.declaration() {
        Some((path, text)) => {
            files.insert(path, format!("// {mark}\n\n{text}"));
        }
        None => {
            let manifest = emit::manifest(&api, &options.client, options.standalone);
            files.insert("Cargo.toml".to_owned(), format!("# {mark}\n\n{manifest}"));
            files.insert("rustfmt.toml".to_owned(), format!("# {mark}\n\ndisable_all_formatting = true\n"));
        }
    }
    Ok(Generated {
        summary: api.summary(),
        types: api.schema_types,
        package: api.package,
        files,
        warnings: warnings.into_sorted(),
    })
}

/// A text of a [`Change`] for Markdown: a code span, whatever the text holds.
#[must_use]
pub fn markdown_code(text: &str) -> String {
    docs::code(text)
}

/// The crate to be, of a document whose methods are chosen.
fn lowered(
    mut description: discovery::RestDescription,
    package: Option<&str>,
    home: &Home,
    warnings: &mut error::Warnings,
) -> Result<ir::Api, Error> {
    fixups::apply(&mut description, warnings)?;
    lower::lower(&description, package, home, warnings)
}
