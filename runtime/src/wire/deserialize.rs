//! Reads a [`Wire`] value from any serde deserializer, in one pass and without an intermediate
//! tree.

mod field_name;
mod map;
mod seq;
mod text;

use std::fmt;

use serde_core::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use self::field_name::FieldName;
use self::map::MapReader;
use self::seq::SeqReader;
pub(super) use self::text::TextReader;
use super::collection::read_null_item;
use super::event::Event;
use super::reading::Reading;
use super::{ReadError, Wire};

/// Implements `Deserialize` for the types of generated crates.
#[cfg(feature = "serde")]
pub fn deserialize<'de, T: Wire, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::empty();
    ValueSeed { target: &mut value, reading: &mut Reading::of_any_format(), is_item: false }
        .deserialize(deserializer)?;
    Ok(value)
}

/// Reads the value of a deserializer into `target`.
pub(super) struct ValueSeed<'a> {
    pub(super) target: &'a mut dyn Wire,
    pub(super) reading: &'a mut Reading,
    /// Whether the value is an item of a list.
    pub(super) is_item: bool,
}

impl ValueSeed<'_> {
    fn read<E: Error>(self, event: Event<'_>) -> Result<(), E> {
        self.target.read(event).map_err(|error| into_serde_error(error, self.reading))
    }

    fn read_null<E: Error>(self) -> Result<(), E> {
        if !self.is_item {
            return self.read(Event::Null);
        }
        read_null_item(self.target).map_err(|error| into_serde_error(error, self.reading))
    }
}

/// Converts to the error type of the deserializer. The trail within the value, which the
/// deserializer did not see, becomes the start of the trail.
fn into_serde_error<E: Error>(mut error: ReadError, reading: &mut Reading) -> E {
    reading.trail.extend(error.take_trail());
    E::custom(error)
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if !self.reading.is_json() || !self.target.reads_text() {
            return deserializer.deserialize_any(self);
        }
        let text = <&RawValue>::deserialize(deserializer)?.get();
        if text == "null" {
            return self.read_null();
        }
        let mut source = TextReader { text, reading: self.reading };
        let result = self.target.read(Event::Text(&mut source));
        result.map_err(|error| into_serde_error(error, source.reading))
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.read_null()
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.read_null()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.read(Event::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.read(Event::I64(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.read(Event::U64(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.read(Event::F64(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.read(Event::Str(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let mut source = SeqReader { access, reading: self.reading, index: 0, done: false, error: None };
        let result = self.target.read(Event::Seq(&mut source));
        if let Some(error) = source.error {
            return Err(error);
        }
        result.map_err(|error| into_serde_error::<A::Error>(error, source.reading))?;
        while !source.done {
            source.done = source.access.next_element::<IgnoredAny>()?.is_none();
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let first = access.next_key_seed(FieldName)?;
        if first.as_deref() == Some(EXACT_NUMBER) {
            let digits = access.next_value_seed(FieldName)?;
            return read_number(&digits, |event| self.target.read(event)).map_err(A::Error::custom);
        }
        let mut source = MapReader { done: first.is_none(), first, access, reading: self.reading, error: None };
        let result = self.target.read(Event::Map(&mut source));
        if let Some(error) = source.error {
            return Err(error);
        }
        result.map_err(|error| into_serde_error::<A::Error>(error, source.reading))?;
        if source.first.take().is_some() {
            source.access.next_value::<IgnoredAny>()?;
        }
        while !source.done {
            source.done = source.access.next_entry::<IgnoredAny, IgnoredAny>()?.is_none();
        }
        Ok(())
    }
}

/// The only field of the objects that serde_json passes instead of numbers if any crate of the
/// build enables its feature `arbitrary_precision`.
const EXACT_NUMBER: &str = "$serde_json::private::Number";

fn read_number(digits: &str, read: impl FnOnce(Event<'_>) -> Result<(), ReadError>) -> Result<(), ReadError> {
    if let Ok(value) = digits.parse() {
        read(Event::I64(value))
    } else if let Ok(value) = digits.parse() {
        read(Event::U64(value))
    } else {
        match digits.parse() {
            Ok(value) => read(Event::F64(value)),
            Err(_) => Err(ReadError::expected("a number", &Event::Str(digits))),
        }
    }
}
