//! Errors of calls: [`Error`] with its context, and one leaf type for each kind of failure.

mod api;
mod auth;
mod batch;
mod build;
pub(crate) mod causes;
mod decode;
mod kind;
mod media;
mod operation;
mod pagination;
mod predicates;
#[cfg(test)]
mod tests;
pub(crate) mod transport;

use std::fmt;

use http::{HeaderMap, StatusCode};

pub use self::api::ApiError;
pub use self::auth::AuthError;
pub use self::batch::BatchError;
pub use self::build::BuildError;
pub use self::decode::DecodeResponseError;
pub use self::kind::ErrorKind;
pub use self::media::MediaError;
pub use self::operation::OperationError;
pub(crate) use self::operation::OperationFailure;
pub use self::pagination::PaginationError;
pub use self::transport::TransportError;

/// The result of a call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The error of a call, with the method that was called.
///
/// The methods of this type answer the questions that callers usually have; [`kind`](Self::kind)
/// leads to all details.
///
/// `Display` prints one complete line, e.g. `drive.files.get: 404: File not found: x. (notFound)`.
/// An underlying cause is either part of that line or returned by
/// [`source`](std::error::Error::source), never both.
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
    /// The id of the method that was called: `drive.files.get`.
    method_id: Option<&'static str>,
    /// Whether the retry budget of the client did not allow the retry that the policy wanted.
    is_retry_refused: bool,
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
        self.0.method_id
    }

    /// Sets the id of the method that was called, unless it is set already.
    pub(crate) fn with_method_id(mut self, id: &'static str) -> Self {
        self.0.method_id.get_or_insert(id);
        self
    }

    /// Returns `true` if the call would have been retried, but the
    /// [`RetryBudget`](crate::RetryBudget) of the client was exhausted.
    #[must_use]
    pub fn is_retry_budget_exhausted(&self) -> bool {
        self.0.is_retry_refused
    }

    /// Records that the retry budget did not allow a retry.
    pub(crate) fn with_refused_retry(mut self) -> Self {
        self.0.is_retry_refused = true;
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

    /// Returns the reasons in the error response or in the error of an operation, e.g. `notFound` or `rateLimitExceeded`.
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
        Self(Box::new(Inner { kind, method_id: None, is_retry_refused: false }))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(id) = self.method_id() {
            write!(f, "{id}: ")?;
        }
        fmt::Display::fmt(self.kind(), f)?;
        if self.is_retry_budget_exhausted() {
            f.write_str("; not retried: the retry budget of the client is exhausted")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("method_id", &self.0.method_id)
            .field("kind", &self.0.kind)
            .field("is_retry_refused", &self.0.is_retry_refused)
            .finish()
    }
}

impl std::error::Error for Error {
    /// Returns the cause of the leaf: the leaf itself is already displayed.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.kind().leaf().source()
    }
}
