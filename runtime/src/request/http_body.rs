//! `google.api.HttpBody`: a message of a content type and data that stands for an HTTP body of any kind. In HTTP it is that body,
//! with its content type, and not JSON that describes it.

use std::collections::BTreeMap;

use http::HeaderMap;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde_json::value::RawValue;

use crate::error::BuildError;
use crate::wire::{DecodeError, Json, Map, View, Wire, decode, decode_into, encode};

const KIND: &str = "contentType";
const DATA: &str = "data";
const EXTENSIONS: &str = "extensions";

/// A body that is sent as it is.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct HttpBody {
    pub(crate) content_type: Option<String>,
    pub(crate) data: Option<Vec<u8>>,
}

impl HttpBody {
    /// Takes apart an `HttpBody`, or a message that has one in a field. What cannot travel beside its data is an error.
    pub(crate) fn of(message: &dyn Wire) -> Result<Self, BuildError> {
        let mut body = Self::default();
        match body.take(message) {
            None => Ok(body),
            Some(what) => Err(BuildError::new(format!(
                "{what} cannot be sent: this request's body is the `{DATA}` of the message, with its `{KIND}`, and nothing else"
            ))),
        }
    }

    /// What has no place first.
    fn take(&mut self, message: &dyn Wire) -> Option<String> {
        let View::Message(message) = message.view() else { return Some("a value that is no message".to_owned()) };
        let mut left = None;
        message.fields(&mut |fields, unknown| {
            for (name, value) in fields.iter().filter(|(_, value)| value.is_set()) {
                let place = match (*name, value.view()) {
                    (KIND, View::Str(text)) => {
                        self.content_type = Some(text.to_owned());
                        None
                    }
                    (DATA, View::String(_)) => {
                        self.data = decode(&encode(*value)).ok();
                        None
                    }
                    (_, View::Message(_)) => self.take(*value),
                    _ => Some(named(name)),
                };
                left = left.take().or(place);
            }
            left = left.take().or_else(|| unknown.iter().next().map(|(name, _)| named(name)));
        });
        left
    }

    /// The content type as a header: bytes, where it says nothing.
    pub(crate) fn header(&self) -> Result<HeaderValue, BuildError> {
        let Some(content_type) = &self.content_type else {
            return Ok(HeaderValue::from_static("application/octet-stream"));
        };
        HeaderValue::try_from(content_type)
            .map_err(|_| BuildError::new(format!("{content_type:?} is no content type: it holds control characters")))
    }
}

fn named(field: &str) -> String {
    format!("the field `{field}`")
}

/// Fills an `HttpBody` with a response: its body, byte for byte, and its `Content-Type`.
///
/// Some servers answer with JSON that describes the body, as they would for any other message. It is taken for such if the content
/// type is `application/json` and the body an object with a text `contentType`, and beside it nothing but base64 in `data` and
/// `extensions`.
pub(crate) fn read(value: &mut dyn Wire, response: &http::Response<Vec<u8>>) -> Result<(), DecodeError> {
    let content_type = content_type(response.headers());
    if is_json(content_type.as_deref().unwrap_or_default()) && describes_a_body(response.body()) {
        return decode_into(value, response.body());
    }
    let mut described: Map<Json> = Map::from([(DATA.to_owned(), text_of(response.body()))]);
    described.extend(content_type.map(|text| (KIND.to_owned(), Json::from(text))));
    decode_into(value, &encode(&described))
}

/// Bytes as JSON has them.
fn text_of(bytes: &[u8]) -> Json {
    decode(&encode(&bytes.to_vec())).unwrap_or_default()
}

fn content_type(headers: &HeaderMap) -> Option<String> {
    headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn is_json(content_type: &str) -> bool {
    content_type.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn describes_a_body(json: &[u8]) -> bool {
    let Ok(members) = serde_json::from_slice::<BTreeMap<String, Box<RawValue>>>(json) else { return false };
    let all_right = members.iter().all(|(name, value)| match name.as_str() {
        KIND => value.get().starts_with('"'),
        DATA => decode::<Vec<u8>>(value.get().as_bytes()).is_ok(),
        EXTENSIONS => decode::<Vec<Map<Json>>>(value.get().as_bytes()).is_ok(),
        _ => false,
    });
    all_right && members.contains_key(KIND)
}
