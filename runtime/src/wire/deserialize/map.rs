//! The fields of an object.

use std::borrow::Cow;

use serde_core::de::{Error, MapAccess};
use serde_json::value::RawValue;

use super::field_name::FieldName;
use super::{TextReader, ValueSeed};
use crate::wire::event::{Event, MapSource};
use crate::wire::message::{FieldSlot, unknown_fields};
use crate::wire::reading::Reading;
use crate::wire::trail::Step;
use crate::wire::{Message, ReadError};

pub(super) struct MapReader<'r, 'de, A, E> {
    pub(super) first: Option<Cow<'de, str>>,
    pub(super) access: A,
    pub(super) reading: &'r mut Reading,
    pub(super) done: bool,
    pub(super) error: Option<E>,
}

impl<'de, A: MapAccess<'de>> MapReader<'_, 'de, A, A::Error> {
    fn read_fields(&mut self, message: &mut dyn Message) -> Result<(), A::Error> {
        let keeps = self.reading.keeps_mismatched() && unknown_fields(message).is_some();
        while let Some(name) = self.next_name()? {
            let result = match message.field(&name) {
                FieldSlot::Unknown(fields) if self.reading.is_json() => {
                    let text = self.access.next_value::<&RawValue>();
                    text.and_then(|text| fields.insert_text(&name, text.get()).map_err(A::Error::custom))
                }
                FieldSlot::Known(_) if keeps => self.read_or_keep(message, &name),
                slot => {
                    let target = slot.into_value(&name);
                    self.access.next_value_seed(ValueSeed { target, reading: self.reading, is_item: false })
                }
            };
            if let Err(error) = result {
                self.reading.trail.push(Step::Name(name.into_owned()));
                return Err(error);
            }
        }
        Ok(())
    }

    /// Reads a known field. If its value does not fit, it becomes an unknown field of that name,
    /// which is written instead of the known one.
    fn read_or_keep(&mut self, message: &mut dyn Message, name: &str) -> Result<(), A::Error> {
        let text = self.access.next_value::<&RawValue>()?.get();
        let steps = self.reading.trail.len();
        let FieldSlot::Known(field) = message.field(name) else { return Ok(()) };
        if (TextReader { text, reading: self.reading }).read_value(field).is_ok() {
            // An earlier value of the same name could have been kept.
            unknown_fields(message).and_then(|fields| fields.remove(name));
            return Ok(());
        }
        self.reading.trail.truncate(steps);
        // Fields of messages are optional or collections, so that `null` resets them.
        if let FieldSlot::Known(field) = message.field(name) {
            field.read(Event::Null).map_err(A::Error::custom)?;
        }
        if let Some(fields) = unknown_fields(message) {
            fields.insert_text(name, text).map_err(A::Error::custom)?;
        }
        self.reading.keep(name);
        Ok(())
    }

    fn next_name(&mut self) -> Result<Option<Cow<'de, str>>, A::Error> {
        if let Some(name) = self.first.take() {
            return Ok(Some(name));
        }
        if self.done {
            return Ok(None);
        }
        let name = self.access.next_key_seed(FieldName)?;
        self.done = name.is_none();
        Ok(name)
    }
}

impl<'de, A: MapAccess<'de>> MapSource for MapReader<'_, 'de, A, A::Error> {
    fn read_into(&mut self, message: &mut dyn Message) -> Result<(), ReadError> {
        self.read_fields(message).map_err(|error| {
            self.error = Some(error);
            ReadError::deferred()
        })
    }
}
