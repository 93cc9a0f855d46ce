//! The shapes of messages that represent operations.

use crate::discovery::{Format, JsonSchema, RestDescription, ScalarType, SchemaKind};

/// How a message represents an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OperationKind {
    /// It has `done` and contains the result, as `google.longrunning.Operation`.
    Response,
    /// It has a `status`, and the result is another resource.
    Status,
}

/// Returns how a schema represents an operation, if it does.
pub(super) fn kind(schema: &JsonSchema) -> Option<OperationKind> {
    let is_bool = |name| {
        schema
            .property(name)
            .is_some_and(|schema| matches!(schema.kind, SchemaKind::Scalar(ScalarType::Boolean, None::<Format>)))
    };
    let has = |name| schema.property(name).is_some();
    if is_bool("done") && has("name") && (has("response") || has("error")) {
        return Some(OperationKind::Response);
    }
    let ends = match &schema.property("status")?.kind {
        SchemaKind::Enum(values) => values.iter().any(|value| value.value.eq_ignore_ascii_case("done")),
        _ => false,
    };
    (ends && (has("name") || has("id"))).then_some(OperationKind::Status)
}

/// Returns the schema of the metadata, if the document has exactly one with the usual name.
pub(super) fn metadata(description: &RestDescription) -> Option<&str> {
    let mut candidates = description.schemas.keys().filter(|name| bare(name) == "OperationMetadata");
    candidates.next().filter(|_| candidates.next().is_none()).map(String::as_str)
}

/// Returns the name of a schema without the package before it: `Instance` for
/// `GoogleExampleAdminV1beta1Instance`.
pub(super) fn bare(schema: &str) -> &str {
    if !schema.starts_with("Google") {
        return schema;
    }
    let is_version_end = |index: usize| {
        let (before, after) = (schema.get(..index).unwrap_or_default(), schema.get(index..).unwrap_or_default());
        let version = before.trim_end_matches(|c: char| c.is_ascii_digit());
        let version = ["alpha", "beta", "p"].iter().fold(version, |text, word| {
            text.strip_suffix(word).map_or(text, |text| text.trim_end_matches(|c: char| c.is_ascii_digit()))
        });
        after.starts_with(|c: char| c.is_ascii_uppercase())
            && before.ends_with(|c: char| c.is_ascii_digit() || c.is_ascii_lowercase())
            && version.ends_with('V')
            && version.len() < before.len()
    };
    let end = (1..schema.len()).filter(|index| schema.is_char_boundary(*index)).find(|index| is_version_end(*index));
    end.and_then(|end| schema.get(end..)).unwrap_or(schema)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removes_the_package_of_a_name() {
        for (schema, expected) in [
            ("Instance", "Instance"),
            ("GoogleCloudDialogflowV2Agent", "Agent"),
            ("GoogleCloudDialogflowCxV3beta1Agent", "Agent"),
            ("GoogleCloudVisionV1p2beta1AsyncAnnotateResponse", "AsyncAnnotateResponse"),
            ("GoogleAnalyticsAdminV1alphaKey", "Key"),
            ("GoogleLongrunningOperation", "GoogleLongrunningOperation"),
            ("V1Instance", "V1Instance"),
            ("GoogleV2", "GoogleV2"),
        ] {
            assert_eq!(bare(schema), expected, "{schema}");
        }
    }
}
