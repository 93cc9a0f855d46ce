//! `google.api.HttpBody`: a schema that stands for an HTTP body of any kind. Where it is a method's request or response, the
//! body travels as it is. It goes by several names and is known by its properties.

use crate::discovery::{JsonSchema, RestDescription, RestMethod};

/// Whether the request's body is one. As a field of the request it is what the body is bound to, and the fields beside it come from
/// the path, so that nothing else can be sent.
pub(super) fn is_request(method: &RestMethod, description: &RestDescription) -> bool {
    let Some(request) = method.request.as_ref().and_then(|schema| description.resolve(schema)) else { return false };
    let fields = request.properties.values().filter(|schema| is_reference_to_one(schema, description)).count();
    // Beside media it would be a part of the description.
    method.media_upload.is_none() && (is_one(request) || fields == 1)
}

/// Whether the response's body is one.
pub(super) fn is_response(method: &RestMethod, description: &RestDescription) -> bool {
    method.response.as_ref().and_then(|schema| description.resolve(schema)).is_some_and(is_one)
}

fn is_reference_to_one(schema: &JsonSchema, description: &RestDescription) -> bool {
    schema.reference.is_some() && description.resolve(schema).is_some_and(is_one)
}

fn is_one(schema: &JsonSchema) -> bool {
    let has = |name: &str, ty: &str, format: Option<&str>| {
        let property = schema.properties.get(name);
        property.is_some_and(|property| property.ty.as_deref() == Some(ty) && property.format.as_deref() == format)
    };
    schema.properties.len() == 3
        && has("contentType", "string", None)
        && has("data", "string", Some("byte"))
        && has("extensions", "array", None)
}
