//! Changes to a document before it is lowered: what its authors meant and could not say, or said wrongly.
//!
//! Passes hold for every document. A fix for one API's mistake gets a file of its own here, with its reason, and is an
//! error once the mistake is gone: see `one_api`.

mod drive_null_entries;
mod one_api;
mod prose_enum;

use crate::diagnostics::{Error, Warnings};
use crate::discovery::{JsonSchema, RestDescription, RestResource};

/// Fixes for one API each.
const FIXUPS: &[one_api::Fixup] = &[drive_null_entries::FIXUP];

/// Applies every pass, and the fixes for this API.
pub(crate) fn apply(description: &mut RestDescription, warnings: &mut Warnings) -> Result<(), Error> {
    for fixup in FIXUPS {
        fixup.apply(description, warnings)?;
    }
    for schema in description.schemas.values_mut() {
        each_schema(schema, &mut prose_enum::apply);
    }
    each_resource(&mut description.root, &mut prose_enum::apply);
    Ok(())
}

/// The schema and everything inside it.
fn each_schema(schema: &mut JsonSchema, pass: &mut impl FnMut(&mut JsonSchema)) {
    pass(schema);
    for property in schema.properties.values_mut() {
        each_schema(property, pass);
    }
    if let Some(items) = &mut schema.items {
        each_schema(items, pass);
    }
    if let Some(values) = &mut schema.additional_properties {
        each_schema(values, pass);
    }
}

fn each_resource(resource: &mut RestResource, pass: &mut impl FnMut(&mut JsonSchema)) {
    for method in resource.methods.values_mut() {
        let bodies = method.request.iter_mut().chain(method.response.iter_mut());
        for schema in method.parameters.values_mut().chain(bodies) {
            each_schema(schema, pass);
        }
    }
    for child in resource.resources.values_mut() {
        each_resource(child, pass);
    }
}
