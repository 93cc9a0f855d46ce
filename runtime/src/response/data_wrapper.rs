//! Bodies inside an object with the one member `data`, as APIs with the feature `dataWrapper` send them.

use crate::wire::{DecodeError, FieldSlot, FieldVisitor, Json, Message, UnknownFields, Wire, decode_into};

/// Reads the value that stands under `data`; `null` leaves it as it is. Other members say nothing about it.
pub(super) fn decode(value: &mut dyn Wire, json: &[u8]) -> Result<(), DecodeError> {
    let read = decode_into(&mut Envelope { value: Some(value), rest: UnknownFields::new() }, json);
    read.or_else(|error| if is_null(json) { Ok(()) } else { Err(error) })
}

fn is_null(json: &[u8]) -> bool {
    serde_json::from_slice::<Json>(json).is_ok_and(|envelope| envelope.get("data") == Some(&Json::Null))
}

/// Always around a value; the `Option` is there so that the envelope can be a message.
#[derive(Debug, Default)]
struct Envelope<'v> {
    value: Option<&'v mut dyn Wire>,
    rest: UnknownFields,
}

impl Message for Envelope<'_> {
    fn field(&mut self, name: &str) -> FieldSlot<'_> {
        match &mut self.value {
            Some(value) if name == "data" => FieldSlot::Known(&mut **value),
            _ => FieldSlot::Unknown(&mut self.rest),
        }
    }

    fn fields(&self, sink: &mut FieldVisitor<'_>) {
        match &self.value {
            Some(value) => sink(&[("data", &**value)], &self.rest),
            None => sink(&[], &self.rest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_stands_under_data() {
        let mut value = Json::Null;
        decode(&mut value, br#"{"note": 1, "data": {"x": [1, null]}}"#).expect("an envelope");
        assert_eq!(value, serde_json::json!({"x": [1, null]}));
        let mut value = 5_i32;
        decode(&mut value, b"{}").expect("an empty envelope");
        assert_eq!(value, 5);
        decode(&mut value, br#"{"data": null}"#).expect("an envelope of nothing");
        assert_eq!(value, 5);
        let error = decode(&mut value, br#"{"data": "five"}"#).expect_err("refused");
        assert_eq!(error.path(), "data");
        assert!(decode(&mut value, b"[]").is_err());
    }
}
