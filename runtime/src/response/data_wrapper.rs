//! Bodies that are wrapped in an object with the member `data`, as APIs with the feature
//! `dataWrapper` send them.

use crate::wire::{DecodeError, FieldSlot, FieldVisitor, Json, Message, UnknownFields, Wire, decode_into};

/// Decodes the member `data` into a value, which is unchanged if the member is missing or `null`.
/// Other members are ignored.
pub(super) fn decode(value: &mut dyn Wire, json: &[u8]) -> Result<(), DecodeError> {
    let result = decode_into(&mut Envelope { data: Some(value), unknown_fields: UnknownFields::new() }, json);
    result.or_else(|error| if has_null_data(json) { Ok(()) } else { Err(error) })
}

fn has_null_data(json: &[u8]) -> bool {
    serde_json::from_slice::<Json>(json).is_ok_and(|envelope| envelope.get("data") == Some(&Json::Null))
}

/// The wrapping object. `data` is an `Option` only because messages implement `Default`.
#[derive(Debug, Default)]
struct Envelope<'v> {
    data: Option<&'v mut dyn Wire>,
    unknown_fields: UnknownFields,
}

impl Message for Envelope<'_> {
    fn field(&mut self, name: &str) -> FieldSlot<'_> {
        match &mut self.data {
            Some(data) if name == "data" => FieldSlot::Known(&mut **data),
            _ => FieldSlot::Unknown(&mut self.unknown_fields),
        }
    }

    fn fields(&self, sink: &mut FieldVisitor<'_>) {
        match &self.data {
            Some(data) => sink(&[("data", &**data)], &self.unknown_fields),
            None => sink(&[], &self.unknown_fields),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_data_member() {
        let mut value = Json::Null;
        decode(&mut value, br#"{"note": 1, "data": {"x": [1, null]}}"#).expect("valid JSON");
        assert_eq!(value, serde_json::json!({"x": [1, null]}));
    }

    #[test]
    fn keeps_the_value_if_data_is_missing_or_null() {
        for json in [&b"{}"[..], br#"{"data": null}"#] {
            let mut value = 5_i32;
            decode(&mut value, json).expect("valid JSON");
            assert_eq!(value, 5);
        }
    }

    #[test]
    fn rejects_data_of_another_type() {
        let mut value = 5_i32;
        let error = decode(&mut value, br#"{"data": "five"}"#).expect_err("a string is not a number");
        assert_eq!(error.path(), "data");
        assert!(decode(&mut value, b"[]").is_err());
    }
}
