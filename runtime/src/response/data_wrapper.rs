//! Bodies that are wrapped in an object with the member `data`, as APIs with the feature
//! `dataWrapper` send them.

use super::reader::Reader;
use crate::wire::{self, DecodeError, FieldVisitor, Json, Message, UnknownFields, Wire};

/// Decodes the member `data` into a value with `reader`. Other members are ignored. Returns what
/// `reader` returns, or `None` if the member is missing or `null`: the value is unchanged then.
pub(super) fn decode(value: &mut dyn Wire, json: &[u8], reader: Reader) -> Result<Option<Vec<String>>, DecodeError> {
    let mut envelope = Envelope { data: Some(value), has_data: false, ignored: () };
    match reader(&mut envelope, json) {
        Ok(kept) => Ok(envelope.has_data.then_some(kept)),
        Err(_) if has_null_data(json) => Ok(None),
        Err(error) => Err(error),
    }
}

fn has_null_data(json: &[u8]) -> bool {
    wire::decode::<Json>(json).is_ok_and(|envelope| envelope.get("data") == Some(&Json::Null))
}

/// The wrapping object. `data` is an `Option` only because messages implement `Default`.
#[derive(Debug, Default)]
struct Envelope<'v> {
    data: Option<&'v mut dyn Wire>,
    has_data: bool,
    ignored: (),
}

impl Message for Envelope<'_> {
    fn fields(&self, visitor: FieldVisitor<'_>) {
        match &self.data {
            Some(data) => visitor.visit(&[("data", &**data)], UnknownFields::NONE),
            None => visitor.visit(&[], UnknownFields::NONE),
        }
    }

    // Read like a map, because the names of the other members are not known.
    fn map_len(&self) -> Option<usize> {
        Some(1)
    }

    fn entry(&mut self, key: &str) -> Option<&mut dyn Wire> {
        Some(match &mut self.data {
            Some(data) if key == "data" => {
                self.has_data = true;
                &mut **data
            }
            _ => &mut self.ignored,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::decode_keeping_mismatched as reader;

    #[test]
    fn decodes_data_member() {
        let mut value = Json::Null;
        let kept = decode(&mut value, br#"{"note": 1, "data": {"x": [1, null]}}"#, reader).expect("valid JSON");
        assert_eq!(kept, Some(vec![]));
        assert_eq!(value, serde_json::json!({"x": [1, null]}));
    }

    #[test]
    fn reports_missing_data() {
        for json in [&b"{}"[..], br#"{"data": null}"#] {
            let mut value = 5_i32;
            assert_eq!(decode(&mut value, json, reader), Ok(None));
            assert_eq!(value, 5);
        }
    }

    #[test]
    fn rejects_data_of_another_type() {
        let mut value = 5_i32;
        let error = decode(&mut value, br#"{"data": "five"}"#, reader).expect_err("a string is not a number");
        assert_eq!(error.path(), "data");
        assert!(decode(&mut value, b"[]", reader).is_err());
    }
}
