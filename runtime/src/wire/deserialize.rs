//! Reads a [`Wire`] value from any serde deserializer, in one pass and without an intermediate
//! tree.

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::event::{Event, MapSource, SeqSource};
use super::trail::{Step, Trail};
use super::{Message, ReadError, Wire};

/// Implements `Deserialize` for the types of generated crates.
#[cfg(feature = "serde")]
pub fn deserialize<'de, T: Wire, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::empty();
    ValueSeed { target: &mut value, trail: &mut Trail::default() }.deserialize(deserializer)?;
    Ok(value)
}

/// Reads the value of a deserializer into `target`.
pub(super) struct ValueSeed<'a> {
    pub(super) target: &'a mut dyn Wire,
    pub(super) trail: &'a mut Trail,
}

impl ValueSeed<'_> {
    fn read<E: Error>(self, event: Event<'_>) -> Result<(), E> {
        self.target.read(event).map_err(|error| into_serde_error(error, self.trail))
    }
}

/// Converts to the error type of the deserializer. The trail within the value, which the
/// deserializer did not see, becomes the start of `trail`.
fn into_serde_error<E: Error>(mut error: ReadError, trail: &mut Trail) -> E {
    trail.extend(error.take_trail());
    E::custom(error)
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.read(Event::Null)
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.read(Event::Null)
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
        let mut source = SeqReader { access, trail: self.trail, index: 0, done: false, error: None };
        let result = self.target.read(Event::Seq(&mut source));
        if let Some(error) = source.error {
            return Err(error);
        }
        result.map_err(|error| into_serde_error::<A::Error>(error, source.trail))?;
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
        let mut source = MapReader { done: first.is_none(), first, access, trail: self.trail, error: None };
        let result = self.target.read(Event::Map(&mut source));
        if let Some(error) = source.error {
            return Err(error);
        }
        result.map_err(|error| into_serde_error::<A::Error>(error, source.trail))?;
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

struct SeqReader<'t, A, E> {
    access: A,
    trail: &'t mut Trail,
    index: usize,
    done: bool,
    error: Option<E>,
}

impl<'de, A: SeqAccess<'de>> SeqSource for SeqReader<'_, A, A::Error> {
    fn next(&mut self, item: &mut dyn Wire) -> Result<bool, ReadError> {
        if self.done || self.error.is_some() {
            return Ok(false);
        }
        match self.access.next_element_seed(ValueSeed { target: item, trail: self.trail }) {
            Ok(item) => {
                self.done = item.is_none();
                self.index += 1;
                Ok(item.is_some())
            }
            Err(error) => {
                self.trail.push(Step::Index(self.index));
                self.error = Some(error);
                Err(ReadError::deferred())
            }
        }
    }
}

struct MapReader<'t, 'de, A, E> {
    first: Option<Cow<'de, str>>,
    access: A,
    trail: &'t mut Trail,
    done: bool,
    error: Option<E>,
}

impl<'de, A: MapAccess<'de>> MapReader<'_, 'de, A, A::Error> {
    fn read_fields(&mut self, message: &mut dyn Message) -> Result<(), A::Error> {
        while let Some(name) = self.next_name()? {
            let seed = ValueSeed { target: message.field(&name).into_value(&name), trail: self.trail };
            if let Err(error) = self.access.next_value_seed(seed) {
                self.trail.push(Step::Name(name.into_owned()));
                return Err(error);
            }
        }
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

/// Reads the name of a field, borrowed from the input where possible.
struct FieldName;

impl<'de> DeserializeSeed<'de> for FieldName {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for FieldName {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }

    fn visit_string<E: Error>(self, name: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name))
    }
}
