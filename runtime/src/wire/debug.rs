//! `Debug` of messages, from the fields that they hand out.

use std::fmt;

use super::patch::with_entries;
use super::{Message, Seq, View, Wire};

/// Prints the type's name and, under their wire names, the fields that are set.
pub fn debug(message: &dyn Message, type_name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = f.debug_struct(type_name);
    message.fields(&mut |known, unknown| {
        for (name, field) in known {
            if field.is_set() && !unknown.contains(name) {
                out.field(name, &field.view());
            }
        }
        for (name, value) in unknown.iter() {
            out.field(name, with_entries(known, name, value).as_ref().unwrap_or(value));
        }
    });
    out.finish()
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            View::Null => f.write_str("null"),
            View::Bool(value) => value.fmt(f),
            View::I32(value) => value.fmt(f),
            View::U32(value) => value.fmt(f),
            View::I64(value) => value.fmt(f),
            View::U64(value) => value.fmt(f),
            View::F32(value) => value.fmt(f),
            View::F64(value) => value.fmt(f),
            View::Str(text) => text.fmt(f),
            View::Text(text) => text.fmt(f),
            View::Seq(items) => debug_seq(*items, f),
            View::Message(message) => debug_object(*message, f),
            View::Number(value) => value.fmt(f),
            View::Json(value) => value.fmt(f),
        }
    }
}

fn debug_seq(items: &dyn Seq, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_list().entries((0..items.len()).filter_map(|index| items.at(index)).map(Wire::view)).finish()
}

/// A message inside a message: its type's name is not known here.
fn debug_object(message: &dyn Message, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let is_map = message.map_len().is_some();
    let mut out = f.debug_map();
    message.fields(&mut |known, unknown| {
        for (name, field) in known {
            if (is_map || field.is_set()) && !unknown.contains(name) {
                out.entry(&format_args!("{name}"), &field.view());
            }
        }
        for (name, value) in unknown.iter() {
            out.entry(&format_args!("{name}"), with_entries(known, name, value).as_ref().unwrap_or(value));
        }
    });
    out.finish()
}
