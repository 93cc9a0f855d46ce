//! An open enum, and the table of its values.

use super::code::Code;
use super::module::{Module, member_attributes};
use super::source_file::{Chunk, Row, Table};
use crate::model::{Enum, Item};

pub(super) fn chunks(item: &Item, shape: &Enum, module: &Module<'_>) -> [Chunk; 2] {
    let mut code = Code::default();
    code.docs(module.docs(&module.rustdoc.definition(item)));
    code.deprecated(item.deprecated);
    code.line("#[derive(Clone)]");
    code.line("#[non_exhaustive]");
    code.attributes(&item.attributes.own);
    code.open_type("enum", &item.name.rust);
    for variant in &shape.variants {
        code.docs(module.docs(&module.rustdoc.variant(variant)));
        code.deprecated(variant.deprecated);
        code.attributes(member_attributes(item, &variant.name.rust));
        code.unbroken_line(format_args!("{},", variant.name.rust));
    }
    code.docs(module.line("A value added after this crate was generated; preserved when written back."));
    code.attributes(member_attributes(item, &shape.unknown));
    code.line(format_args!("{}(runtime::UnknownValue),", shape.unknown));
    code.close();
    let head = match shape.unknown.as_str() {
        "Unknown" => item.name.rust.clone(),
        other => format!("{} else {other}", item.name.rust),
    };
    let rows = shape.variants.iter().map(|variant| Row {
        wire: variant.name.wire.clone(),
        rust: variant.name.rust.clone(),
        fixed: None,
    });
    let table = Table { macro_path: "runtime::open_enum", head, rows: rows.collect() };
    [Chunk::Code(code), Chunk::Table(table)]
}
