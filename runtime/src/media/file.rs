//! Media in files, read and written without blocking.

mod read;
mod slices;
mod write;

use std::io;

use tokio::runtime::Handle;

pub(super) use self::slices::write_slices;
pub(super) use self::write::write;

/// Does work that blocks on a thread of tokio for such work.
///
/// The work cannot be interrupted: if the future is dropped, the result is dropped when the work is
/// done. It must therefore own everything that it creates.
async fn block<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    let runtime = Handle::try_current().map_err(|_| without_runtime())?;
    runtime.spawn_blocking(work).await.unwrap_or_else(|error| Err(io::Error::other(error)))
}

/// Returns the error of a file that is used outside of a tokio runtime, where tokio would panic.
fn without_runtime() -> io::Error {
    io::Error::other("files are only available in a tokio runtime")
}
