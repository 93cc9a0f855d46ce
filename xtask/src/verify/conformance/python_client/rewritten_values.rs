//! The values with which the Python client builds the request of the generated crate.

use serde_json::{Value, json};

use super::method::HttpBody;

/// Returns an object, or a list of objects, with the objects as JSON in strings, which Python sends
/// unchanged.
pub(super) fn object_as_text(value: &Value) -> Option<Value> {
    match value {
        Value::Object(_) => Some(value.to_string().into()),
        Value::Array(values) => values
            .iter()
            .map(object_as_text)
            .collect::<Option<Vec<_>>>()
            .filter(|list| !list.is_empty())
            .map(Value::from),
        _ => None,
    }
}

/// Returns the body that is sent instead of the message, in the form in which the driver describes
/// it.
pub(super) fn sent_body(position: HttpBody<'_>, message: &Value) -> Value {
    let body = match position {
        HttpBody::Message => Some(message),
        HttpBody::Field(name) => message.get(name),
    };
    let text = |name: &str, default: &str| {
        body.and_then(|body| body.get(name)).and_then(Value::as_str).unwrap_or(default).to_owned()
    };
    json!({"contentType": text("contentType", "application/octet-stream"), "data": text("data", "")})
}

/// Percent-encodes a value as RFC 6570 specifies for `{+name}`, and also `?` and `#`. Keeps
/// existing escapes.
pub(super) fn encoded(text: &str) -> String {
    let mut out = String::new();
    for (index, byte) in text.bytes().enumerate() {
        let unescaped = byte.is_ascii_alphanumeric() || b"-._~:/[]@!$&'()*+,;=".contains(&byte);
        if unescaped || is_escape(text.as_bytes().get(index..).unwrap_or_default()) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

pub(super) fn has_escape(text: &str) -> bool {
    text.as_bytes().windows(3).any(is_escape)
}

/// Returns `true` if the text starts with an escape such as `%41`.
fn is_escape(text: &[u8]) -> bool {
    matches!(text, [b'%', a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
}
