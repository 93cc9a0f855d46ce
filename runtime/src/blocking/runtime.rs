//! The one runtime that all waiting threads share.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::TransportError;
use crate::error::{Error, Result};

static RUNTIME: OnceLock<Runtime> = OnceLock::new();

/// Has this thread wait for any future: for those that come to something else than a call's `Result`, and for what is to be made
/// within a runtime, such as Google's credentials, which keep their tokens fresh there:
///
/// ```no_run
/// # #[cfg(feature = "google-cloud-auth")]
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use discovery_runtime::{application_default, blocking};
///
/// let scopes = ["https://www.googleapis.com/auth/games"];
/// let credentials = blocking::block_on(async { application_default(scopes) })??;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// If an async runtime runs on this thread, or if the one to wait for cannot be started. The future has not begun then.
pub fn block_on<F: Future>(future: F) -> Result<F::Output> {
    // To wait would be a panic of tokio's, and where it is not, all other tasks of that thread would stand still.
    if Handle::try_current().is_ok() {
        return Err(Error::from(TransportError::new(
            "this thread runs an async runtime and must not wait; help: use `.await`, or wait on a thread of \
             `std::thread::spawn`, or in `spawn_blocking` by `Handle::current().block_on`",
        )));
    }
    Ok(runtime()?.block_on(future))
}

fn runtime() -> Result<&'static Runtime> {
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    // Not kept if it fails: there may be threads to be had later.
    let made = Builder::new_multi_thread().worker_threads(1).thread_name("discovery-runtime").enable_all().build();
    let made = made.map_err(|error| TransportError::new("no runtime to wait for").with_displayed_cause(error))?;
    Ok(RUNTIME.get_or_init(|| made))
}
