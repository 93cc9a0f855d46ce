//! `Debug` output of messages.

use std::fmt;

use super::view::{Seq, View};
use super::{Message, Wire};

/// Formats a message like `#[derive(Debug)]` would, but omits fields that are not set.
///
/// `type_name` may contain the path of the type; only the last segment is printed.
pub fn fmt_message(message: &dyn Message, type_name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if message.map_len().is_some() {
        return fmt_map(message, f);
    }
    // A boxed message has the type name `alloc::boxed::Box<path::Name>`.
    let type_name = type_name.rsplit("::").next().unwrap_or(type_name).trim_end_matches('>');
    let mut out = f.debug_struct(type_name);
    message.fields(&mut |known, unknown| {
        for (name, field) in known {
            if field.is_set() {
                out.field(name, &Value(*field));
            }
        }
        if !unknown.is_empty() {
            out.field("unknown_fields", unknown);
        }
    });
    out.finish()
}

fn fmt_map(map: &dyn Message, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = f.debug_map();
    map.fields(&mut |entries, _| {
        out.entries(entries.iter().map(|(key, value)| (key, Value(*value))));
    });
    out.finish()
}

/// A value as part of the output of a message.
struct Value<'v>(&'v dyn Wire);

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_debug(f)
    }
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
            View::Str(value) => value.fmt(f),
            View::String(value) => value.fmt(f),
            View::Seq(items) => fmt_list(*items, f),
            View::Message(message) => fmt_message(*message, "Message", f),
            View::Number(value) => value.fmt(f),
            View::Json(value) => value.fmt(f),
        }
    }
}

fn fmt_list(items: &dyn Seq, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_list().entries((0..items.len()).filter_map(|index| items.at(index)).map(Value)).finish()
}
