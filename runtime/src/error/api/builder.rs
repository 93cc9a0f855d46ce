//! Builds errors for tests.

use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};
use serde_json::json;

use super::{ApiError, status_name};
use crate::wire::Json;

/// Builds an [`ApiError`] as a server of Google would send it, for tests of error handling.
///
/// # Examples
///
/// ```
/// use discovery_runtime::http::{HeaderValue, StatusCode, header::RETRY_AFTER};
/// use discovery_runtime::{ApiError, Error};
///
/// let error = ApiError::builder(StatusCode::FORBIDDEN)
///     .message("Daily limit exceeded.")
///     .reason("dailyLimitExceeded")
///     .header(RETRY_AFTER, HeaderValue::from_static("3600"))
///     .build();
/// let error = Error::from(error);
/// assert!(error.is_quota_exceeded() && !error.is_permission_denied());
/// assert_eq!(error.to_string(), "403: Daily limit exceeded. (dailyLimitExceeded)");
/// ```
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ApiErrorBuilder {
    status: StatusCode,
    message: String,
    rpc_status: Option<String>,
    reasons: Vec<String>,
    details: Vec<Json>,
    headers: HeaderMap,
}

impl ApiErrorBuilder {
    pub(super) fn new(status: StatusCode) -> Self {
        Self {
            status,
            message: String::new(),
            rpc_status: None,
            reasons: Vec::new(),
            details: Vec::new(),
            headers: HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]),
        }
    }

    /// Sets the error message of the server. The default is the name of the status.
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// Sets the canonical error code, e.g. `NOT_FOUND`.
    pub fn rpc_status(mut self, code: impl Into<String>) -> Self {
        self.rpc_status = Some(code.into());
        self
    }

    /// Adds a reason, e.g. `notFound` or `rateLimitExceeded`.
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reasons.push(reason.into());
        self
    }

    /// Adds an object to the details: a message of `google.rpc` with its `@type`.
    pub fn detail(mut self, detail: impl Into<Json>) -> Self {
        self.details.push(detail.into());
        self
    }

    /// Sets a header of the response, replacing an earlier value.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Builds the error.
    #[must_use]
    pub fn build(self) -> ApiError {
        let Self { status, message, rpc_status, reasons, details, headers } = self;
        let message = if message.is_empty() { status_name(status) } else { message };
        let mut error = serde_json::Map::new();
        error.insert("code".to_owned(), status.as_u16().into());
        error.insert("message".to_owned(), message.clone().into());
        if let Some(rpc_status) = rpc_status {
            error.insert("status".to_owned(), rpc_status.into());
        }
        if !reasons.is_empty() {
            let items = reasons.iter().map(|reason| json!({"domain": "global", "reason": reason, "message": message}));
            error.insert("errors".to_owned(), items.collect());
        }
        if !details.is_empty() {
            error.insert("details".to_owned(), details.into());
        }
        let mut response = http::Response::new(json!({"error": error}).to_string().into_bytes());
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        ApiError::from_response(response)
    }
}

impl std::fmt::Debug for ApiErrorBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApiErrorBuilder").field("status", &self.status).finish_non_exhaustive()
    }
}
