//! Response messages of type `google.api.HttpBody`: their data is the body of the response.

use http::{HeaderMap, header};

use crate::request::http_body::{CONTENT_TYPE, DATA, describe};
use crate::request::members;
use crate::wire::{self, DecodeError, Json, Map, Wire, decode_into};

/// The field of the message with details about the body, which HTTP has no header for.
const EXTENSIONS: &str = "extensions";

/// Fills an `HttpBody` from a response: the body becomes its data, byte for byte, and the header
/// `Content-Type` its content type.
///
/// Some servers send JSON that describes the body, as for any other message. A response is decoded
/// as such JSON if its content type is `application/json`, and if its body is an object that has a
/// string `contentType` and, apart from that, only base64 in `data` and a list of objects in
/// `extensions`.
pub(super) fn decode(value: &mut dyn Wire, response: &http::Response<Vec<u8>>) -> Result<(), DecodeError> {
    let content_type = content_type(response.headers());
    if is_json(content_type.as_deref().unwrap_or_default()) && describes_body(response.body()) {
        return decode_into(value, response.body());
    }
    decode_into(value, &describe(content_type.as_deref(), response.body()))
}

fn content_type(headers: &HeaderMap) -> Option<String> {
    headers.get(header::CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn is_json(content_type: &str) -> bool {
    content_type.split(';').next().is_some_and(|mime_type| mime_type.trim().eq_ignore_ascii_case("application/json"))
}

fn describes_body(json: &[u8]) -> bool {
    let Ok(members) = members(json) else { return false };
    let are_valid = members.iter().all(|(name, value)| match name.as_str() {
        CONTENT_TYPE => value.starts_with('"'),
        DATA => wire::decode::<Vec<u8>>(value.as_bytes()).is_ok(),
        EXTENSIONS => wire::decode::<Vec<Map<Json>>>(value.as_bytes()).is_ok(),
        _ => false,
    });
    are_valid && members.contains_key(CONTENT_TYPE)
}
