//! The root of this repository, for the commands that only this repository has.

use std::path::{Path, PathBuf};

pub(crate) use discovery_codegen::output::display_path as shown;

use crate::repository::Repository;

/// Returns the root of this repository.
pub(crate) fn root() -> PathBuf {
    // Cargo sets the variable when it runs xtask. Otherwise, use the folder that xtask was built
    // in.
    let manifest_folder =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest_folder.parent().map_or_else(|| manifest_folder.clone(), Path::to_owned)
}

/// Returns `to` as a path dependency of a crate in the folder `from`.
pub(crate) fn dependency_path(from: &Path, to: &Path) -> String {
    Repository::new(root()).dependency_path(from, to)
}
