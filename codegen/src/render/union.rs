//! A union: an enum of messages, and the table of their kinds.

use super::code::{Code, literal};
use super::module::{Module, member_attributes};
use super::source_file::{Chunk, Row, Table};
use crate::model::{Item, Union};

pub(super) fn chunks(item: &Item, shape: &Union, module: &Module<'_>) -> [Chunk; 2] {
    let mut code = Code::default();
    code.docs(module.docs(&module.rustdoc.definition(item)));
    code.deprecated(item.deprecated);
    code.line("#[derive(Clone, Debug, PartialEq)]");
    code.line("#[non_exhaustive]");
    code.attributes(&item.attributes.own);
    code.open_type("enum", &item.name.rust);
    for variant in &shape.variants {
        code.docs(module.docs(&module.rustdoc.item(&variant.docs)));
        code.attributes(member_attributes(item, &variant.name.rust));
        code.line(format_args!("{}({}),", variant.name.rust, module.types.text(&variant.ty)));
    }
    code.docs(module.line("An object of a kind added after this crate was generated; preserved when written back."));
    code.attributes(member_attributes(item, &shape.unknown));
    code.line(format_args!("{}(runtime::Json),", shape.unknown));
    code.close();
    let head = format!("{} else {} by {}", item.name.rust, shape.unknown, literal(&shape.discriminant));
    let rows = shape.variants.iter().map(|variant| Row {
        wire: variant.name.wire.clone(),
        rust: variant.name.rust.clone(),
        fixed: None,
    });
    let table = Table { macro_path: "runtime::union", head, rows: rows.collect() };
    [Chunk::Code(code), Chunk::Table(table)]
}
