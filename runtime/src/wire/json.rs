//! Values whose type is not known.

use super::message::ObjectKind;
use super::reader::{self, Reader, Rejected};
use super::{Event, FieldVisitor, MemberName, Message, ReadError, View, Wire, Writer};

/// Any JSON value. Integers of more than 64 bits become floats.
pub type Json = serde_json::Value;

/// A number of any size. Exact for integers of up to 64 bits; others are the nearest float.
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
            // Some servers send 64-bit integers as strings, regardless of the document.
            Event::Str(digits) => digits.parse().ok(),
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
                None => return Err(ReadError::expected("a finite number", &event)),
            },
            Event::Str(value) => Self::String(value.to_owned()),
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
            Event::Text(source) => return source.read_into(self),
        };
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::Json(self)
    }

    fn read_from(&mut self, reader: &mut Reader<'_>) -> reader::Result {
        if !reader.is_container() {
            return self.read(reader.scalar()?).map_err(|_| Rejected);
        }
        if reader.is_object() {
            let mut fields = serde_json::Map::new();
            reader.message(&mut fields, ObjectKind::Map)?;
            *self = Self::Object(fields);
            return Ok(());
        }
        let mut items: Vec<Self> = Vec::new();
        items.read_from(reader)?;
        *self = Self::Array(items);
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Null => writer.null(),
            Self::Bool(value) => writer.bool(*value),
            Self::Number(value) => writer.number(value),
            Self::String(value) => writer.string(value),
            Self::Array(items) => writer.array(items),
            Self::Object(fields) => writer.json_object(fields),
        }
    }

    fn write_member(&self, name: MemberName<'_>, writer: &mut Writer) {
        match self {
            Self::String(value) => writer.string_member(name, value),
            _ => {
                writer.name(name);
                self.write(writer);
            }
        }
    }

    fn accepts_null() -> bool {
        true
    }
}

impl Message for serde_json::Map<String, Json> {
    fn fields(&self, mut visitor: FieldVisitor<'_>) {
        for (key, value) in self {
            visitor.visit_entry(key, value);
        }
    }

    fn map_len(&self) -> Option<usize> {
        Some(self.len())
    }

    fn entry(&mut self, key: &str) -> Option<&mut dyn Wire> {
        let value = Self::entry(self, key).or_insert(Json::Null);
        *value = Json::Null;
        Some(value)
    }

    fn map_entry(&self, key: &str) -> Option<&dyn Wire> {
        self.get(key).map(|value| value as &dyn Wire)
    }
}

#[cfg(test)]
mod tests {
    use super::Json;
    use crate::wire::json_text::{read, write};

    #[test]
    fn writes_values_like_serde_json() {
        for text in [
            r#"{"a\"\n":{},"b":[],"c":[[],{"d":null}],"text":"a\\b","e":{"true":true,"false":false}}"#,
            r#"[0,1,-1,18446744073709551615,-9223372036854775808,-0.0,0.1,1e300,12.50,1e-7,123456789012345680000]"#,
            r#""""#,
            "null",
        ] {
            let json: Json = serde_json::from_str(text).unwrap();
            assert_eq!(write(&json), json.to_string());
            assert_eq!(read(&json.to_string()), Ok(json.clone()));
            assert_eq!(write(&vec![json.clone(), json.clone()]), format!("[{json},{json}]"));
        }
    }
}
