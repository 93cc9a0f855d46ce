//! `schemas.rs`: messages and enums.

use quote::quote;

use super::code::Code;
use super::module::Module;
use super::rustdoc::Rustdoc;
use super::source_file::{Chunk, SourceFile};
use super::{open_enum, operation, struct_, union};
use crate::model::{Api, Item, Shape, Ty};

/// Returns the file.
pub(super) fn file(api: &Api, rustdoc: &Rustdoc<'_>) -> SourceFile {
    let module = Module::of_schemas(&api.items, rustdoc);
    let root_path = module.root_path();
    let mut chunks = Vec::new();
    if api.items.iter().any(uses_runtime) {
        chunks.push(Chunk::Items(quote!(
            use #root_path::runtime;
        )));
    }
    for item in &api.items {
        chunks.extend(definition(item, &module));
        let operation = api.operations.iter().filter(|operation| operation.type_name == item.name.rust);
        chunks.extend(operation.map(|operation| operation::chunk(operation, &module)));
    }
    SourceFile {
        path: rustdoc.root_path.file("schemas.rs"),
        docs: vec!["Messages and enums of the API.".to_owned()],
        chunks,
        comments: module.into_comments(),
    }
}

/// Returns whether the definition mentions the runtime, as all but some aliases do.
fn uses_runtime(item: &Item) -> bool {
    let mut ty = match &item.shape {
        Shape::Alias(ty) => ty,
        Shape::Shared(_) => return false,
        Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => return true,
    };
    loop {
        ty = match ty {
            Ty::Option(inner) | Ty::Vec(inner) | Ty::Boxed(inner) => inner,
            Ty::Map(_)
            | Ty::Number
            | Ty::Timestamp
            | Ty::DateTime
            | Ty::Duration
            | Ty::Date
            | Ty::FieldMask
            | Ty::Json
            | Ty::NullValue => return true,
            Ty::Bool | Ty::I32 | Ty::U32 | Ty::I64 | Ty::U64 | Ty::F32 | Ty::F64 | Ty::String | Ty::Bytes => {
                return false;
            }
            Ty::Unit | Ty::Schema(_) | Ty::Local(_) => return false,
        };
    }
}

/// Returns the definition of a type, in `schemas` or in the module of a resource.
pub(super) fn definition(item: &Item, module: &Module<'_>) -> Vec<Chunk> {
    match &item.shape {
        Shape::Struct(shape) => struct_::chunks(item, shape, module).into(),
        Shape::Enum(shape) => open_enum::chunks(item, shape, module).into(),
        Shape::Union(shape) => union::chunks(item, shape, module).into(),
        Shape::Alias(ty) => {
            let docs = module.rustdoc.item(&item.docs);
            vec![alias(item, &docs, &module.types.text(ty), module)]
        }
        Shape::Shared(shared) => {
            let ty = module.types.text(&Ty::Schema(shared.type_name.clone()));
            let docs = module.rustdoc.alias(shared, &ty, &item.docs);
            vec![alias(item, &docs, &ty, module)]
        }
    }
}

fn alias(item: &Item, docs: &[String], ty: &str, module: &Module<'_>) -> Chunk {
    let mut code = Code::default();
    code.docs(module.docs(docs));
    code.deprecated(item.deprecated);
    code.typed(format_args!("pub type {} = ", item.name.rust), ty, ";");
    Chunk::Code(code)
}
