//! Errors in the place of a message: a server that has sent its status can only report them so.

use http::StatusCode;

use crate::error::ApiError;
use crate::request::members;
use crate::wire::{Json, decode};

/// Returns the error if an element is an object with the only member `error`, whose code is that of
/// an error.
pub(crate) fn error_of(element: &[u8]) -> Option<ApiError> {
    // Almost no element is an error, and its only member is its first.
    if !element.trim_ascii_start().strip_prefix(b"{")?.trim_ascii_start().starts_with(br#""error""#) {
        return None;
    }
    let members = members(element).ok()?;
    let error = members.get("error").filter(|_| members.len() == 1)?;
    let error: Json = decode(error.as_bytes()).ok()?;
    let status = StatusCode::from_u16(u16::try_from(error.get("code")?.as_u64()?).ok()?).ok()?;
    let is_error = status.is_client_error() || status.is_server_error();
    is_error.then(|| ApiError::new(status, element))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_only_errors() {
        let error = error_of(br#"{"error": {"code": 429, "message": "Slow down.", "status": "RESOURCE_EXHAUSTED"}}"#);
        assert_eq!(error.expect("an error").to_string(), "429 RESOURCE_EXHAUSTED: Slow down.");
        for element in [
            r#"{"error": {"code": 200}}"#,
            r#"{"error": {"code": "429"}}"#,
            r#"{"error": null}"#,
            r#"{"error": {"code": 500}, "name": "x"}"#,
            r#"[{"error": {"code": 500}}]"#,
            "{}",
            "5",
        ] {
            assert!(error_of(element.as_bytes()).is_none(), "{element}");
        }
    }
}
