//! Lists that come in pages: where the token goes, and where the items are.

use crate::discovery::{JsonSchema, RestDescription, RestMethod};
use crate::model::{Item, PageItems, Paging, Shape, Ty};

/// The method's paging, if a token goes in and the next one comes out. `response` is what the method answers in Rust, `items`
/// the crate's types.
pub(super) fn lower(
    method: &RestMethod,
    response: &Ty,
    description: &RestDescription,
    items: &[Item],
) -> Option<Paging> {
    let in_query = method.parameters.contains_key("pageToken");
    let request = method.request.as_ref().and_then(|schema| description.resolve(schema));
    let in_body = request.is_some_and(|request| request.properties.contains_key("pageToken"));
    if !in_query && !in_body {
        return None;
    }
    let page = method.response.as_ref().and_then(|schema| description.resolve(schema))?;
    if page.properties.get("nextPageToken")?.ty.as_deref() != Some("string") {
        return None;
    }
    let Ty::Schema(name) = response else { return None };
    let Shape::Struct(shape) = &items.iter().find(|item| item.name.rust == *name)?.shape else { return None };
    let items = items_of(page).and_then(|wire| {
        let field = shape.fields.iter().find(|field| field.name.wire == wire)?;
        let (item, map) = match &field.ty {
            Ty::Vec(item) => (item, false),
            Ty::Map(item) => (item, true),
            _ => return None,
        };
        Some(PageItems { field: field.name.clone(), item: (**item).clone(), map })
    });
    Some(Paging { token_in_body: !in_query, items })
}

/// The property that a page is about. Lists of what could not be reached, and the like, stand beside it.
fn items_of(response: &JsonSchema) -> Option<&str> {
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
    if candidates("array").chain(candidates("object")).any(|(candidate, _)| candidate == "items") {
        return Some("items");
    }
    let of_messages =
        candidates("array").filter(|(_, schema)| schema.items.as_ref().is_some_and(|items| items.reference.is_some()));
    for found in [of_messages.collect::<Vec<_>>(), candidates("array").collect(), candidates("object").collect()] {
        match found.as_slice() {
            [] => {}
            [(name, _)] => return Some(name.as_str()),
            // Two lists and nothing that tells which one counts.
            _ => return None,
        }
    }
    None
}
