//! JSON objects.

use super::patch::message_paths;
use super::{Event, MapSource, ReadError, UnknownFields, View, Wire};

/// Receives the known fields of a message, wire name first, and its unknown ones. It may be called more than once.
pub type FieldSink<'a> = dyn FnMut(&[(&str, &dyn Wire)], &UnknownFields) + 'a;

/// Where the value of a field belongs.
pub enum Place<'a> {
    /// There.
    Known(&'a mut dyn Wire),
    /// Among those that the message's type does not know.
    Unknown(&'a mut UnknownFields),
}

impl<'a> Place<'a> {
    /// What reads the value of the field, which is called `name`.
    pub fn open(self, name: &str) -> &'a mut dyn Wire {
        match self {
            Self::Known(field) => field,
            Self::Unknown(fields) => fields.field(name),
        }
    }
}

/// A JSON object: a struct of a generated crate ([`message!`](crate::message) writes this impl), or a map, whose field
/// names come from the data.
pub trait Message {
    /// The place for the field called `name` on the wire; in a map a new entry, and an earlier value there is forgotten.
    fn field(&mut self, name: &str) -> Place<'_>;

    /// Hands every field to `sink`, set or not, and the unknown fields. An unknown field that has the name of a known one
    /// stands for it; in a map, entry by entry.
    fn fields(&self, sink: &mut FieldSink<'_>);

    /// The number of entries, if this is a map. A map is left out of a message when it is empty, reads `null` as empty, and
    /// writes all its entries, those without a value as `null`.
    fn map_len(&self) -> Option<usize> {
        None
    }

    /// The entry called `name`, if this is a map that has one.
    fn map_entry(&self, name: &str) -> Option<&dyn Wire> {
        let _ = name;
        None
    }
}

impl<M: Message + ?Sized> Message for Box<M> {
    #[inline]
    fn field(&mut self, name: &str) -> Place<'_> {
        (**self).field(name)
    }

    #[inline]
    fn fields(&self, sink: &mut FieldSink<'_>) {
        (**self).fields(sink);
    }

    #[inline]
    fn map_len(&self) -> Option<usize> {
        (**self).map_len()
    }

    #[inline]
    fn map_entry(&self, name: &str) -> Option<&dyn Wire> {
        (**self).map_entry(name)
    }
}

impl<M: Message + Default> Wire for M {
    #[inline]
    fn empty() -> Self {
        Self::default()
    }

    #[inline]
    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        match object(event, self.map_len())? {
            Some(source) => source.read_into(self),
            None => {
                *self = Self::default();
                Ok(())
            }
        }
    }

    #[inline]
    fn view(&self) -> View<'_> {
        View::Message(self)
    }

    #[inline]
    fn is_set(&self) -> bool {
        self.map_len() != Some(0)
    }

    fn paths(&self, path: &str, paths: &mut Vec<String>) {
        let before = paths.len();
        if self.map_len().is_none() {
            message_paths(self, &Self::default(), &format!("{path}."), paths);
        }
        if paths.len() == before {
            paths.push(path.to_owned());
        }
    }
}

/// The fields of the object; `None` where a map gets `null`.
fn object(event: Event<'_>, map_len: Option<usize>) -> Result<Option<&mut dyn MapSource>, ReadError> {
    match event {
        Event::Map(source) => Ok(Some(source)),
        Event::Null if map_len.is_some() => Ok(None),
        other => Err(ReadError::expected("an object", &other)),
    }
}
