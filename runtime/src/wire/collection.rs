//! Options, lists and maps.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{Event, FieldSlot, FieldVisitor, Message, ReadError, Seq, UnknownFields, View, Wire};

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

    fn view(&self) -> View<'_> {
        View::Seq(self)
    }

    #[inline]
    fn is_set(&self) -> bool {
        !self.is_empty()
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
    fn field(&mut self, name: &str) -> FieldSlot<'_> {
        FieldSlot::Known(match self.entry(name.to_owned()) {
            Entry::Vacant(entry) => entry.insert(T::empty()),
            Entry::Occupied(entry) => {
                let value = entry.into_mut();
                *value = T::empty();
                value
            }
        })
    }

    fn fields(&self, visit: &mut FieldVisitor<'_>) {
        for (key, value) in self {
            visit(&[(key, value)], UnknownFields::NONE);
        }
    }

    fn map_len(&self) -> Option<usize> {
        Some(self.len())
    }

    fn map_entry(&self, key: &str) -> Option<&dyn Wire> {
        self.get(key).map(|value| value as &dyn Wire)
    }
}
