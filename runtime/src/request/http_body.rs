//! Messages of type `google.api.HttpBody`. Such a message represents an HTTP body of any kind, by its
//! content type and data. Over HTTP, the data itself is sent instead of JSON that
//! describes it.

use http::header::HeaderValue;

use crate::error::BuildError;
use crate::wire::{FieldVisitor, Json, Map, View, Wire, decode, encode};

/// The field of the message with the content type.
pub(crate) const CONTENT_TYPE: &str = "contentType";

/// The field of the message with the bytes.
pub(crate) const DATA: &str = "data";

/// A body that is sent unchanged.
#[derive(Debug, Default, PartialEq)]
pub(super) struct HttpBody {
    pub(super) content_type: Option<String>,
    pub(super) data: Option<Vec<u8>>,
}

impl HttpBody {
    /// Converts an `HttpBody` message, or a message with a field of that type. Any other field is
    /// an error: it could not be sent.
    pub(super) fn from_message(message: &dyn Wire) -> Result<Self, BuildError> {
        let mut body = Self::default();
        match body.read(message) {
            None => Ok(body),
            Some(rest) => Err(BuildError::new(format!(
                "{rest} cannot be sent: the request body consists of the `{DATA}` of the message, and its `{CONTENT_TYPE}`"
            ))),
        }
    }

    /// Reads a message. Returns what cannot be sent, if anything.
    fn read(&mut self, message: &dyn Wire) -> Option<String> {
        let View::Message(message) = message.view() else {
            return Some("a value that is not a message".to_owned());
        };
        let mut rest = None;
        message.fields(FieldVisitor(&mut |fields, unknown| {
            for (name, value) in fields.iter().filter(|(_, value)| value.is_set()) {
                let unsent = match (*name, value.view()) {
                    (CONTENT_TYPE, View::Str(text)) => {
                        self.content_type = Some(text.to_owned());
                        None
                    }
                    (DATA, View::String(_)) => {
                        self.data = decode(&encode(*value)).ok();
                        None
                    }
                    (_, View::Message(_)) => self.read(*value),
                    _ => Some(display_field(name)),
                };
                rest = rest.take().or(unsent);
            }
            rest = rest.take().or_else(|| unknown.iter().next().map(|(name, _)| display_field(name)));
        }));
        rest
    }

    /// Returns the content type as a header value, `application/octet-stream` if it is not set.
    pub(super) fn content_type_header(&self) -> Result<HeaderValue, BuildError> {
        let Some(content_type) = &self.content_type else {
            return Ok(HeaderValue::from_static("application/octet-stream"));
        };
        HeaderValue::try_from(content_type).map_err(|_| {
            let problem = "contains characters that are not allowed in a header value";
            BuildError::new(format!("content type {content_type:?} {problem}"))
        })
    }
}

/// Returns the message that represents a body, in JSON.
pub(crate) fn describe(content_type: Option<&str>, body: &[u8]) -> Vec<u8> {
    // Bytes as they are written in JSON.
    let data = decode(&encode(&body.to_vec())).unwrap_or_default();
    let mut message: Map<Json> = Map::from([(DATA.to_owned(), data)]);
    message.extend(content_type.map(|text| (CONTENT_TYPE.to_owned(), text.into())));
    encode(&message)
}

fn display_field(name: &str) -> String {
    format!("field `{name}`")
}
