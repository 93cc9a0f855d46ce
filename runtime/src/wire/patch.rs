//! Updates: fields to clear, and the field mask.

use super::equal::equal_values;
use super::field_name::field_name;
use super::{FieldMask, FieldVisitor, FieldVisitorMut, Json, Map, Message, View, Wire, decode, encode};

/// Lists and maps.
pub trait Collection: Wire {
    /// Returns the JSON of an empty collection.
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

/// Makes the macros of `macros/patch.rs` work on a message, a box, and a reference alike.
pub trait Patch: Message + Sized {
    /// Overrides a field with `null`.
    fn send_null<F: Wire>(&mut self, field: impl FnOnce(&Self) -> &F) {
        override_field(self, field, |_| Json::Null);
    }

    /// Overrides an entry of a map with `null`.
    fn send_null_entry<T: Wire>(&mut self, field: impl FnOnce(&Self) -> &Map<T>, key: &(impl AsRef<str> + ?Sized)) {
        let key = key.as_ref().to_owned();
        override_field(self, field, |previous| match previous {
            Some(Json::Object(mut entries)) => {
                entries.insert(key, Json::Null);
                Json::Object(entries)
            }
            _ => Json::Object(serde_json::Map::from_iter([(key, Json::Null)])),
        });
    }

    /// Overrides a field with an empty list or map.
    fn send_empty<F: Collection>(&mut self, field: impl FnOnce(&Self) -> &F) {
        override_field(self, field, |_| F::empty_json());
    }
}

impl<M: Message> Patch for M {}

/// Inserts `value` among the unknown fields under the name of the field, where it overrides the
/// known field.
fn override_field<M: Message, F: Wire>(
    message: &mut M,
    field: impl FnOnce(&M) -> &F,
    value: impl FnOnce(Option<Json>) -> Json,
) {
    let (Some(name), mut value) = (field_name(message, field(message)), Some(value)) else { return };
    message.fields_mut(FieldVisitorMut(&mut |_, unknown| {
        if let Some(value) = value.take() {
            let previous = unknown.remove(&name);
            unknown.insert(name.as_str(), value(previous));
        }
    }));
}

/// Returns the JSON of the map called `name` after the unknown field of the same name has
/// overridden some of its entries. Returns `None` if the field is not a map, or if one of the two
/// has no entries: the unknown field then replaces the known one as a whole.
pub(super) fn merge_map_entries(known: &[(&str, &dyn Wire)], name: &str, unknown: &Json) -> Option<Json> {
    let entries = unknown.as_object().filter(|entries| !entries.is_empty())?;
    let (_, map) = known.iter().find(|(known, field)| *known == name && field.is_set())?;
    if !matches!(map.view(), View::Message(message) if message.map_len().is_some()) {
        return None;
    }
    let mut merged: Json = decode(&encode(*map)).ok()?;
    merged.as_object_mut()?.extend(entries.clone());
    Some(merged)
}

impl FieldMask {
    /// Creates the mask of an update that changes everything that `message` sets.
    ///
    /// The mask contains the path of each field, down to scalars. Lists, maps, [`Json`] values and
    /// messages without fields are named as a whole. Fields that a new message already has, such as
    /// a constant `kind`, are omitted.
    ///
    /// # Examples
    ///
    /// ```
    /// # use discovery_runtime::message;
    /// use discovery_runtime::{FieldMask, UnknownFields, send_null};
    ///
    /// # #[derive(Clone)]
    /// # pub struct Note {
    /// #     pub color: Option<String>,
    /// #     pub text: Option<String>,
    /// #     pub unknown_fields: UnknownFields,
    /// # }
    /// #
    /// # message! { Note { "color" => color, "text" => text } }
    /// #
    /// let mut note = Note { text: Some("milk".to_owned()), ..Default::default() };
    /// send_null!(note.color);
    /// assert_eq!(FieldMask::of(&note).to_string(), "color,text");
    /// ```
    #[must_use]
    pub fn of<M: Message + Default>(message: &M) -> Self {
        let mut paths = Vec::new();
        collect_message_paths(message, &M::default(), "", &mut paths);
        paths.into_iter().collect()
    }
}

/// Appends the paths of a message that is the value of a field: those of its fields, or its own if
/// there are none.
pub(super) fn collect_value_paths(message: &dyn Message, new: &dyn Message, path: &str, paths: &mut Vec<String>) {
    let before = paths.len();
    if message.map_len().is_none() {
        collect_message_paths(message, new, &format!("{path}."), paths);
    }
    if paths.len() == before {
        paths.push(path.to_owned());
    }
}

/// Appends the paths of the fields of `message` that are set and differ from those of a new
/// message.
fn collect_message_paths(message: &dyn Message, new: &dyn Message, prefix: &str, paths: &mut Vec<String>) {
    message.fields(FieldVisitor(&mut |fields, unknown| {
        new.fields(FieldVisitor(&mut |new_fields, _| {
            for ((name, field), (_, new_field)) in fields.iter().zip(new_fields) {
                if unknown.contains(name) {
                    paths.push(format!("{prefix}{name}"));
                } else if field.is_set() && !equal_values(*field, *new_field) {
                    field.collect_paths(&format!("{prefix}{name}"), paths);
                }
            }
        }));
        let is_known = |name: &str| fields.iter().any(|(known, _)| *known == name);
        paths.extend(unknown.iter().filter(|(name, _)| !is_known(name)).map(|(name, _)| format!("{prefix}{name}")));
    }));
}
