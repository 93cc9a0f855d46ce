//! Generated files on disk: what differs from what should be there, and how it is put right.
//!
//! `discovery_codegen` is text in, files out. This is the other half of a repository's own generating task: nothing is written
//! that is equal already, nothing is left half-written, files of an earlier run that nothing writes any more go, and files
//! that no generator wrote stay.
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

mod difference;
mod error;
mod file;
mod folder;
mod plan;
mod shown;

pub use error::Error;
pub use file::{read, replace};
pub use folder::foreign;
pub use plan::{Counts, Plan};
pub use shown::shown;
