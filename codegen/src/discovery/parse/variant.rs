//! Parses a `Variant`.

use super::json::Node;
use super::object::{ObjectReader, unexpected};
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings};
use crate::discovery::{Variant, VariantCase};

impl Variant {
    pub(super) fn parse(node: Node<'_>, pointer: Pointer<'_>, warnings: &mut Warnings) -> Result<Self, Error> {
        let mut object = ObjectReader::new(node, pointer, warnings)?;
        let missing = |key: &str| Error::at(&pointer, format!("variant has no `{key}`"));
        let discriminant = object.string("discriminant")?.ok_or_else(|| missing("discriminant"))?;
        let map = pointer.key("map");
        let entries = match object.take("map") {
            Some(Node::Array(entries)) => entries,
            Some(other) => return Err(unexpected(&map, "an array", &other)),
            None => return Err(missing("map")),
        };
        let mut cases = Vec::with_capacity(entries.len());
        for (index, entry) in entries.into_iter().enumerate() {
            cases.push(VariantCase::parse(entry, map.index(index), warnings)?);
        }
        object.finish(warnings);
        Ok(Self { discriminant, cases })
    }
}

impl VariantCase {
    fn parse(node: Node<'_>, pointer: Pointer<'_>, warnings: &mut Warnings) -> Result<Self, Error> {
        let mut object = ObjectReader::new(node, pointer, warnings)?;
        let missing = |key: &str| Error::at(&pointer, format!("`{key}` is missing"));
        let value = object.string("type_value")?.ok_or_else(|| missing("type_value"))?;
        let schema = object.string("$ref")?.ok_or_else(|| missing("$ref"))?;
        object.finish(warnings);
        Ok(Self { value, schema })
    }
}
