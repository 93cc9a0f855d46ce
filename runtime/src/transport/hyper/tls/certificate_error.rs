//! Errors about certificates.

use std::error::Error;
use std::io;

/// Returns `true` if an error or one of its causes is about a certificate.
pub(in super::super) fn is_certificate_error(error: &(dyn Error + 'static)) -> bool {
    // The error inside an `io::Error` is not its source.
    let inner = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => Some(inner as &(dyn Error + 'static)),
        None => error.source(),
    };
    is_certificate_error_of_backend(error) || inner.is_some_and(is_certificate_error)
}

fn is_certificate_error_of_backend(error: &(dyn Error + 'static)) -> bool {
    #[cfg(feature = "rustls")]
    if matches!(error.downcast_ref(), Some(rustls::Error::InvalidCertificate(_))) {
        return true;
    }
    #[cfg(feature = "native-tls")]
    if is_native_certificate_error(error) {
        return true;
    }
    false
}

/// Searches the message, because native-tls does not classify errors and each system has its own
/// codes. An error that is not recognized is retried without success.
#[cfg(feature = "native-tls")]
fn is_native_certificate_error(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref::<native_tls::Error>().is_some_and(|error| error.to_string().contains("certificate"))
}
