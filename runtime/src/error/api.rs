//! Error responses of servers.

mod builder;
mod envelope;

use std::fmt;

use http::header::{LOCATION, WWW_AUTHENTICATE};
use http::{HeaderMap, StatusCode, Uri};

pub use self::builder::ApiErrorBuilder;
use self::envelope::Envelope;
use super::excerpt::{ForeignBody, excerpt, is_markup};
use crate::error_details::ErrorDetails;
use crate::printable::Printable;

/// An error response: the parts that could be parsed, and the whole response as received.
pub struct ApiError {
    response: http::Response<Vec<u8>>,
    envelope: Envelope,
    /// The scopes that the method accepts.
    accepted_scopes: &'static [&'static str],
    missing_scopes: bool,
}

/// The part of a `WWW-Authenticate` header that reports insufficient scopes.
const CHALLENGE: &[u8] = b"insufficient_scope";

impl ApiError {
    /// Returns a builder for an error with this status, e.g. for tests of error handling.
    pub fn builder(status: StatusCode) -> ApiErrorBuilder {
        ApiErrorBuilder::new(status)
    }

    /// Creates an error as if a server had responded with this status and body.
    pub fn new(status: StatusCode, body: impl Into<Vec<u8>>) -> Self {
        let mut response = http::Response::new(body.into());
        *response.status_mut() = status;
        Self::from_response(response)
    }

    /// Parses an error response.
    #[must_use]
    pub fn from_response(response: http::Response<Vec<u8>>) -> Self {
        let mut envelope = Envelope::parse(response.body());
        let missing_scopes = is_for_missing_scopes(&response, &envelope);
        if envelope.message.is_empty() {
            envelope.message = fallback_message(&response);
        }
        Self { response, envelope, accepted_scopes: &[], missing_scopes }
    }

    /// Sets the scopes that the method accepts, which [`scopes_needed`](Self::scopes_needed)
    /// returns.
    #[must_use]
    pub fn with_accepted_scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.accepted_scopes = scopes;
        self
    }

    pub(super) fn response(&self) -> &http::Response<Vec<u8>> {
        &self.response
    }

    /// Returns the status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// Returns the error message of the server, or the start of the body or the name of the status
    /// instead.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.envelope.message
    }

    /// Returns the canonical error code, e.g. `NOT_FOUND`, if the server sent one.
    #[must_use]
    pub fn rpc_status(&self) -> Option<&str> {
        self.envelope.rpc_status.as_deref()
    }

    /// Returns the reasons in `errors` and `details`, e.g. `notFound` or `rateLimitExceeded`.
    pub fn reasons(&self) -> impl Iterator<Item = &str> {
        self.envelope.reasons.iter().map(String::as_str)
    }

    /// Returns the details of the error, e.g. the fields that are invalid.
    #[must_use]
    pub fn details(&self) -> ErrorDetails<'_> {
        ErrorDetails::new(&self.envelope.details, &self.envelope.errors)
    }

    /// Returns `true` if the scopes of the token are not sufficient for the method.
    #[must_use]
    pub fn is_missing_scopes(&self) -> bool {
        self.missing_scopes
    }

    /// Returns the scopes that the method accepts if the scopes of the token are insufficient. Any
    /// one of them is enough. Empty if the error has another reason, or if the document lists no
    /// scopes.
    #[must_use]
    pub fn scopes_needed(&self) -> &'static [&'static str] {
        if self.missing_scopes { self.accepted_scopes } else { &[] }
    }

    /// Returns the headers of the response.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// Returns the body as received.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.response.body()
    }

    /// Returns the host to which the server redirected the request. The rest of the URL may
    /// authorize its bearer, and is not displayed.
    fn redirect_host(&self) -> Option<String> {
        let location = self.headers().get(LOCATION).filter(|_| self.status().is_redirection())?;
        let location: Uri = location.to_str().ok()?.parse().ok()?;
        // Without a scheme, the text may be anything.
        location.scheme()?;
        location.host().map(str::to_owned)
    }
}

/// Newer servers send a reason, older ones a header, and some only a message. The reason
/// `insufficientPermissions` is not enough: the caller may lack rights that no scope grants.
fn is_for_missing_scopes(response: &http::Response<Vec<u8>>, envelope: &Envelope) -> bool {
    let is_challenge =
        |value: &http::HeaderValue| value.as_bytes().windows(CHALLENGE.len()).any(|part| part == CHALLENGE);
    response.status() == StatusCode::FORBIDDEN
        && (envelope.reasons.iter().any(|reason| reason == "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
            || response.headers().get_all(WWW_AUTHENTICATE).iter().any(is_challenge)
            || envelope.message.contains("insufficient authentication scopes"))
}

/// Returns a message for a body that has none: HTML, plain text or nothing.
fn fallback_message(response: &http::Response<Vec<u8>>) -> String {
    let body = response.body();
    if body.trim_ascii().is_empty() || is_markup(body) {
        return status_name(response.status());
    }
    excerpt(body)
}

/// Returns the message of an error that has no other.
fn status_name(status: StatusCode) -> String {
    status.canonical_reason().unwrap_or("unknown status").to_owned()
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Envelope { message, rpc_status, reasons, .. } = &self.envelope;
        write!(f, "{}", self.status().as_u16())?;
        if let Some(status) = rpc_status {
            write!(f, " {}", Printable(status))?;
        }
        write!(f, ": {}", Printable(message))?;
        if !reasons.is_empty() {
            write!(f, " ({})", Printable(&reasons.join(", ")))?;
        }
        f.write_str(&self.details().text_after(message))?;
        if let Some(host) = self.redirect_host() {
            write!(f, "; not redirected to host `{}`", Printable(host))?;
        }
        if is_markup(self.body()) {
            write!(f, "{}", ForeignBody { headers: self.headers(), body: self.body() })?;
        }
        match self.scopes_needed() {
            [] => Ok(()),
            [scope] => write!(f, "; sufficient scope: {scope}"),
            scopes => write!(f, "; any of these scopes is sufficient: {}", scopes.join(", ")),
        }
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("status", &self.status())
            .field("message", &Printable(&self.envelope.message))
            .field("rpc_status", &self.envelope.rpc_status.as_deref().map(Printable))
            .field("reasons", &Printable(self.envelope.reasons.join(", ")))
            .field("details", &self.details())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ApiError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn display(status: u16, body: &str) -> String {
        ApiError::new(StatusCode::from_u16(status).expect("a valid status"), body)
            .with_accepted_scopes(&["https://scope.example/a", "https://scope.example/b"])
            .to_string()
    }

    #[test]
    fn displays_every_form_of_error_response() {
        for (status, body, expected) in [
            (404, r#"{"error":{"code":404,"message":"No room.","status":"NOT_FOUND"}}"#, "404 NOT_FOUND: No room."),
            (
                403,
                r#"{"error":{"errors":[{"domain":"usageLimits","reason":"rateLimitExceeded","message":"x"}],"code":403,"message":"Too fast."}}"#,
                "403: Too fast. (rateLimitExceeded)",
            ),
            (
                400,
                r#"{"error":{"code":400,"message":"Bad.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}"#,
                "400 INVALID_ARGUMENT: Bad. (API_KEY_INVALID)",
            ),
            (500, r#"[{"error":{"code":500,"message":"Broke.","status":"INTERNAL"}}]"#, "500 INTERNAL: Broke."),
            (400, r#"{"error":"invalid_grant","error_description":"Bad Request"}"#, "400: Bad Request (invalid_grant)"),
            (502, "<html><title>502</title></html>", "502: Bad Gateway; the body is not JSON: 502"),
            (503, "", "503: Service Unavailable"),
            (418, "short and\nstout", "418: short and stout"),
            (400, r#"{"error":null}"#, r#"400: {"error":null}"#),
            (400, "[]", "400: []"),
            (
                403,
                r#"{"error":{"code":403,"message":"No.","status":"PERMISSION_DENIED","details":[{"reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}}"#,
                "403 PERMISSION_DENIED: No. (ACCESS_TOKEN_SCOPE_INSUFFICIENT); any of these scopes is sufficient: https://scope.example/a, https://scope.example/b",
            ),
            (
                403,
                r#"{"error":{"code":403,"message":"No rights.","errors":[{"reason":"insufficientPermissions"}]}}"#,
                "403: No rights. (insufficientPermissions)",
            ),
            (400, r#"{"error":{"code":400,"message":"First.\nSecond."}}"#, "400: First. Second."),
        ] {
            assert_eq!(display(status, body), expected, "{body}");
        }
    }
}
