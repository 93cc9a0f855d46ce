//! The names of the kinds of errors in metrics and traces.

use http::StatusCode;

use crate::error::{Error, ErrorKind};

/// Returns OpenTelemetry's attribute `error.type`: the status of an error response, or else the
/// kind of the error. `status` is that of the error.
pub(crate) fn error_type<'s>(error: &Error, status: Option<&'s StatusCode>) -> Option<&'s str> {
    Some(match error.kind() {
        // A 304 is the expected response to a condition; OpenTelemetry counts only 4xx and 5xx as
        // errors.
        ErrorKind::Api(error) if error.status().is_redirection() => return None,
        ErrorKind::Api(_) => return status.map(StatusCode::as_str),
        ErrorKind::Transport(error) if error.is_timeout() => "timeout",
        ErrorKind::Transport(_) => "transport",
        ErrorKind::Build(_) => "build",
        ErrorKind::Auth(_) => "auth",
        ErrorKind::Decode(_) => "decode",
        ErrorKind::Media(_) => "media",
        ErrorKind::Batch(_) => "batch",
        ErrorKind::Pagination(_) => "repeated_page",
        ErrorKind::Operation(_) => "operation",
    })
}
