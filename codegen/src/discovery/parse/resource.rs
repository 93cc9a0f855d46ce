//! Parses a `RestResource`.

use super::json::Node;
use super::object::ObjectReader;
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings};
use crate::discovery::{RestMethod, RestResource};

impl RestResource {
    pub(super) fn parse(node: Node<'_>, pointer: Pointer<'_>, warnings: &mut Warnings) -> Result<Self, Error> {
        let mut object = ObjectReader::new(node, pointer, warnings)?;
        let resource = Self {
            methods: object.map("methods", warnings, RestMethod::parse)?,
            resources: object.map("resources", warnings, Self::parse)?,
            deprecated: object.bool("deprecated")?,
        };
        object.finish(warnings);
        if !resource.has_methods() {
            warnings.push(&pointer, "ignored because it has no methods");
        }
        Ok(resource)
    }

    fn has_methods(&self) -> bool {
        !self.methods.is_empty() || self.resources.values().any(Self::has_methods)
    }
}
