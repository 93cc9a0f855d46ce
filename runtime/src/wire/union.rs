//! Objects that are one of several messages, for [`union!`](crate::union).

use std::fmt;

use super::deserialize::TextReader;
use super::event::TextSource;
use super::message::FieldVisitor;
use super::reading::Reading;
use super::{Event, Json, Message, ReadError, Wire};

/// An object whose type is not known yet.
pub enum Object<'e> {
    /// The text of the object.
    Text(&'e mut dyn TextSource),
    /// The object, from a format other than JSON text.
    Tree(Json),
}

impl fmt::Debug for Object<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text",
            Self::Tree(_) => "Tree",
        })
    }
}

impl Object<'_> {
    fn read_into(self, target: &mut dyn Wire) -> Result<(), ReadError> {
        match self {
            Self::Text(source) => source.read_into(target),
            Self::Tree(object) => read_tree(&object, target),
        }
    }
}

fn read_tree(object: &Json, target: &mut dyn Wire) -> Result<(), ReadError> {
    let mut reading = Reading::of_json();
    let result = TextReader { text: &object.to_string(), reading: &mut reading }.read_into(target);
    result.map_err(|error| ReadError::nested(reading.trail, error.to_string()))
}

/// Reads an object without interpreting it.
pub fn read_object(event: Event<'_>) -> Result<Object<'_>, ReadError> {
    match event {
        Event::Text(source) => Ok(Object::Text(source)),
        Event::Map(_) => {
            let mut object = Json::Null;
            object.read(event)?;
            Ok(Object::Tree(object))
        }
        other => Err(ReadError::expected("an object", &other)),
    }
}

/// Returns the value of the discriminator, if it is a string.
pub fn discriminator(object: &mut Object<'_>, name: &str) -> Result<Option<String>, ReadError> {
    let value = match object {
        Object::Text(source) => {
            let mut reader = Discriminator { name, ..Discriminator::default() };
            source.read_into(&mut reader)?;
            reader.value
        }
        Object::Tree(object) => object.get(name).cloned().unwrap_or_default(),
    };
    Ok(value.as_str().map(str::to_owned))
}

/// Reads an object as the message that its discriminator selects.
pub fn read_variant<T: Wire>(object: Object<'_>) -> Result<T, ReadError> {
    let mut value = T::empty();
    object.read_into(&mut value)?;
    Ok(value)
}

/// A map that ignores all entries except one.
#[derive(Debug, Default)]
struct Discriminator<'n> {
    name: &'n str,
    value: Json,
    ignored: (),
}

impl Message for Discriminator<'_> {
    fn fields(&self, mut visitor: FieldVisitor<'_>) {
        visitor.visit_entry(self.name, &self.value);
    }

    fn map_len(&self) -> Option<usize> {
        Some(1)
    }

    fn entry(&mut self, key: &str) -> Option<&mut dyn Wire> {
        Some(if key == self.name { &mut self.value } else { &mut self.ignored })
    }
}
