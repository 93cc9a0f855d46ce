//! Errors of a connection that are returned later, and more than once.

use serde_json::json;

use crate::error::TransportError;
use crate::wire::Json;

/// The message and the properties of a [`TransportError`], without its cause.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    pub(super) message: String,
    is_timeout: bool,
    is_transient: bool,
    is_connect: bool,
}

impl Failure {
    pub(super) fn of(error: &TransportError) -> Self {
        Self {
            message: error.to_string(),
            is_timeout: error.is_timeout(),
            is_transient: error.is_transient(),
            is_connect: error.is_connect(),
        }
    }

    /// Describes the failure for a file, where another text may replace the message.
    pub(super) fn to_json(&self, message: &str) -> Json {
        json!({
            "message": message,
            "timeout": self.is_timeout,
            "transient": self.is_transient,
            "connect": self.is_connect,
        })
    }

    /// Reads what [`to_json`](Self::to_json) has written. What is missing is `false`.
    pub(super) fn from_json(described: &Json) -> Self {
        let is = |name: &str| described.get(name).and_then(Json::as_bool).unwrap_or_default();
        Self {
            message: described.get("message").and_then(Json::as_str).unwrap_or_default().to_owned(),
            is_timeout: is("timeout"),
            is_transient: is("transient"),
            is_connect: is("connect"),
        }
    }

    pub(super) fn into_error(self) -> TransportError {
        TransportError::with_flags(self.message, self.is_timeout, self.is_transient, self.is_connect)
    }
}
