//! What a client makes of a call.

use serde_json::Value;

/// A request, or why there is none.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    Request { method: String, url: String, body: Value },
    Refused(String),
}

impl Answer {
    /// Reads what `oracle.py` and our own program print.
    pub(super) fn parse(line: &str) -> Self {
        let value: Value = match serde_json::from_str(line) {
            Ok(value) => value,
            Err(error) => return Self::Refused(format!("this is no answer: {error}: {line}")),
        };
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        match (text("method"), text("url"), value.get("body")) {
            (Some(method), Some(url), Some(body)) => Self::Request { method, url, body: body.clone() },
            _ => Self::Refused(text("refused").unwrap_or_else(|| format!("this is no answer: {line}"))),
        }
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            // Python lets through what terminals obey.
            Self::Request { method, url, .. } => write!(f, "{method} {}", url.escape_debug()),
            Self::Refused(why) => write!(f, "refused: {}", why.escape_debug()),
        }
    }
}
