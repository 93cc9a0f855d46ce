//! What a fix for one API's document is made of, and when it is out of date.
//!
//! A fix belongs to an API by name and version, whatever the document's revision. Nobody would notice if it stopped to
//! apply, so a document of that API is looked at closely:
//!
//! - The schema is not there: an excerpt, or a revision that does not know it. There is nothing to mend, and a warning
//!   says so: the schema may also have got another name.
//! - The schema is there and the property is not, or is not what the fix was made for: an error. The mistake is mended,
//!   or has moved; a person has to look, and remove or change the fix.

use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings};
use crate::discovery::{JsonSchema, RestDescription};

/// A fix for properties of one schema.
pub(super) struct Fixup {
    /// Its file's name.
    pub(super) name: &'static str,
    /// Name and version.
    pub(super) api: (&'static str, &'static str),
    pub(super) schema: &'static str,
    pub(super) properties: &'static [&'static str],
    /// What each property is in the document, as long as the fix is needed.
    pub(super) expected: &'static str,
    /// Mends a property; `false` if it is not as expected.
    pub(super) mend: fn(&mut JsonSchema) -> bool,
}

impl Fixup {
    pub(super) fn apply(&self, description: &mut RestDescription, warnings: &mut Warnings) -> Result<(), Error> {
        if (description.name.as_str(), description.version.as_str()) != self.api {
            return Ok(());
        }
        let name = self.name;
        let root = Pointer::ROOT;
        let schemas = root.key("schemas");
        let pointer = schemas.key(self.schema);
        let Some(schema) = description.schemas.get_mut(self.schema) else {
            warnings.push(&pointer, format!("not in this document; the fix-up `{name}` for it was left out"));
            return Ok(());
        };
        let pointer = pointer.key("properties");
        for property in self.properties {
            let pointer = pointer.key(property);
            let found = match schema.properties.get_mut(*property).map(self.mend) {
                Some(true) => continue,
                Some(false) => "something else",
                None => "nothing",
            };
            let message = format!("the fix-up `{name}` expected {}, found {found}", self.expected);
            return Err(Error::at(&pointer, message).help(format!(
                "if the API has changed, remove or change `codegen/src/fixups/{name}.rs`; otherwise take the document of \
                 another revision"
            )));
        }
        Ok(())
    }
}
