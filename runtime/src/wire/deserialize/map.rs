//! The fields of an object.

use std::borrow::Cow;

use serde_core::de::{Error, MapAccess};
use serde_json::value::RawValue;

use super::field_name::FieldName;
use super::{TextReader, ValueSeed};
use crate::wire::event::{Event, MapSource};
use crate::wire::reading::Reading;
use crate::wire::trail::Step;
use crate::wire::{FieldVisitorMut, Message, ReadError, UnknownFields, Wire};

pub(super) struct MapReader<'r, 'de, A, E> {
    pub(super) first: Option<Cow<'de, str>>,
    pub(super) access: A,
    pub(super) reading: &'r mut Reading,
    pub(super) done: bool,
    pub(super) error: Option<E>,
}

impl<'de, A: MapAccess<'de>> MapReader<'_, 'de, A, A::Error> {
    fn read_object(&mut self, message: &mut dyn Message) -> Result<(), A::Error> {
        if message.map_len().is_some() {
            return self.read_entries(message);
        }
        let mut result = Ok(());
        message.fields_mut(FieldVisitorMut(&mut |known, unknown| result = self.read_fields(known, unknown)));
        result
    }

    fn read_entries(&mut self, map: &mut dyn Message) -> Result<(), A::Error> {
        while let Some(name) = self.next_name()? {
            let Some(target) = map.entry(&name) else { return Ok(()) };
            let seed = ValueSeed { target, reading: self.reading, is_item: false };
            let result = self.access.next_value_seed(seed);
            self.with_step(result, name)?;
        }
        Ok(())
    }

    fn read_fields(
        &mut self,
        known: &mut [(&str, &mut dyn Wire)],
        unknown: &mut UnknownFields,
    ) -> Result<(), A::Error> {
        while let Some(name) = self.next_name()? {
            let result = match known.iter_mut().find(|(known, _)| *known == name) {
                Some((_, field)) if self.reading.keeps_mismatched() => self.read_or_keep(*field, &name, unknown),
                None if self.reading.is_json() => {
                    let text = self.access.next_value::<&RawValue>();
                    text.and_then(|text| insert_text(unknown, &name, text.get()))
                }
                known => {
                    let target = known.map_or_else(|| unknown.insert_null(&name), |(_, field)| &mut **field);
                    self.access.next_value_seed(ValueSeed { target, reading: self.reading, is_item: false })
                }
            };
            self.with_step(result, name)?;
        }
        Ok(())
    }

    /// Adds the name of a field whose value could not be read to the trail.
    fn with_step(&mut self, result: Result<(), A::Error>, name: Cow<'de, str>) -> Result<(), A::Error> {
        if result.is_err() {
            self.reading.trail.push(Step::Name(name.into_owned()));
        }
        result
    }

    /// Reads a known field. If its value does not fit, it becomes an unknown field of that name,
    /// which is written instead of the known one.
    fn read_or_keep(&mut self, field: &mut dyn Wire, name: &str, unknown: &mut UnknownFields) -> Result<(), A::Error> {
        let text = self.access.next_value::<&RawValue>()?.get();
        let steps = self.reading.trail.len();
        if (TextReader { text, reading: self.reading }).read_value(field).is_ok() {
            // An earlier value of the same name could have been kept.
            unknown.remove(name);
            return Ok(());
        }
        self.reading.trail.truncate(steps);
        // Fields of messages are optional or collections, so that `null` resets them.
        field.read(Event::Null).map_err(A::Error::custom)?;
        insert_text(unknown, name, text)?;
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
        self.read_object(message).map_err(|error| {
            self.error = Some(error);
            ReadError::deferred()
        })
    }
}

/// Adds an unknown field. The error has the position of the field.
fn insert_text<E: Error>(unknown: &mut UnknownFields, name: &str, text: &str) -> Result<(), E> {
    unknown.insert_text(name, text).map_err(|error| E::custom(error.message()))
}
