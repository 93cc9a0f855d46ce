//! Lists that come in pages: where the token goes, where the next one stands, and where the items are.

use crate::discovery::{JsonSchema, RestDescription, RestMethod};
use crate::ir::Paging;

/// The method's paging, if a token goes in and the next one comes out beside exactly one collection that holds the
/// items.
pub(super) fn lower(method: &RestMethod, description: &RestDescription) -> Option<Paging> {
    let in_query = method.parameters.contains_key("pageToken");
    let request = method.request.as_ref().and_then(|schema| resolve(schema, description));
    let in_body = request.is_some_and(|request| request.properties.contains_key("pageToken"));
    if !in_query && !in_body {
        return None;
    }
    let response = method.response.as_ref().and_then(|schema| resolve(schema, description))?;
    let next_token = response.properties.get("nextPageToken")?;
    if next_token.ty.as_deref() != Some("string") {
        return None;
    }
    let (items, schema) = items(response)?;
    Some(Paging {
        token: "pageToken".to_owned(),
        token_in_body: !in_query,
        next_token: "nextPageToken".to_owned(),
        items: items.to_owned(),
        items_are_map: schema.ty.as_deref() == Some("object"),
    })
}

fn resolve<'d>(schema: &'d JsonSchema, description: &'d RestDescription) -> Option<&'d JsonSchema> {
    match &schema.reference {
        Some(name) => description.schemas.get(name),
        None => Some(schema),
    }
}

/// What a page is about. Lists of what could not be reached, and the like, stand beside it.
fn items(response: &JsonSchema) -> Option<(&str, &JsonSchema)> {
    const ASIDE: &[&str] =
        &["unreachable", "warnings", "errors", "unreachableLocations", "missingZones", "failedLocations"];
    let candidates = |ty: &'static str| {
        response.properties.iter().filter(move |(name, schema)| {
            let collection = match ty {
                "array" => schema.ty.as_deref() == Some("array"),
                _ => schema.ty.as_deref() == Some("object") && schema.additional_properties.is_some(),
            };
            collection && !ASIDE.contains(&name.as_str())
        })
    };
    if let Some((name, schema)) = response.properties.get_key_value("items")
        && (candidates("array").chain(candidates("object"))).any(|(candidate, _)| candidate == name)
    {
        return Some((name, schema));
    }
    let of_messages =
        candidates("array").filter(|(_, schema)| schema.items.as_ref().is_some_and(|items| items.reference.is_some()));
    for found in [of_messages.collect::<Vec<_>>(), candidates("array").collect(), candidates("object").collect()] {
        match found.as_slice() {
            [] => {}
            [(name, schema)] => return Some((name, schema)),
            // Two lists and nothing that tells which one counts.
            _ => return None,
        }
    }
    None
}
