//! A fix-up for the document of one API, and the check that it is still needed.
//!
//! A fix-up belongs to an API by name and version, regardless of the revision of the document.
//! Documents of that API are checked, because a fix-up that silently stopped applying would go
//! unnoticed:
//!
//! - The document does not have the schema: it is an excerpt, or a revision without it. There is
//!   nothing to correct; a warning is reported, because the schema may have been renamed.
//! - The schema is there, but the property is missing or is not what the fix-up was written for: an
//!   error. The mistake has been corrected or has moved, and a developer has to remove or update
//!   the fix-up.

use super::Fixups;
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings};
use crate::discovery::{JsonSchema, RestDescription};

/// A fix-up for properties of one schema.
pub(super) struct ApiFixup {
    /// The name of the file that defines the fix-up.
    pub(super) name: &'static str,
    /// The name and the version of the API.
    pub(super) api: (&'static str, &'static str),
    pub(super) schema: &'static str,
    pub(super) properties: &'static [&'static str],
    /// A description of the properties as the fix-up expects them, for error messages.
    pub(super) expected: &'static str,
    /// Records the correction of a property. Returns `false` if the property is not as expected.
    pub(super) correct: fn(&JsonSchema, &Pointer<'_>, &mut Fixups) -> bool,
}

impl ApiFixup {
    pub(super) fn apply(
        &self,
        description: &RestDescription,
        fixups: &mut Fixups,
        warnings: &mut Warnings,
    ) -> Result<(), Error> {
        if (description.name.as_str(), description.version.as_str()) != self.api {
            return Ok(());
        }
        let name = self.name;
        let root = Pointer::ROOT;
        let schemas = root.key("schemas");
        let pointer = schemas.key(self.schema);
        let Some(schema) = description.schemas.get(self.schema) else {
            warnings.push(&pointer, format!("schema not found; the fix-up `{name}` was not applied"));
            return Ok(());
        };
        let pointer = pointer.key("properties");
        for property in self.properties {
            let pointer = pointer.key(property);
            let found = match schema.property(property) {
                Some(schema) if (self.correct)(schema, &pointer, fixups) => continue,
                Some(_) => "a different schema",
                None => "no such property",
            };
            let message = format!("the fix-up `{name}` expected {}, found {found}", self.expected);
            return Err(Error::at(&pointer, message).help(format!(
                "if the API has changed, remove or update `codegen/src/fixups/{name}.rs`; otherwise use another \
                 revision of the document"
            )));
        }
        Ok(())
    }
}
