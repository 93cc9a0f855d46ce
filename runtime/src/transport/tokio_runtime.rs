//! The tokio runtime that transports need, without which tokio would panic.

use std::future::pending;
use std::panic::catch_unwind;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::Sleep;

use crate::error::TransportError;
use crate::future::BoxFuture;

/// Does the work of a library, or returns an error if it is not within a suitable tokio runtime.
///
/// The work is usually borrowed, because the future of an async function contains its arguments
/// twice.
#[cfg(any(feature = "native-tls", feature = "reqwest", feature = "rustls"))]
pub(super) async fn in_runtime<T>(work: impl Future<Output = Result<T, TransportError>>) -> Result<T, TransportError> {
    require_timers()?;
    // Whether the runtime has I/O is only known when it is used.
    crate::catch_panic::catch_panic(work).await.unwrap_or_else(|| {
        Err(TransportError::new("this transport failed unexpectedly; it needs a tokio runtime with I/O"))
    })
}

/// Returns an error outside of a tokio runtime with timers.
pub(super) fn require_timers() -> Result<(), TransportError> {
    let message = "this transport needs a tokio runtime with timers; the feature `blocking` provides one";
    if timer(Duration::ZERO).is_some() { Ok(()) } else { Err(TransportError::new(message)) }
}

/// Waits. Outside of a runtime this takes forever, so that the error of the request is returned
/// instead of a timeout.
pub(super) fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
    match timer(duration) {
        Some(timer) => Box::pin(timer),
        None => Box::pin(pending()),
    }
}

/// Returns a timer, or `None` outside of a tokio runtime with timers.
fn timer(duration: Duration) -> Option<Sleep> {
    // tokio has no other way to find out whether the timers of a runtime are enabled.
    Handle::try_current().ok().and_then(|_| catch_unwind(|| tokio::time::sleep(duration)).ok())
}
