//! TLS: settings, and which errors are about certificates.

#[cfg(feature = "native-tls")]
mod native_tls;
#[cfg(feature = "rustls")]
pub(super) mod rustls;

use std::error::Error;
use std::fmt;
use std::io;

use crate::error::BuildError;

/// Returns `true` if an error or one of its causes is about a certificate.
pub(super) fn is_certificate_error(error: &(dyn Error + 'static)) -> bool {
    // The error inside an `io::Error` is not its source.
    let inner = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => Some(inner as &(dyn Error + 'static)),
        None => error.source(),
    };
    is_certificate_error_of_backend(error) || inner.is_some_and(is_certificate_error)
}

fn is_certificate_error_of_backend(error: &(dyn Error + 'static)) -> bool {
    #[cfg(feature = "rustls")]
    if rustls::is_certificate_error(error) {
        return true;
    }
    #[cfg(feature = "native-tls")]
    if native_tls::is_certificate_error(error) {
        return true;
    }
    false
}

fn tls_unavailable(error: &dyn fmt::Display) -> BuildError {
    BuildError::new(format!("TLS is not available: {error}"))
}
