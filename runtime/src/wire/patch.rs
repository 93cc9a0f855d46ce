//! What an update says beyond the values that are set: fields to clear, and a mask.

use std::ptr;

use super::equal::equal_values;
use super::{FieldMask, Json, Map, Message, Place, UnknownFields, View, Wire};

/// Lists and maps: what can be sent empty.
pub trait Collection: Wire {
    /// What it is without items.
    fn empty_json() -> Json;
}

impl<T: Wire> Collection for Vec<T> {
    fn empty_json() -> Json {
        Json::Array(Vec::new())
    }
}

impl<T: Wire> Collection for Map<T> {
    fn empty_json() -> Json {
        Json::Object(serde_json::Map::new())
    }
}

/// How the macros of `macros/patch.rs` reach a message, whether it is there itself, boxed or borrowed.
pub trait Patch: Message + Sized {
    /// Writes `null` for a field.
    fn send_null<F: Wire>(&mut self, field: impl FnOnce(&Self) -> &F) {
        send_instead(self, field, |_| Json::Null);
    }

    /// Writes `null` for an entry of a map.
    fn send_null_entry<T: Wire>(&mut self, field: impl FnOnce(&Self) -> &Map<T>, key: &(impl AsRef<str> + ?Sized)) {
        let key = key.as_ref().to_owned();
        send_instead(self, field, |earlier| match earlier {
            Some(Json::Object(mut entries)) => {
                entries.insert(key, Json::Null);
                Json::Object(entries)
            }
            _ => Json::Object(serde_json::Map::from_iter([(key, Json::Null)])),
        });
    }

    /// Writes an empty list or map for a field.
    fn send_empty<F: Collection>(&mut self, field: impl FnOnce(&Self) -> &F) {
        send_instead(self, field, |_| F::empty_json());
    }
}

impl<M: Message> Patch for M {}

/// Finds the field's name by its place in memory. The macros see to it that it is a field of the message, so there is a name.
fn send_instead<M: Message, F: Wire>(
    message: &mut M,
    field: impl FnOnce(&M) -> &F,
    value: impl FnOnce(Option<Json>) -> Json,
) {
    let wanted = place(field(message));
    let mut found = None;
    message.fields(&mut |known, _| {
        let same = known.iter().find(|(_, candidate)| place(*candidate) == wanted);
        found = found.take().or(same.map(|(name, _)| (*name).to_owned()));
    });
    if let (Some(name), Some(fields)) = (found, unknown_fields(message)) {
        let earlier = fields.remove(&name);
        fields.insert(name, value(earlier));
    }
}

/// What is written of a map that entries stand beside or instead of, those of [`UnknownFields`] under the map's name. `None` if
/// there is no such map, or no entry: then the unknown field is all that is written.
pub(super) fn with_entries(known: &[(&str, &dyn Wire)], name: &str, unknown: &Json) -> Option<Json> {
    let entries = unknown.as_object().filter(|entries| !entries.is_empty())?;
    let (_, map) = known.iter().find(|(known, _)| *known == name)?;
    let view = map.view();
    if !matches!(view, View::Message(message) if message.map_len().is_some()) {
        return None;
    }
    let mut all = serde_json::to_value(view).ok()?;
    all.as_object_mut()?.extend(entries.clone());
    Some(all)
}

/// The size goes with the address, for a message may begin where its first field does.
fn place(field: &dyn Wire) -> (*const (), usize) {
    (ptr::from_ref(field).cast(), size_of_val(field))
}

/// Asks for a name that no field has, for that is how a message shows where its unknown fields are.
fn unknown_fields(message: &mut dyn Message) -> Option<&mut UnknownFields> {
    let mut longest = 0;
    message.fields(&mut |known, _| longest = known.iter().map(|(name, _)| name.len()).fold(longest, usize::max));
    match message.field(&"_".repeat(longest + 1)) {
        Place::Unknown(fields) => Some(fields),
        Place::Known(_) => None,
    }
}

impl FieldMask {
    /// The mask of an update that changes what `message` has set: each field's path, down to single values. Lists, maps and values of
    /// no known type are named whole, and so is a message with nothing set. Fields that every such message has, like a `kind`,
    /// are left out.
    ///
    /// ```
    /// use discovery_runtime::{FieldMask, UnknownFields, message, send_null};
    ///
    /// #[derive(Clone)]
    /// pub struct Note {
    ///     pub color: Option<String>,
    ///     pub text: Option<String>,
    ///     pub unknown_fields: UnknownFields,
    /// }
    ///
    /// message! { Note { "color" => color, "text" => text } }
    ///
    /// let mut note = Note { text: Some("milk".to_owned()), ..Default::default() };
    /// send_null!(note.color);
    /// assert_eq!(FieldMask::of(&note).to_string(), "color,text");
    /// ```
    #[must_use]
    pub fn of<M: Message + Default>(message: &M) -> Self {
        let mut paths = Vec::new();
        message_paths(message, &M::default(), "", &mut paths);
        paths.into_iter().collect()
    }
}

/// Adds the paths of what is set in `message` and not already so in a new one.
pub(super) fn message_paths(message: &dyn Message, new: &dyn Message, prefix: &str, paths: &mut Vec<String>) {
    message.fields(&mut |fields, unknown| {
        new.fields(&mut |new_fields, _| {
            for ((name, field), (_, new_field)) in fields.iter().zip(new_fields) {
                if unknown.contains(name) {
                    paths.push(format!("{prefix}{name}"));
                } else if field.is_set() && !equal_values(*field, *new_field) {
                    field.paths(&format!("{prefix}{name}"), paths);
                }
            }
        });
        let known = |name: &str| fields.iter().any(|(known, _)| *known == name);
        paths.extend(unknown.iter().filter(|(name, _)| !known(name)).map(|(name, _)| format!("{prefix}{name}")));
    });
}
