//! Values whose text is read later or more than once.

use serde_core::de::{DeserializeSeed, Error};

use super::ValueSeed;
use crate::wire::decode::message_of;
use crate::wire::event::TextSource;
use crate::wire::reading::Reading;
use crate::wire::{ReadError, Wire};

/// The text of a value, to be read as the type that it turns out to have.
pub(in crate::wire) struct TextReader<'t> {
    pub(in crate::wire) text: &'t str,
    pub(in crate::wire) reading: &'t mut Reading,
}

impl TextReader<'_> {
    pub(in crate::wire) fn read_value(&mut self, target: &mut dyn Wire) -> Result<(), serde_json::Error> {
        // Each text has its own deserializer, whose limit does not count the levels around it.
        if !self.reading.enter() {
            return Err(serde_json::Error::custom("recursion limit exceeded"));
        }
        // A slice, as for all other texts: the compiler generates code for each kind of input.
        let mut deserializer = serde_json::Deserializer::from_slice(self.text.as_bytes());
        let seed = ValueSeed { target, reading: self.reading, is_item: false };
        let result = seed.deserialize(&mut deserializer).and_then(|()| deserializer.end());
        self.reading.leave();
        result
    }
}

impl TextSource for TextReader<'_> {
    fn read_into(&mut self, target: &mut dyn Wire) -> Result<(), ReadError> {
        self.read_value(target).map_err(|error| ReadError::new(message_of(&error)))
    }

    fn text(&self) -> &str {
        self.text
    }
}
