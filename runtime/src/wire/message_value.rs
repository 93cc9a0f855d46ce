//! Messages as values of fields.

use super::event::MapSource;
use super::message::ObjectKind;
use super::patch::collect_value_paths;
use super::reader::{self, Reader};
use super::{Event, MemberName, Message, ReadError, UnknownFields, View, Wire, Writer};

impl<M: Message + Default> Wire for M {
    #[inline]
    fn empty() -> Self {
        Self::without_fixed_values()
    }

    #[inline]
    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        match into_object(event, self.map_len())? {
            Some(source) => source.read_into(self),
            None => {
                *self = Self::default();
                Ok(())
            }
        }
    }

    #[inline]
    fn read_from(&mut self, reader: &mut Reader<'_>) -> reader::Result {
        if self.only_fields().is_some() && reader.skip_empty_object() {
            return Ok(());
        }
        let kind = ObjectKind::of(self);
        reader.message(self, kind)
    }

    #[inline]
    fn only_text(&self) -> Option<&'static str> {
        self.only_fields().is_some_and(UnknownFields::is_empty).then_some("{}")
    }

    #[inline]
    fn write(&self, writer: &mut Writer) {
        writer.message(self, ObjectKind::of(self));
    }

    #[inline]
    fn write_member(&self, name: MemberName<'_>, writer: &mut Writer) {
        writer.message_member(name, self, ObjectKind::of(self));
    }

    #[inline]
    fn view(&self) -> View<'_> {
        View::Message(self)
    }

    #[inline]
    fn is_set(&self) -> bool {
        self.map_len() != Some(0)
    }

    fn collect_paths(&self, path: &str, paths: &mut Vec<String>) {
        collect_value_paths(self, &Self::default(), path, paths);
    }
}

/// Returns the fields of the object, or `None` for a map that reads `null`.
fn into_object(event: Event<'_>, map_len: Option<usize>) -> Result<Option<&mut dyn MapSource>, ReadError> {
    match event {
        Event::Map(source) => Ok(Some(source)),
        Event::Null if map_len.is_some() => Ok(None),
        other => Err(ReadError::expected("an object", &other)),
    }
}
