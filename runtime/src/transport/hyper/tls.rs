//! TLS with rustls or with the implementation of the system.

pub(super) mod certificate_error;
#[cfg(feature = "native-tls")]
mod native_tls;
#[cfg(feature = "rustls")]
pub(super) mod rustls;

use std::fmt;

use crate::error::BuildError;

fn tls_unavailable(error: &dyn fmt::Display) -> BuildError {
    BuildError::new(format!("TLS is not available: {error}"))
}
