//! A message: a struct, and the table of its fields.

use super::code::Code;
use super::module::{Module, member_attributes};
use super::source_file::{Chunk, Row, Table};
use crate::model::{Item, Struct};

pub(super) fn chunks(item: &Item, shape: &Struct, module: &Module<'_>) -> [Chunk; 2] {
    let mut code = Code::default();
    code.docs(module.docs(&module.rustdoc.definition(item)));
    code.deprecated(item.deprecated);
    code.line("#[derive(Clone)]");
    code.attributes(&item.attributes.own);
    code.open_type("struct", &item.name.rust);
    for field in &shape.fields {
        code.docs(module.docs(&module.rustdoc.value(&field.docs)));
        code.deprecated(field.deprecated);
        code.attributes(member_attributes(item, &field.name.rust));
        code.typed(format_args!("pub {}: ", field.name.rust), &module.types.text(&field.ty), ",");
    }
    code.docs(module.line("Fields not described by the document; preserved when the message is written back."));
    code.attributes(member_attributes(item, &shape.unknown));
    code.line(format_args!("pub {}: runtime::UnknownFields,", shape.unknown));
    code.close();
    let escapes_names = shape.fields.iter().any(|field| is_escaped(&field.name.wire));
    let head = match shape.unknown.as_str() {
        "unknown_fields" if !escapes_names => item.name.rust.clone(),
        unknown => format!("{} as {unknown}", item.name.rust),
    };
    let head = if escapes_names { format!("{head}, escapes_names") } else { head };
    let rows = shape.fields.iter().map(|field| Row {
        wire: field.name.wire.clone(),
        rust: field.name.rust.clone(),
        fixed: field.fixed.clone(),
    });
    let table = Table { macro_path: "runtime::message", head, rows: rows.collect() };
    [Chunk::Code(code), Chunk::Table(table)]
}

/// Returns whether a JSON string cannot contain all characters of a text as they are.
fn is_escaped(text: &str) -> bool {
    text.contains(|char| matches!(char, '"' | '\\' | '\0'..='\x1f'))
}
