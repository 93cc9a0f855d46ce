//! Writes a [`View`] to any serde serializer.

use serde_core::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::float::format_non_finite;
use super::patch::merge_map_entries;
use super::view::{Seq, View};
use super::{FieldVisitor, Message, UnknownFields, Wire};

/// Implements `Serialize` for the types of generated crates.
pub fn serialize<S: Serializer>(value: &dyn Wire, serializer: S) -> Result<S::Ok, S::Error> {
    Output { view: value.view() }.serialize(serializer)
}

/// A value that is being written.
pub(super) struct Output<'a> {
    pub(super) view: View<'a>,
}

impl Serialize for Output<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.view {
            View::Null => serializer.serialize_unit(),
            View::Bool(value) => serializer.serialize_bool(*value),
            View::I32(value) => serializer.serialize_i32(*value),
            View::U32(value) => serializer.serialize_u32(*value),
            View::I64(value) => serializer.collect_str(value),
            View::U64(value) => serializer.collect_str(value),
            View::Integer(value) => serializer.serialize_i64(*value),
            View::F32(value) if value.is_finite() => serializer.serialize_f32(*value),
            View::F64(value) if value.is_finite() => serializer.serialize_f64(*value),
            View::F32(value) => serializer.serialize_str(format_non_finite((*value).into())),
            View::F64(value) => serializer.serialize_str(format_non_finite(*value)),
            View::Str(value) => serializer.serialize_str(value),
            View::String(value) => serializer.serialize_str(value),
            View::Date(value) => serializer.collect_str(value),
            View::DateTime(value) => serializer.collect_str(value),
            View::Duration(value) => serializer.collect_str(value),
            View::Timestamp(value) => serializer.collect_str(value),
            View::Seq(items) => serialize_seq(*items, serializer),
            View::Message(message) => serialize_message(*message, serializer),
            View::Number(value) => value.serialize(serializer),
            View::Json(value) => value.serialize(serializer),
        }
    }
}

fn serialize_seq<S: Serializer>(items: &dyn Seq, serializer: S) -> Result<S::Ok, S::Error> {
    let len = items.len();
    let mut seq = serializer.serialize_seq(Some(len))?;
    for item in (0..len).filter_map(|index| items.at(index)) {
        seq.serialize_element(&Output { view: item.view() })?;
    }
    seq.end()
}

fn serialize_message<S: Serializer>(message: &dyn Message, serializer: S) -> Result<S::Ok, S::Error> {
    let is_map = message.map_len().is_some();
    let mut map = serializer.serialize_map(message.map_len())?;
    let mut result = Ok(());
    message.fields(FieldVisitor(&mut |known, unknown| {
        if result.is_ok() {
            let known_fields = serialize_known(known, unknown, is_map, &mut map);
            result = known_fields.and_then(|()| serialize_unknown(known, unknown, &mut map));
        }
    }));
    result?;
    map.end()
}

fn serialize_known<M: SerializeMap>(
    known: &[(&str, &dyn Wire)],
    unknown: &UnknownFields,
    is_map: bool,
    map: &mut M,
) -> Result<(), M::Error> {
    for (name, field) in known {
        if (is_map || field.is_set()) && !unknown.contains(name) {
            map.serialize_entry(name, &Output { view: field.view() })?;
        }
    }
    Ok(())
}

fn serialize_unknown<M: SerializeMap>(
    known: &[(&str, &dyn Wire)],
    unknown: &UnknownFields,
    map: &mut M,
) -> Result<(), M::Error> {
    for (name, value) in unknown.values() {
        match merge_map_entries(known, name, value.json()) {
            Some(merged) => map.serialize_entry(name, &merged)?,
            None => map.serialize_entry(name, value.json())?,
        }
    }
    Ok(())
}
