//! The statuses with which a web server passes errors on.

use http::StatusCode;

use super::{Error, ErrorKind};

/// Converts an error into the status with which a web server can respond to its own client.
///
/// | error | status |
/// |---|---|
/// | the server responded with 4xx or 5xx, or an operation failed with a code that has such a status | the same |
/// | 403 because of a [rate limit](Error::is_rate_limited) or a [quota](Error::is_quota_exceeded) | 429 |
/// | the server responded with 304 | 304 |
/// | a time limit was exceeded before a response was complete, or before an operation was done | 504 |
/// | credentials are temporarily not available | 503 |
/// | no response was received, or one that is incomplete or cannot be decoded; a redirect | 502 |
/// | the request could not be built, or credentials are not available | 500 |
///
/// A 401 or 403 is about the credentials of the call. A web server that does not call on behalf of
/// its client may want to respond with 500 instead.
///
/// # Examples
///
/// ```
/// use discovery_runtime::{Error, TransportError, http::StatusCode};
///
/// let error = Error::from(TransportError::timed_out("no response within 30s"));
/// assert_eq!(StatusCode::from(&error), StatusCode::GATEWAY_TIMEOUT);
/// ```
impl From<&Error> for StatusCode {
    fn from(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::Api(_) => of_response(error),
            ErrorKind::Operation(operation) if operation.is_failed() => of_response(error),
            ErrorKind::Operation(operation) if operation.is_deadline_exceeded() => Self::GATEWAY_TIMEOUT,
            ErrorKind::Transport(transport) if transport.is_timeout() => Self::GATEWAY_TIMEOUT,
            ErrorKind::Auth(auth) if auth.is_transient() => Self::SERVICE_UNAVAILABLE,
            ErrorKind::Media(media) if media.io_error().is_some() => Self::INTERNAL_SERVER_ERROR,
            ErrorKind::Auth(_) | ErrorKind::Build(_) => Self::INTERNAL_SERVER_ERROR,
            ErrorKind::Transport(_)
            | ErrorKind::Decode(_)
            | ErrorKind::Media(_)
            | ErrorKind::Batch(_)
            | ErrorKind::Pagination(_)
            | ErrorKind::Operation(_) => Self::BAD_GATEWAY,
        }
    }
}

fn of_response(error: &Error) -> StatusCode {
    match error.status() {
        Some(StatusCode::FORBIDDEN) if error.is_rate_limited() || error.is_quota_exceeded() => {
            StatusCode::TOO_MANY_REQUESTS
        }
        Some(StatusCode::NOT_MODIFIED) => StatusCode::NOT_MODIFIED,
        Some(status) if status.is_client_error() || status.is_server_error() => status,
        _ => StatusCode::BAD_GATEWAY,
    }
}
