//! Corrects a document before it is lowered, where the format cannot express what its authors
//! meant, or where they expressed it incorrectly.
//!
//! Passes apply to every document. A fix-up for a mistake of one API has a file here that explains
//! it, and fails once the mistake is gone: see `api_fixup`.

mod api_fixup;
mod drive_null_entries;
mod prose_deprecated;
mod prose_enum;
mod streaming_methods;

use std::collections::BTreeSet;

pub(crate) use self::prose_deprecated::is_deprecated;
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings};
use crate::discovery::{JsonSchema, RestDescription, RestResource, SchemaKind};

/// The fix-ups for single APIs.
const API_FIXUPS: &[api_fixup::ApiFixup] = &[drive_null_entries::FIXUP];

/// Facts about a document that the format cannot express.
#[derive(Debug, Default)]
pub(crate) struct Fixups {
    /// JSON pointers of the schemas that also accept `null`.
    nullable: BTreeSet<String>,
    /// JSON pointers of the methods that respond with several messages.
    streaming: BTreeSet<String>,
}

impl Fixups {
    pub(crate) fn is_nullable(&self, pointer: &Pointer<'_>) -> bool {
        !self.nullable.is_empty() && self.nullable.contains(&pointer.to_string())
    }

    pub(crate) fn is_streaming(&self, pointer: &Pointer<'_>) -> bool {
        !self.streaming.is_empty() && self.streaming.contains(&pointer.to_string())
    }
}

/// Returns the corrected document, and the facts that the format cannot express.
///
/// # Errors
///
/// Returns an error if a fix-up for this API no longer applies.
pub(crate) fn apply(
    mut description: RestDescription,
    warnings: &mut Warnings,
) -> Result<(RestDescription, Fixups), Error> {
    let mut fixups = Fixups::default();
    for fixup in API_FIXUPS {
        fixup.apply(&description, &mut fixups, warnings)?;
    }
    streaming_methods::apply(&description, &mut fixups)?;
    description.schemas.values_mut().for_each(correct_schema);
    correct_resource(&mut description.root);
    Ok((description, fixups))
}

/// Applies the passes to a schema and to all schemas nested in it.
fn correct_schema(schema: &mut JsonSchema) {
    prose_enum::apply(schema);
    prose_deprecated::apply(schema);
    match &mut schema.kind {
        SchemaKind::Object(object) => {
            object.properties.values_mut().map(Box::as_mut).for_each(correct_schema);
            if let Some(values) = &mut object.additional_properties {
                correct_schema(values);
            }
        }
        SchemaKind::Array(Some(items)) => correct_schema(items),
        _ => {}
    }
}

fn correct_resource(resource: &mut RestResource) {
    for method in resource.methods.values_mut() {
        prose_deprecated::apply_to_method(method);
        let bodies = method.request.iter_mut().chain(method.response.iter_mut());
        method.parameters.values_mut().map(Box::as_mut).chain(bodies).for_each(correct_schema);
    }
    resource.resources.values_mut().for_each(correct_resource);
}
