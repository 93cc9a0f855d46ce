//! `google.api.HttpBody`: a schema that represents an HTTP body of any type. As the request or the
//! response of a method it is sent as the body itself. Documents use several names for the schema,
//! so it is recognized by its properties.

use crate::discovery::{Format, JsonSchema, RestDescription, RestMethod, ScalarType, SchemaKind};

/// Returns `true` if the body of the request is an `HttpBody`. If a field of the request is one,
/// the body is bound to that field and all other fields are sent in the path, so nothing else can
/// be sent.
pub(super) fn is_request(method: &RestMethod, description: &RestDescription) -> bool {
    let Some(request) = method.request.as_ref().and_then(|schema| description.resolve(schema)) else { return false };
    let fields = match &request.kind {
        SchemaKind::Object(object) => {
            object.properties.values().filter(|schema| refers_to_http_body(schema, description)).count()
        }
        _ => 0,
    };
    // With media, the request is sent as JSON metadata.
    method.media_upload.is_none() && (is_http_body(request) || fields == 1)
}

/// Returns `true` if the body of the response is an `HttpBody`.
pub(super) fn is_response(method: &RestMethod, description: &RestDescription) -> bool {
    method.response.as_ref().and_then(|schema| description.resolve(schema)).is_some_and(is_http_body)
}

fn refers_to_http_body(schema: &JsonSchema, description: &RestDescription) -> bool {
    schema.is_reference() && description.resolve(schema).is_some_and(is_http_body)
}

fn is_http_body(schema: &JsonSchema) -> bool {
    let SchemaKind::Object(object) = &schema.kind else { return false };
    let kind = |name: &str| object.properties.get(name).map(|property| &property.kind);
    object.properties.len() == 3
        && matches!(kind("contentType"), Some(SchemaKind::Scalar(ScalarType::String, None)))
        && matches!(kind("data"), Some(SchemaKind::Scalar(ScalarType::String, Some(Format::Byte))))
        && matches!(kind("extensions"), Some(SchemaKind::Array(_)))
}
