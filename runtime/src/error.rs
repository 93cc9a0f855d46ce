//! Errors of calls: [`Error`] with its context, and one leaf type for each kind of failure.

mod api;
mod auth;
mod batch;
mod build;
pub(crate) mod causes;
mod context;
mod decode;
mod excerpt;
mod kind;
mod media;
mod operation;
mod pagination;
mod predicates;
mod response_status;
#[cfg(test)]
mod tests;
pub(crate) mod transport;

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

pub use self::api::{ApiError, ApiErrorBuilder};
pub use self::auth::AuthError;
pub use self::batch::BatchError;
pub use self::build::BuildError;
pub(crate) use self::context::ErrorContext;
pub use self::decode::DecodeResponseError;
pub(crate) use self::excerpt::excerpt;
pub use self::kind::ErrorKind;
pub use self::media::MediaError;
pub use self::operation::OperationError;
pub(crate) use self::operation::OperationFailure;
pub use self::pagination::PaginationError;
pub use self::transport::TransportError;

use crate::error_details::ErrorDetails;

/// The result of a call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The error of a call, with the method that was called.
///
/// The methods of this type answer the questions that callers usually have; [`kind`](Self::kind)
/// leads to all details.
///
/// `Display` prints one complete line: the method and the host, the number of attempts if there were
/// several, the time in seconds if it took some, and what went wrong. For example:
///
/// ```text
/// drive.files.get (www.googleapis.com): 404: File not found: x. (notFound)
/// drive.files.list (www.googleapis.com, 4 attempts in 12s): 503: Backend error. (backendError)
/// ```
///
/// An underlying cause is either part of that line or returned by
/// [`source`](std::error::Error::source), never both.
///
/// A web server that passes an error on to its own client converts it into a status with
/// `StatusCode::from(&error)`: that of the response, or 502, 503 or 504.
///
/// # Examples
///
/// ```
/// use discovery_runtime::{ApiError, Error, http::StatusCode};
///
/// let body = r#"{"error": {"message": "No such room."}}"#;
/// let error = Error::from(ApiError::new(StatusCode::NOT_FOUND, body));
/// assert!(error.is_not_found() && !error.is_retryable());
/// assert_eq!(error.to_string(), "404: No such room.");
/// ```
pub struct Error(Box<Inner>);

/// The contents of an [`Error`], boxed to keep the `Result` of a call small.
struct Inner {
    kind: ErrorKind,
    context: ErrorContext,
}

impl Error {
    /// Returns the kind of the error, with its details.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// Converts the error into its kind, with its details.
    #[must_use]
    pub fn into_kind(self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the id of the method that was called, e.g. `drive.files.get`, or `None` if the error
    /// did not occur in a single call.
    #[must_use]
    pub fn method_id(&self) -> Option<&'static str> {
        self.0.context.method_id
    }

    /// Returns the host that received the request, e.g. `www.googleapis.com`, with its port unless
    /// that is the default one. `None` if no request could be built, or if the error did not occur
    /// in a call.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        self.0.context.host.as_deref()
    }

    /// Returns the number of attempts, the last of which failed, or 0 if nothing was sent.
    ///
    /// An attempt includes fetching a token. A transfer that makes progress between two failures
    /// starts again at 1.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.context.attempts
    }

    /// Returns the time from the start of the call to the error, including the pauses between
    /// attempts. `None` if the error did not occur in a call.
    #[must_use]
    pub fn elapsed(&self) -> Option<Duration> {
        self.0.context.elapsed
    }

    /// Sets the id of the method that was called, unless it is set already.
    pub(crate) fn with_method_id(self, id: &'static str) -> Self {
        self.with_context(ErrorContext { method_id: Some(id), ..ErrorContext::default() })
    }

    /// Sets the number of attempts, unless it is set already.
    pub(crate) fn with_attempts(self, attempts: u32) -> Self {
        self.with_context(ErrorContext { attempts, ..ErrorContext::default() })
    }

    /// Adds to the context of the error what is not set already. A request that could not be built
    /// has only a method.
    pub(crate) fn with_context(mut self, mut context: ErrorContext) -> Self {
        if matches!(self.kind(), ErrorKind::Build(_)) {
            context = ErrorContext { method_id: context.method_id, ..ErrorContext::default() };
        }
        self.0.context.fill(context);
        self
    }

    /// Returns `true` if the call would have been retried, but the
    /// [`RetryBudget`](crate::RetryBudget) of the client was exhausted.
    #[must_use]
    pub fn is_retry_budget_exhausted(&self) -> bool {
        self.0.context.is_retry_refused
    }

    /// Records that the retry budget did not allow a retry.
    pub(crate) fn with_refused_retry(mut self) -> Self {
        self.0.context.is_retry_refused = true;
        self
    }

    /// Returns the error response of the server, if there is one.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        match self.kind() {
            ErrorKind::Api(error) => Some(error),
            _ => None,
        }
    }

    /// Returns the details of the error response or of the failed operation, e.g. the fields that are
    /// invalid. Empty for all other errors.
    #[must_use]
    pub fn details(&self) -> ErrorDetails<'_> {
        match self.kind() {
            ErrorKind::Api(error) => error.details(),
            ErrorKind::Operation(error) => error.details(),
            _ => ErrorDetails::default(),
        }
    }

    /// Returns the response that the server sent, if any.
    fn response(&self) -> Option<&http::Response<Vec<u8>>> {
        match self.kind() {
            ErrorKind::Api(error) => Some(error.response()),
            ErrorKind::Decode(error) => Some(error.response()),
            _ => None,
        }
    }

    /// Returns the status of the response, if there is one, or the status that corresponds to the
    /// error of a long-running operation.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self.kind() {
            ErrorKind::Operation(error) => error.status(),
            _ => self.response().map(http::Response::status),
        }
    }

    /// Returns the headers of the response, if there is one.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(http::Response::headers)
    }

    /// Returns the body of the response as received, if there is one.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.response().map(|response| response.body().as_slice())
    }

    /// Returns the reasons in the error response or in the error of an operation, e.g. `notFound` or
    /// `rateLimitExceeded`.
    pub fn reasons(&self) -> impl Iterator<Item = &str> {
        let operation = match self.kind() {
            ErrorKind::Operation(error) => Some(error),
            _ => None,
        };
        let of_response = self.api().into_iter().flat_map(ApiError::reasons);
        of_response.chain(operation.into_iter().flat_map(OperationError::reasons))
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self(Box::new(Inner { kind, context: ErrorContext::default() }))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.0.context, self.kind())?;
        if self.is_retry_budget_exhausted() {
            f.write_str("; not retried: the retry budget of the client is exhausted")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, context } = &*self.0;
        f.debug_struct("Error")
            .field("method_id", &context.method_id)
            .field("host", &context.host)
            .field("attempts", &context.attempts)
            .field("elapsed", &context.elapsed)
            .field("is_retry_refused", &context.is_retry_refused)
            .field("kind", kind)
            .finish()
    }
}

impl std::error::Error for Error {
    /// Returns the cause of the leaf: the leaf itself is already displayed.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.kind().leaf().source()
    }
}
