//! Writes generated files to disk.
//!
//! A [`Plan`] compares a folder with the files that belong there, then writes what differs. It
//! works for crates as well as for the modules of build scripts, and guarantees that
//!
//! - files with the right content are not touched, so that cargo does not rebuild them;
//! - files are replaced atomically, and a new folder appears complete or not at all;
//! - generated files of an earlier run that are no longer needed are removed;
//! - files without the generator's [mark](crate::is_mark) are never changed;
//! - temporary files are deleted, those of a killed process by the next one.
//!
//! ```
//! use discovery_codegen::Options;
//! use discovery_codegen::output::Plan;
//!
//! # let document = r#"{"name": "notes", "version": "v1", "rootUrl": "https://notes.example/", "servicePath": "v1/",
//! #     "resources": {"notes": {"methods": {"drop": {"id": "notes.notes.drop", "path": "notes", "httpMethod": "DELETE"}}}}}"#;
//! # let folder = tempfile::tempdir()?;
//! # let folder = folder.path().join("notes");
//! # let folder = folder.as_path();
//! let generated = discovery_codegen::generate(document, &Options::default())?;
//! let plan = Plan::new(folder, &generated.files)?;
//! for finding in plan.findings() {
//!     println!("{finding}");
//! }
//! let counts = plan.apply()?;
//! assert_eq!(counts.written, generated.files.len());
//! assert!(Plan::new(folder, &generated.files)?.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod display_path;
mod error;
mod file;
mod finding;
mod folder;
mod plan;
mod temporary;
mod text;

pub use display_path::{display_path, printable_path};
pub use error::Error;
pub use file::{MAX_FILE_SIZE, read, read_to_bytes, read_with_limit, replace};
pub use finding::Finding;
pub use folder::{has_mark, unmarked_files};
pub use plan::{Counts, Plan};
pub use temporary::{TemporaryFolder, sweep};
pub use text::{InvalidText, decode, read_bytes};

/// Marks a change on disk, before which the tests end the process.
#[cfg(not(test))]
fn step() {}

#[cfg(test)]
use killed::step;

#[cfg(test)]
mod killed;
