//! What a server says when it refuses. Google's servers have said it in several forms over the years.

use std::fmt;

use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, StatusCode};

use crate::wire::Json;

/// An error response: what could be understood of it, and all of it as it came.
pub struct ApiError {
    response: http::Response<Vec<u8>>,
    message: String,
    rpc_status: Option<String>,
    reasons: Vec<String>,
    details: Vec<Json>,
    /// Those that would do, if it was for want of scopes.
    scopes: &'static [&'static str],
    for_scopes: bool,
}

/// What a server demands where the scopes of a token are too few.
const CHALLENGE: &[u8] = b"insufficient_scope";

/// How much of a body that is no JSON is shown.
const EXCERPT: usize = 200;

impl ApiError {
    /// `scopes` are those that the method accepts.
    pub(crate) fn new(response: http::Response<Vec<u8>>, scopes: &'static [&'static str]) -> Self {
        let mut error = Self {
            response,
            message: String::new(),
            rpc_status: None,
            reasons: Vec::new(),
            details: Vec::new(),
            scopes,
            for_scopes: false,
        };
        error.understand();
        error.for_scopes = error.is_for_scopes();
        if error.message.is_empty() {
            error.message = error.fallback();
        }
        error
    }

    fn understand(&mut self) {
        let Ok(mut body) = serde_json::from_slice::<Json>(self.response.body()) else {
            return;
        };
        // Streaming methods wrap it in a list.
        if let Json::Array(items) = body {
            body = items.into_iter().next().unwrap_or_default();
        }
        let text = |value: Option<&Json>| value.and_then(Json::as_str).unwrap_or_default().to_owned();
        match body.get("error") {
            // The token endpoint's form: {"error": "invalid_grant", "error_description": "…"}.
            Some(Json::String(code)) => {
                self.reasons.push(code.clone());
                let said = text(body.get("error_description"));
                self.message = if said.is_empty() { code.clone() } else { said };
            }
            Some(error) => {
                self.message = text(error.get("message"));
                self.rpc_status = error.get("status").and_then(Json::as_str).map(str::to_owned);
                let list = |key: &str| error.get(key).and_then(Json::as_array).cloned().unwrap_or_default();
                self.details = list("details");
                for item in list("errors").iter().chain(&self.details) {
                    let reason = text(item.get("reason"));
                    if !reason.is_empty() && !self.reasons.contains(&reason) {
                        self.reasons.push(reason);
                    }
                }
            }
            None => {}
        }
    }

    /// Newer servers give a reason, older ones a header, and some only say it. `insufficientPermissions` alone may mean that the
    /// caller lacks rights, which no scope would give.
    fn is_for_scopes(&self) -> bool {
        let challenge =
            |value: &http::HeaderValue| value.as_bytes().windows(CHALLENGE.len()).any(|part| part == CHALLENGE);
        self.status() == StatusCode::FORBIDDEN
            && (self.reasons().any(|reason| reason == "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
                || self.headers().get_all(WWW_AUTHENTICATE).iter().any(challenge)
                || self.message.contains("insufficient authentication scopes"))
    }

    /// Something to say about HTML, plain text and nothing.
    fn fallback(&self) -> String {
        let text = String::from_utf8_lossy(self.response.body());
        let text = text.trim();
        if text.is_empty() || text.starts_with('<') {
            return self.status().canonical_reason().unwrap_or("an unknown status").to_owned();
        }
        match text.char_indices().nth(EXCERPT) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
            None => text.to_owned(),
        }
    }

    /// The response's status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// What the server says, in words.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The canonical code, where the server gives one: `NOT_FOUND`.
    #[must_use]
    pub fn rpc_status(&self) -> Option<&str> {
        self.rpc_status.as_deref()
    }

    /// Reasons in one word each, from `errors[]` and from details: `notFound`, `rateLimitExceeded`.
    pub fn reasons(&self) -> impl Iterator<Item = &str> {
        self.reasons.iter().map(String::as_str)
    }

    /// The details of google.rpc.Status, each an object with its `@type`.
    #[must_use]
    pub fn details(&self) -> &[Json] {
        &self.details
    }

    /// Whether the token's scopes do not suffice for the method.
    #[must_use]
    pub fn is_missing_scopes(&self) -> bool {
        self.for_scopes
    }

    /// Scopes any one of which would do, if the token's do not: all that the method accepts. Empty if it was for something else, or if
    /// the document names none.
    #[must_use]
    pub fn scopes_needed(&self) -> &'static [&'static str] {
        if self.for_scopes { self.scopes } else { &[] }
    }

    /// The response's headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The body as it came.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.response.body()
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status().as_u16())?;
        if let Some(status) = &self.rpc_status {
            write!(f, " {status}")?;
        }
        // One line, for logs.
        let message: String = self.message.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        write!(f, ": {message}")?;
        if !self.reasons.is_empty() {
            write!(f, " ({})", self.reasons.join(", "))?;
        }
        match self.scopes_needed() {
            [] => Ok(()),
            [scope] => write!(f, "; a scope that would do: {scope}"),
            scopes => write!(f, "; any of these scopes would do: {}", scopes.join(", ")),
        }
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("status", &self.status())
            .field("message", &self.message)
            .field("rpc_status", &self.rpc_status)
            .field("reasons", &self.reasons)
            .field("details", &self.details)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ApiError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(status: u16, body: &str) -> String {
        let response = http::Response::builder().status(status).body(body.as_bytes().to_vec()).expect("a response");
        ApiError::new(response, &["https://scope.example/a", "https://scope.example/b"]).to_string()
    }

    #[test]
    fn every_form_of_error() {
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
            (502, "<html><title>502</title></html>", "502: Bad Gateway"),
            (503, "", "503: Service Unavailable"),
            (418, "short and\nstout", "418: short and stout"),
            (400, r#"{"error":null}"#, r#"400: {"error":null}"#),
            (400, "[]", "400: []"),
            (
                403,
                r#"{"error":{"code":403,"message":"No.","status":"PERMISSION_DENIED","details":[{"reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}}"#,
                "403 PERMISSION_DENIED: No. (ACCESS_TOKEN_SCOPE_INSUFFICIENT); any of these scopes would do: https://scope.example/a, https://scope.example/b",
            ),
            (
                403,
                r#"{"error":{"code":403,"message":"No rights.","errors":[{"reason":"insufficientPermissions"}]}}"#,
                "403: No rights. (insufficientPermissions)",
            ),
            (400, r#"{"error":{"code":400,"message":"First.\nSecond."}}"#, "400: First. Second."),
        ] {
            assert_eq!(shown(status, body), expected, "{body}");
        }
    }
}
