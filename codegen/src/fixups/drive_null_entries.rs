//! Drive removes an entry of a file's properties when its value is `null`: "Entries with null values are cleared in
//! update and copy requests." The document calls the values strings, and the format has no word for more.

use super::one_api::Fixup;
use crate::discovery::JsonSchema;

pub(super) const FIXUP: Fixup = Fixup {
    name: "drive_null_entries",
    api: ("drive", "v3"),
    schema: "File",
    properties: &["appProperties", "properties"],
    expected: "a map of strings whose description speaks of null values",
    mend,
};

fn mend(property: &mut JsonSchema) -> bool {
    let told = property.description.as_deref().is_some_and(|text| text.contains("null values"));
    match property.additional_properties.as_deref_mut() {
        Some(values) if told && values.ty.as_deref() == Some("string") && values.format.is_none() => {
            values.nullable = true;
            true
        }
        _ => false,
    }
}
