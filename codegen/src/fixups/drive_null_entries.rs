//! Drive removes an entry from the properties of a file when its value is `null`: "Entries with
//! null values are cleared in update and copy requests." The document declares the values as
//! strings, because the format cannot express nullable values.

use super::Fixups;
use super::api_fixup::ApiFixup;
use crate::diagnostics::pointer::Pointer;
use crate::discovery::{JsonSchema, SchemaKind};

pub(super) const FIXUP: ApiFixup = ApiFixup {
    name: "drive_null_entries",
    api: ("drive", "v3"),
    schema: "File",
    properties: &["appProperties", "properties"],
    expected: "a map of strings with a description that mentions null values",
    correct,
};

fn correct(property: &JsonSchema, pointer: &Pointer<'_>, fixups: &mut Fixups) -> bool {
    let documented = property.description.as_deref().is_some_and(|text| text.contains("null values"));
    let SchemaKind::Object(object) = &property.kind else { return false };
    let expected = documented && object.additional_properties.as_deref().is_some_and(JsonSchema::is_plain_string);
    if expected {
        fixups.nullable.insert(pointer.key("additionalProperties").to_string());
    }
    expected
}
