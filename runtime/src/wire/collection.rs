//! Options, lists and maps.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::reader::{self, Reader, Rejected};
use super::{Event, FieldVisitor, MemberName, Message, ReadError, Seq, View, Wire, Writer};

/// A JSON object whose keys are data.
pub type Map<T> = BTreeMap<String, T>;

impl<T: Wire> Wire for Option<T> {
    #[inline]
    fn empty() -> Self {
        None
    }

    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        if matches!(event, Event::Null) && !T::accepts_null() {
            *self = None;
            return Ok(());
        }
        self.insert(T::empty()).read(event)
    }

    fn view(&self) -> View<'_> {
        match self {
            Some(value) => value.view(),
            None => View::Null,
        }
    }

    fn read_from(&mut self, reader: &mut Reader<'_>) -> reader::Result {
        self.insert(T::empty()).read_from(reader)
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.write(writer),
            None => writer.null(),
        }
    }

    fn write_member(&self, name: MemberName<'_>, writer: &mut Writer) {
        match self {
            Some(value) => value.write_member(name, writer),
            None => writer.token_member(name, "null"),
        }
    }

    fn write_field(&self, name: MemberName<'_>, writer: &mut Writer) {
        if let Some(value) = self {
            value.write_member(name, writer);
        }
    }

    #[inline]
    fn reads_text(&self) -> bool {
        T::is_text_reader()
    }

    #[inline]
    fn is_set(&self) -> bool {
        self.is_some()
    }

    fn collect_paths(&self, path: &str, paths: &mut Vec<String>) {
        match self {
            Some(value) => value.collect_paths(path, paths),
            None => paths.push(path.to_owned()),
        }
    }
}

impl<T: Wire> Wire for Vec<T> {
    #[inline]
    fn empty() -> Self {
        Self::new()
    }

    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        self.clear();
        match event {
            Event::Null => Ok(()),
            Event::Seq(source) => loop {
                let mut item = T::empty();
                if !source.next(&mut item)? {
                    return Ok(());
                }
                self.push(item);
            },
            other => Err(ReadError::expected("an array", &other)),
        }
    }

    fn read_from(&mut self, reader: &mut Reader<'_>) -> reader::Result {
        self.clear();
        let mut has_next = reader.open_array()?;
        while has_next {
            self.push(T::empty());
            if let Some(item) = self.last_mut() {
                if reader.skip_null()? {
                    read_null_item(item).map_err(|_| Rejected)?;
                } else {
                    item.read_from(reader)?;
                }
            }
            has_next = reader.next_item()?;
        }
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.array(self);
    }

    fn write_member(&self, name: MemberName<'_>, writer: &mut Writer) {
        writer.name(name);
        writer.array(self);
    }

    fn view(&self) -> View<'_> {
        View::Seq(self)
    }

    #[inline]
    fn is_set(&self) -> bool {
        !self.is_empty()
    }
}

/// Reads `null` into a new item of a list. As a scalar it is the empty value, as in other
/// languages: some servers send it, and one such item would otherwise make the whole list
/// unreadable.
pub(super) fn read_null_item(item: &mut dyn Wire) -> Result<(), ReadError> {
    if is_scalar(&item.view()) { Ok(()) } else { item.read(Event::Null) }
}

/// Returns `true` for booleans, numbers, strings, bytes and enums.
fn is_scalar(view: &View<'_>) -> bool {
    match view {
        View::Bool(_) | View::I32(_) | View::U32(_) | View::I64(_) | View::U64(_) => true,
        View::Integer(_) | View::F32(_) | View::F64(_) | View::Number(_) => true,
        View::Str(_) | View::String(_) => true,
        View::Date(_) | View::DateTime(_) | View::Duration(_) | View::Timestamp(_) => false,
        View::Null | View::Seq(_) | View::Message(_) | View::Json(_) => false,
    }
}

impl<T: Wire> Seq for Vec<T> {
    #[inline]
    fn len(&self) -> usize {
        self.len()
    }

    #[inline]
    fn at(&self, index: usize) -> Option<&dyn Wire> {
        self.get(index).map(|item| item as &dyn Wire)
    }
}

impl<T: Wire> Message for Map<T> {
    fn fields(&self, mut visitor: FieldVisitor<'_>) {
        for (key, value) in self {
            visitor.visit_entry(key, value);
        }
    }

    fn map_len(&self) -> Option<usize> {
        Some(self.len())
    }

    fn entry(&mut self, key: &str) -> Option<&mut dyn Wire> {
        Some(match Self::entry(self, key.to_owned()) {
            Entry::Vacant(entry) => entry.insert(T::empty()),
            Entry::Occupied(entry) => {
                let value = entry.into_mut();
                *value = T::empty();
                value
            }
        })
    }

    fn map_entry(&self, key: &str) -> Option<&dyn Wire> {
        self.get(key).map(|value| value as &dyn Wire)
    }
}
