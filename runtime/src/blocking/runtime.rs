//! The runtime that all waiting threads share.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::{Result, TransportError};

static RUNTIME: OnceLock<Runtime> = OnceLock::new();

/// Blocks the current thread until a future completes, and returns its output.
///
/// Use [`Wait::wait`](super::Wait::wait) for calls. This function is for other futures, and for
/// values that need a runtime when they are created, such as Google's credentials, which refresh
/// their tokens on it:
///
/// ```no_run
/// # #[cfg(feature = "google-cloud-auth")]
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use discovery_runtime::{google_application_default, blocking};
///
/// let scopes = ["https://www.googleapis.com/auth/games"];
/// let credentials = blocking::block_on(async { google_application_default(scopes) })??;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Returns an error if this thread runs an async runtime, or if the shared runtime cannot be
/// started. In both cases the future is not polled.
pub fn block_on<F: Future>(future: F) -> Result<F::Output> {
    // tokio panics in this case. A different runtime would not, but block all tasks of the thread.
    if Handle::try_current().is_ok() {
        return Err(TransportError::new(
            "cannot block a thread that runs an async runtime; use `.await`, a thread of `std::thread::spawn`, or \
             `Handle::current().block_on` inside of `spawn_blocking`",
        )
        .into());
    }
    Ok(runtime()?.block_on(future))
}

fn runtime() -> Result<&'static Runtime> {
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("discovery-runtime").enable_all().build();
    // A failure is not stored, because a later attempt may succeed.
    let runtime =
        runtime.map_err(|error| TransportError::new("async runtime could not be started").with_source(error))?;
    Ok(RUNTIME.get_or_init(|| runtime))
}
