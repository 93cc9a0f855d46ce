//! From any serde deserializer to a [`Wire`] value, in one pass and without a tree in between.

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::trail::{Step, Trail};
use super::{Event, MapSource, Message, ReadError, SeqSource, Wire};

/// Reads a value for a type of a generated crate: the whole of its `Deserialize` impl.
#[cfg(feature = "serde")]
pub fn deserialize<'de, T: Wire, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::empty();
    Seed { wire: &mut value, trail: &mut Trail::default() }.deserialize(deserializer)?;
    Ok(value)
}

/// Reads what the deserializer holds into `wire`.
pub(super) struct Seed<'a> {
    pub(super) wire: &'a mut dyn Wire,
    pub(super) trail: &'a mut Trail,
}

impl Seed<'_> {
    fn give<E: Error>(self, event: Event<'_>) -> Result<(), E> {
        self.wire.read(event).map_err(|error| failed(error, self.trail))
    }
}

/// The deserializer's error. What the value knows of the place, and the deserializer cannot, starts the trail.
fn failed<E: Error>(mut error: ReadError, trail: &mut Trail) -> E {
    trail.start_from(error.take_trail());
    E::custom(error)
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.give(Event::Null)
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.give(Event::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.give(Event::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.give(Event::I64(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.give(Event::U64(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.give(Event::F64(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.give(Event::Str(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let mut source = SeqReader { access, trail: self.trail, index: 0, done: false, failed: None };
        let read = self.wire.read(Event::Seq(&mut source));
        if let Some(error) = source.failed {
            return Err(error);
        }
        read.map_err(|error| failed::<A::Error>(error, source.trail))?;
        while !source.done {
            source.done = source.access.next_element::<IgnoredAny>()?.is_none();
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let first = access.next_key_seed(Name)?;
        if first.as_deref() == Some(EXACT_NUMBER) {
            let digits = access.next_value_seed(Name)?;
            return number(&digits, |event| self.wire.read(event)).map_err(A::Error::custom);
        }
        let mut source = MapReader { done: first.is_none(), first, access, trail: self.trail, failed: None };
        let read = self.wire.read(Event::Map(&mut source));
        if let Some(error) = source.failed {
            return Err(error);
        }
        read.map_err(|error| failed::<A::Error>(error, source.trail))?;
        if source.first.take().is_some() {
            source.access.next_value::<IgnoredAny>()?;
        }
        while !source.done {
            source.done = source.access.next_entry::<IgnoredAny, IgnoredAny>()?.is_none();
        }
        Ok(())
    }
}

/// Where another crate of the build turns on serde_json's `arbitrary_precision`, each number comes as an object with this
/// one field.
const EXACT_NUMBER: &str = "$serde_json::private::Number";

fn number(digits: &str, give: impl FnOnce(Event<'_>) -> Result<(), ReadError>) -> Result<(), ReadError> {
    if let Ok(value) = digits.parse() {
        give(Event::I64(value))
    } else if let Ok(value) = digits.parse() {
        give(Event::U64(value))
    } else {
        match digits.parse() {
            Ok(value) => give(Event::F64(value)),
            Err(_) => Err(ReadError::expected("a number", &Event::Str(digits))),
        }
    }
}

struct SeqReader<'t, A, E> {
    access: A,
    trail: &'t mut Trail,
    index: usize,
    done: bool,
    failed: Option<E>,
}

impl<'de, A: SeqAccess<'de>> SeqSource for SeqReader<'_, A, A::Error> {
    fn next(&mut self, item: &mut dyn Wire) -> Result<bool, ReadError> {
        if self.done || self.failed.is_some() {
            return Ok(false);
        }
        match self.access.next_element_seed(Seed { wire: item, trail: self.trail }) {
            Ok(found) => {
                self.done = found.is_none();
                self.index += 1;
                Ok(found.is_some())
            }
            Err(error) => {
                self.trail.push(Step::Index(self.index));
                self.failed = Some(error);
                Err(ReadError::kept())
            }
        }
    }
}

struct MapReader<'t, 'de, A, E> {
    first: Option<Cow<'de, str>>,
    access: A,
    trail: &'t mut Trail,
    done: bool,
    failed: Option<E>,
}

impl<'de, A: MapAccess<'de>> MapReader<'_, 'de, A, A::Error> {
    fn read_fields(&mut self, message: &mut dyn Message) -> Result<(), A::Error> {
        while let Some(name) = self.next_name()? {
            let seed = Seed { wire: message.field(&name).open(&name), trail: self.trail };
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
        let name = self.access.next_key_seed(Name)?;
        self.done = name.is_none();
        Ok(name)
    }
}

impl<'de, A: MapAccess<'de>> MapSource for MapReader<'_, 'de, A, A::Error> {
    fn read_into(&mut self, message: &mut dyn Message) -> Result<(), ReadError> {
        self.read_fields(message).map_err(|error| {
            self.failed = Some(error);
            ReadError::kept()
        })
    }
}

/// Reads a field's name, without a copy where the input allows it.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
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
