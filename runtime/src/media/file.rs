//! Media in files, read and written without blocking.

mod read;
mod slices;
mod write;

use std::fs::File;
use std::io;
use std::path::Path;

use tokio::runtime::Handle;

pub(super) use self::slices::write_slices;
pub(super) use self::write::write;
use crate::error::MediaError;
use crate::temporary_file::TemporaryFile;

/// Does work that blocks on a thread of tokio for such work.
///
/// The work cannot be interrupted: if the future is dropped, the result is dropped when the work is
/// done. It must therefore own everything that it creates.
async fn block<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    let runtime = Handle::try_current().map_err(|_| without_runtime())?;
    runtime.spawn_blocking(work).await.unwrap_or_else(|error| Err(io::Error::other(error)))
}

/// Creates a temporary file in the folder of the target.
async fn create(target: &Path) -> Result<(TemporaryFile, File), MediaError> {
    let to_create = target.to_owned();
    block(move || TemporaryFile::create(&to_create)).await.map_err(|error| unwritable(target, error))
}

fn unwritable(target: &Path, error: io::Error) -> MediaError {
    MediaError::file(target, "cannot be written", error)
}

/// Returns the error of a file that is used outside of a tokio runtime, where tokio would panic.
fn without_runtime() -> io::Error {
    io::Error::other("files are only available in a tokio runtime")
}
