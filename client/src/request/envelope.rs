//! Bodies inside an object with the one member `data`, as APIs with the feature `dataWrapper` send them.

use crate::wire::{DecodeError, FieldSink, Message, UnknownFields, Wire, decode_into};

/// Reads the value that stands under `data`. Other members say nothing about it.
pub(super) fn decode(value: &mut dyn Wire, json: &[u8]) -> Result<(), DecodeError> {
    decode_into(&mut Envelope { value: Some(value), rest: UnknownFields::new() }, json)
}

/// Always around a value; the `Option` is there so that the envelope can be a message.
#[derive(Default)]
struct Envelope<'v> {
    value: Option<&'v mut dyn Wire>,
    rest: UnknownFields,
}

impl Message for Envelope<'_> {
    fn field(&mut self, name: &str) -> &mut dyn Wire {
        match &mut self.value {
            Some(value) if name == "data" => &mut **value,
            _ => self.rest.field(name),
        }
    }

    fn fields(&self, sink: &mut FieldSink<'_>) {
        match &self.value {
            Some(value) => sink(&[("data", &**value)], &self.rest),
            None => sink(&[], &self.rest),
        }
    }
}
