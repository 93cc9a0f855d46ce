//! Generates Rust clients from Google API Discovery documents.
//!
//! The generator is pure: [`generate`] maps the text of a document to the text of the files of a
//! crate. It does not read files, the clock or the environment, so the same document and
//! [`Options`] always produce the same crate, byte for byte. Only the module [`output`] touches the
//! disk.
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
//! # Use in other repositories
//!
//! Generated code is either committed as a crate or built as a module.
//!
//! To commit it, write an `xtask` that generates a crate and checks in CI that it is up to date.
//! [`output::Plan`] compares a folder with [`Generated::files`], reports differences and writes
//! them. See `examples/own-xtask`.
//!
//! To generate a module while the crate around it is built, use [`Options::module`] in a build
//! script. See `examples/build-script`.
//!
//! ```no_run
//! // build.rs
//! use discovery_codegen::Options;
//! use discovery_codegen::output::{self, Plan};
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     println!("cargo:rerun-if-changed=notes.json");
//!     let options = Options::default().module("crate::notes").source("notes.json");
//!     let generated = discovery_codegen::generate(&output::read("notes.json")?, &options)?;
//!     for warning in &generated.warnings {
//!         println!("cargo:warning=notes.json: {warning}");
//!     }
//!     Plan::new(std::env::var("OUT_DIR")?, &generated.files)?.apply()?;
//!     Ok(())
//! }
//! ```
//!
//! ```text
//! // src/lib.rs
//! include!(concat!(env!("OUT_DIR"), "/notes.rs"));
//! ```

mod attributes;
mod counted;
mod dependencies;
mod diagnostics;
mod diff;
mod discovery;
mod document;
mod fixups;
mod generated;
mod lower;
mod markdown;
mod model;
mod names;
mod operations;
mod options;
pub mod output;
mod render;
mod select;
pub mod suggest;

use std::collections::BTreeMap;

use diagnostics::Warnings;
use discovery::RestDescription;
use operations::Operations;
use render::RootPath;

pub use diagnostics::{Error, Location, Printable, Warning, is_printable, printable};
pub use diff::{Change, ChangeKind, Changes, DiffError, Rule, Side, Verdict, diff};
pub use document::{Document, Header, Method};
pub use generated::{Generated, MARK, Summary, is_mark};
pub use options::{GitReference, Options, RuntimeSource};
pub use select::matches_pattern;

/// Generates a crate, or a module with [`Options::module`], from the text of a document.
///
/// # Errors
///
/// Returns an error if the text is not a Discovery document or is inconsistent, if a pattern
/// matches no method, or if the options name an invalid crate or module. [`Error::location`] says
/// which.
pub fn generate(document: &str, options: &Options) -> Result<Generated, Error> {
    let mut warnings = Warnings::default();
    let (api, root_path) = lowered(document, options, &mut warnings)?;
    Ok(Generated {
        files: files(&api, &root_path, options)?,
        summary: api.summary(),
        types: api.schema_types,
        package: api.package,
        warnings: warnings.into_sorted(),
    })
}

/// Returns the crate to be, and where its code lives.
fn lowered(document: &str, options: &Options, warnings: &mut Warnings) -> Result<(model::Api, RootPath), Error> {
    let description = RestDescription::parse(document, warnings)?;
    let (description, fixups) = fixups::apply(description, warnings)?;
    let operations = Operations::new(&description);
    let selection = select::select(&description, &operations, &options.methods)?;
    let root_path = options.module.as_deref().map_or(Ok(RootPath::Crate), RootPath::module)?;
    if root_path.is_crate() {
        options.runtime.check()?;
    }
    dependencies::check(&options.dependencies)?;
    let package = options.package.as_deref();
    let mut api = lower::lower(&description, &operations, &selection, &fixups, package, warnings)?;
    attributes::apply(&mut api, &options.attributes, warnings)?;
    Ok((api, root_path))
}

fn files(api: &model::Api, root_path: &RootPath, options: &Options) -> Result<BTreeMap<String, String>, Error> {
    let source = options.source.as_deref().unwrap_or("a Discovery document");
    // A line break would end the comment, and the rest of the text would be code.
    let source = markdown::one_line(source);
    let mark = format!("@generated from {source} by discovery-codegen. Do not edit.");
    let mut files = render::Sources::new(api, root_path).texts(&mark)?;
    match root_path.declaration() {
        Some((path, text)) => {
            files.insert(path, format!("// {mark}\n\n{text}"));
        }
        None => {
            let manifest = render::manifest(api, options);
            files.insert("Cargo.toml".to_owned(), format!("# {mark}\n\n{manifest}"));
            files.insert("rustfmt.toml".to_owned(), format!("# {mark}\n\ndisable_all_formatting = true\n"));
        }
    }
    Ok(files)
}

/// Returns `text` as a Markdown code span, for the texts of a [`Change`].
///
/// The delimiters are longer than any sequence of backticks in `text`, so nothing in it is
/// interpreted.
#[must_use]
pub fn markdown_code(text: &str) -> String {
    markdown::code(text)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A valid document with one method.
    pub(crate) const DOCUMENT: &str = r#"{"name": "notes", "version": "v1", "rootUrl": "https://notes.example/", "servicePath": "",
        "resources": {"notes": {"methods": {"drop": {"id": "notes.drop", "path": "notes", "httpMethod": "DELETE"}}}}}"#;

    #[test]
    fn control_characters_of_the_source_do_not_end_the_mark() {
        let source = "notes.json\nfn injected() {}\r\u{202e}\u{2028}[injected]\u{7}";
        for options in [Options::default(), Options::default().module("crate::notes")] {
            let generated = generate(DOCUMENT, &options.source(source)).expect("a valid document");
            for (path, text) in &generated.files {
                let first = text.lines().next().unwrap_or_default();
                assert!(is_mark(first) && first.ends_with("Do not edit."), "{path}: {first}");
                assert!(
                    !first.chars().any(char::is_control) && !first.contains(['\u{202e}', '\u{2028}']),
                    "{path}: {first}"
                );
                let injected = text.lines().skip(1).any(|line| line.contains("injected"));
                assert!(!injected, "{path}: {text}");
            }
        }
    }
}
