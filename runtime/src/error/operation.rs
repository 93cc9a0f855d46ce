//! Errors of long-running operations.

use std::fmt;
use std::time::Duration;

use http::StatusCode;

use crate::error_details::{ErrorDetails, list};
use crate::printable::Printable;
use crate::wire::Json;

/// The error of a long-running operation that failed, or whose end cannot be found out.
///
/// The operation's [`name`](Self::name) is enough to resume it or to look it up.
pub struct OperationError {
    name: String,
    reason: Reason,
}

enum Reason {
    Failed(OperationFailure),
    DeadlineExceeded(Duration),
    NoMethod(&'static str),
    UnexpectedResult(String),
}

/// The error that the server reports for an operation.
#[derive(Clone, Debug)]
pub(crate) struct OperationFailure {
    /// The code of `google.rpc.Status`.
    code: Option<i64>,
    http_status: Option<StatusCode>,
    message: String,
    reasons: Vec<String>,
    details: Vec<Json>,
    errors: Vec<Json>,
}

/// The codes of `google.rpc.Code` by number, with the HTTP statuses to which they correspond.
const CODES: [(&str, u16); 17] = [
    ("OK", 200),
    ("CANCELLED", 499),
    ("UNKNOWN", 500),
    ("INVALID_ARGUMENT", 400),
    ("DEADLINE_EXCEEDED", 504),
    ("NOT_FOUND", 404),
    ("ALREADY_EXISTS", 409),
    ("PERMISSION_DENIED", 403),
    ("RESOURCE_EXHAUSTED", 429),
    ("FAILED_PRECONDITION", 400),
    ("ABORTED", 409),
    ("OUT_OF_RANGE", 400),
    ("UNIMPLEMENTED", 501),
    ("INTERNAL", 500),
    ("UNAVAILABLE", 503),
    ("DATA_LOSS", 500),
    ("UNAUTHENTICATED", 401),
];

impl OperationFailure {
    /// Parses the error of an operation: a `google.rpc.Status`, or an object with the list
    /// `errors`. Returns `None` if it does not describe an error.
    pub(crate) fn parse(error: &Json, http_status: Option<u64>, http_message: Option<String>) -> Option<Self> {
        let code = error.get("code").and_then(Json::as_i64).filter(|code| *code != 0);
        let (errors, details) = (list(error, "errors"), list(error, "details"));
        let http_status = http_status.and_then(|status| StatusCode::from_u16(u16::try_from(status).ok()?).ok());
        let http_status = http_status.filter(|status| status.is_client_error() || status.is_server_error());
        let messages = errors.iter().chain([error]).filter_map(|error| text(error, "message"));
        let messages: Vec<&str> = messages.filter(|message| !message.is_empty()).collect();
        if code.is_none() && http_status.is_none() && errors.is_empty() && messages.is_empty() {
            return None;
        }
        let codes = errors.iter().filter_map(|error| text(error, "code"));
        let reasons = codes.chain(details.iter().filter_map(|detail| text(detail, "reason")));
        let reasons = reasons.map(str::to_owned).collect();
        let message = if messages.is_empty() { http_message.unwrap_or_default() } else { messages.join("; ") };
        Some(Self { code, http_status, message, reasons, details: details.to_vec(), errors: errors.to_vec() })
    }

    fn details(&self) -> ErrorDetails<'_> {
        ErrorDetails::new(&self.details, &self.errors)
    }

    fn rpc_status(&self) -> Option<&'static str> {
        let index = usize::try_from(self.code?).ok()?;
        CODES.get(index).map(|(name, _)| *name)
    }

    fn status(&self) -> Option<StatusCode> {
        let of_code = || {
            let (_, status) = CODES.get(usize::try_from(self.code?).ok()?)?;
            StatusCode::from_u16(*status).ok()
        };
        self.http_status.or_else(of_code)
    }
}

fn text<'j>(json: &'j Json, name: &str) -> Option<&'j str> {
    json.get(name).and_then(Json::as_str)
}

impl OperationError {
    fn new(name: &str, reason: Reason) -> Self {
        Self { name: name.to_owned(), reason }
    }

    /// Creates the error of an operation that ended with an error.
    pub(crate) fn failed(name: &str, failure: OperationFailure) -> Self {
        Self::new(name, Reason::Failed(failure))
    }

    /// Creates the error of an operation that is not done in time.
    pub(crate) fn deadline_exceeded(name: &str, deadline: Duration) -> Self {
        Self::new(name, Reason::DeadlineExceeded(deadline))
    }

    /// Creates the error of an operation for which the API has no method with this purpose.
    pub(crate) fn no_method(name: &str, purpose: &'static str) -> Self {
        Self::new(name, Reason::NoMethod(purpose))
    }

    /// Creates the error of an operation that is done, but whose result is missing or of another
    /// type.
    pub(crate) fn unexpected_result(name: &str, problem: impl Into<String>) -> Self {
        Self::new(name, Reason::UnexpectedResult(problem.into()))
    }

    fn failure(&self) -> Option<&OperationFailure> {
        match &self.reason {
            Reason::Failed(failure) => Some(failure),
            _ => None,
        }
    }

    /// Returns the name of the operation.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns `true` if the operation ended with an error. Otherwise its end is not known, or its
    /// result was not what the caller expects.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.failure().is_some()
    }

    /// Returns `true` if the operation was not done before the deadline of the
    /// [`PollPolicy`](crate::operation::PollPolicy). It continues on the server.
    #[must_use]
    pub fn is_deadline_exceeded(&self) -> bool {
        matches!(self.reason, Reason::DeadlineExceeded(_))
    }

    /// Returns the error message of the server. Empty if the operation did not fail.
    #[must_use]
    pub fn message(&self) -> &str {
        self.failure().map_or("", |failure| &failure.message)
    }

    /// Returns the canonical error code, e.g. `NOT_FOUND`, if the server sent one.
    #[must_use]
    pub fn rpc_status(&self) -> Option<&str> {
        self.failure()?.rpc_status()
    }

    /// Returns the HTTP status that corresponds to the error, if the server sent one or the error
    /// code has one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.failure()?.status()
    }

    /// Returns the codes and reasons in the error, e.g. `QUOTA_EXCEEDED`.
    pub fn reasons(&self) -> impl Iterator<Item = &str> {
        self.failure().into_iter().flat_map(|failure| failure.reasons.iter().map(String::as_str))
    }

    /// Returns the details of the error, e.g. the quotas that are used up. Empty if the operation
    /// did not fail.
    #[must_use]
    pub fn details(&self) -> ErrorDetails<'_> {
        self.failure().map_or_else(ErrorDetails::default, OperationFailure::details)
    }
}

impl fmt::Display for OperationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "operation {} ", Printable(&self.name))?;
        match &self.reason {
            Reason::Failed(failure) => {
                f.write_str("failed")?;
                match (failure.rpc_status(), failure.http_status, failure.code) {
                    (Some(status), ..) => write!(f, ": {status}")?,
                    (None, Some(status), _) => write!(f, ": {}", status.as_u16())?,
                    (None, None, Some(code)) => write!(f, ": code {code}")?,
                    (None, None, None) => {}
                }
                if !failure.message.is_empty() {
                    write!(f, ": {}", Printable(&failure.message))?;
                }
                if !failure.reasons.is_empty() {
                    write!(f, " ({})", Printable(&failure.reasons.join(", ")))?;
                }
                f.write_str(&failure.details().text_after(&failure.message))
            }
            Reason::DeadlineExceeded(deadline) => {
                write!(f, "is not done after {deadline:?}; it continues on the server and can be resumed by its name")
            }
            Reason::NoMethod(purpose) => {
                write!(f, "cannot be {purpose}: the API has no method for operations of this name")
            }
            Reason::UnexpectedResult(problem) => write!(f, "is done, but {}", Printable(problem)),
        }
    }
}

impl fmt::Debug for OperationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OperationError({self})")
    }
}

impl std::error::Error for OperationError {}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parse(error: &Json) -> Option<OperationFailure> {
        OperationFailure::parse(error, None, None)
    }

    #[test]
    fn reads_every_form_of_error() {
        let status = json!({"code": 5, "message": "No disk.", "details": [{"@type": "x", "reason": "DISK_GONE"}]});
        let error = OperationError::failed("operations/a", parse(&status).expect("an error"));
        assert_eq!(error.to_string(), "operation operations/a failed: NOT_FOUND: No disk. (DISK_GONE)");
        assert_eq!((error.status(), error.details().all().len()), (Some(StatusCode::NOT_FOUND), 1));

        let errors = json!({"errors": [{"code": "QUOTA_EXCEEDED", "message": "Too many."}, {"code": "OTHER"}]});
        let failure = OperationFailure::parse(&errors, Some(403), Some("FORBIDDEN".to_owned())).expect("an error");
        let error = OperationError::failed("o", failure);
        assert_eq!(error.to_string(), "operation o failed: 403: Too many. (QUOTA_EXCEEDED, OTHER)");
        assert_eq!((error.status(), error.rpc_status()), (Some(StatusCode::FORBIDDEN), None));

        let failure = OperationFailure::parse(&Json::Null, Some(409), Some("CONFLICT".to_owned())).expect("an error");
        assert_eq!(OperationError::failed("o", failure).to_string(), "operation o failed: 409: CONFLICT");

        let failure = parse(&json!({"code": 99})).expect("an error");
        assert_eq!(OperationError::failed("o", failure).to_string(), "operation o failed: code 99");
    }

    #[test]
    fn finds_no_error_where_none_is() {
        for error in [json!(null), json!({}), json!({"code": 0}), json!({"errors": []}), json!("text"), json!([1])] {
            assert!(parse(&error).is_none(), "{error}");
            assert!(OperationFailure::parse(&error, Some(200), Some("OK".to_owned())).is_none());
        }
    }
}
