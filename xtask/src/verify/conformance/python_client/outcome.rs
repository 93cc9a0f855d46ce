//! The result of building the request of a call.

use discovery_codegen::printable;
use serde_json::Value;

/// A request, or the reason why the client refused to build it.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    Request { method: String, url: String, body: Value },
    Refused(String),
}

impl Outcome {
    /// Parses a line printed by `build_requests.py` or the driver of the generated crates.
    pub(super) fn parse(line: &str) -> Self {
        let value: Value = match serde_json::from_str(line) {
            Ok(value) => value,
            Err(error) => return Self::Refused(format!("invalid output: {error}: {line}")),
        };
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        match (text("method"), text("url"), value.get("body")) {
            (Some(method), Some(url), Some(body)) => Self::Request { method, url, body: body.clone() },
            _ => Self::Refused(text("refused").unwrap_or_else(|| format!("invalid output: {line}"))),
        }
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            // URLs of the Python client may contain control characters, which a terminal would
            // interpret.
            Self::Request { method, url, .. } => write!(f, "{method} {}", printable(url)),
            Self::Refused(reason) => write!(f, "refused: {}", printable(reason)),
        }
    }
}
