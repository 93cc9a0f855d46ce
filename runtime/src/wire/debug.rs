//! `Debug` output of messages.

use std::fmt;

use super::{FieldVisitor, Message};

/// Implements `Debug` for [`message!`](crate::message), like `#[derive(Debug)]` but without
/// unset fields. `field_names` are the names of the fields in Rust, separated by white space: one
/// literal is faster to compile than a list.
pub fn fmt_message(
    message: &dyn Message,
    type_name: &str,
    field_names: &str,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut out = f.debug_struct(type_name);
    message.fields(FieldVisitor(&mut |known, unknown| {
        for (name, (_, field)) in field_names.split_whitespace().zip(known) {
            if field.is_set() {
                out.field(name.trim_start_matches("r#"), field);
            }
        }
        if !unknown.is_empty() {
            out.field("unknown_fields", unknown);
        }
    }));
    out.finish()
}
