//! Bodies as JSON: structured where they are JSON, else as text or base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::scrub::Scrubber;
use crate::wire::{Json, is_exact};

/// Returns a body without its secrets, or `None` if it is empty. Of media, the bytes matter, and not
/// only their value.
pub(super) fn describe(body: &[u8], is_media: bool, scrubber: &mut Scrubber) -> Option<Json> {
    if body.is_empty() {
        return None;
    }
    let text = std::str::from_utf8(body);
    if let Ok(text) = text
        && !is_media
        && let Ok(mut value) = serde_json::from_str::<Json>(text)
        && is_exact(text)
    {
        scrubber.json(&mut value);
        return Some(json!({ "json": value }));
    }
    Some(match text {
        Ok(text) => json!({"text": scrubber.text(text)}),
        // Secrets cannot be removed from such bytes without breaking them.
        Err(_) if scrubber.is_in_bytes(body) => json!({"text": ""}),
        Err(_) => json!({"base64": STANDARD.encode(body)}),
    })
}

/// Returns the bytes that [`describe`] has described.
pub(super) fn restore(body: Option<&Json>) -> Option<Vec<u8>> {
    let Some(body) = body else { return Some(Vec::new()) };
    if let Some(value) = body.get("json") {
        return serde_json::to_vec(value).ok();
    }
    if let Some(text) = body.get("text") {
        return Some(text.as_str()?.as_bytes().to_vec());
    }
    STANDARD.decode(body.get("base64")?.as_str()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(body: &[u8], is_media: bool) -> Option<Json> {
        describe(body, is_media, &mut Scrubber::default())
    }

    #[test]
    fn keeps_the_form_of_bodies() {
        assert_eq!(described(b"", false), None);
        assert_eq!(described(br#"{"a": 1}"#, false), Some(json!({"json": {"a": 1}})));
        assert_eq!(described(br#"{"a": 1}"#, true), Some(json!({"text": "{\"a\": 1}"})));
        assert_eq!(described(b"\xff", false), Some(json!({"base64": "/w=="})));
        for number in ["1e5", "123456789012345678901234567890", "1.00"] {
            assert_eq!(described(number.as_bytes(), false), Some(json!({ "text": number })));
        }
    }

    #[test]
    fn restores_bodies() {
        for body in [&b""[..], br#"{"a":1.5,"b":[null]}"#, b"text", b"\xff\x00"] {
            assert_eq!(restore(described(body, false).as_ref()).as_deref(), Some(body));
        }
    }
}
