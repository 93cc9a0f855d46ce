//! Values of no known type.

use super::{Event, FieldSink, Message, Place, ReadError, UnknownFields, View, Wire};

/// Any JSON value. Integers of more than 64 bits become floats.
pub type Json = serde_json::Value;

/// An integer that travels as a number: exact with up to 64 bits, and beyond them the nearest that a float can be.
pub type Number = serde_json::Number;

impl Wire for Number {
    fn empty() -> Self {
        0.into()
    }

    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        let number = match event {
            Event::I64(value) => Some(value.into()),
            Event::U64(value) => Some(value.into()),
            Event::F64(value) => Self::from_f64(value),
            // Where a server thinks that 64 bits are safer in a string.
            Event::Str(text) => text.parse().ok(),
            _ => None,
        };
        *self = number.ok_or_else(|| ReadError::expected("a number", &event))?;
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::Number(self)
    }
}

impl Wire for Json {
    fn empty() -> Self {
        Self::Null
    }

    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        *self = match event {
            Event::Null => Self::Null,
            Event::Bool(value) => Self::Bool(value),
            Event::I64(value) => Self::Number(value.into()),
            Event::U64(value) => Self::Number(value.into()),
            Event::F64(value) => match Number::from_f64(value) {
                Some(number) => Self::Number(number),
                None => return Err(ReadError::expected("a number with an end", &event)),
            },
            Event::Str(text) => Self::String(text.to_owned()),
            Event::Seq(source) => {
                let mut items = Vec::new();
                let mut item = Self::Null;
                while source.next(&mut item)? {
                    items.push(item.take());
                }
                Self::Array(items)
            }
            Event::Map(source) => {
                let mut fields = serde_json::Map::new();
                source.read_into(&mut fields)?;
                Self::Object(fields)
            }
        };
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::Json(self)
    }

    fn takes_null() -> bool {
        true
    }
}

impl Message for serde_json::Map<String, Json> {
    fn field(&mut self, name: &str) -> Place<'_> {
        let value = self.entry(name).or_insert(Json::Null);
        *value = Json::Null;
        Place::Known(value)
    }

    fn fields(&self, sink: &mut FieldSink<'_>) {
        for (name, value) in self {
            sink(&[(name, value)], UnknownFields::NONE);
        }
    }

    fn map_len(&self) -> Option<usize> {
        Some(self.len())
    }

    fn map_entry(&self, name: &str) -> Option<&dyn Wire> {
        self.get(name).map(|value| value as &dyn Wire)
    }
}
