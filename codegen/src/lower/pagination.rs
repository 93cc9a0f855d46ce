//! Pagination: where the page token is sent, and which field holds the items.

use crate::discovery::{JsonSchema, RestDescription, RestMethod, ScalarType, SchemaKind};
use crate::model::{Item, PageItems, PageSize, Paging, Shape, TokenPosition, Ty};

const TOKEN: &str = "pageToken";
const NEXT_TOKEN: &str = "nextPageToken";

/// The names of parameters and properties that are the size of a page.
const SIZES: &[&str] = &["pageSize", "maxResults", "limit"];

/// The names of lists that a page has in addition to its items.
const SECONDARY: &[&str] =
    &["unreachable", "warnings", "errors", "unreachableLocations", "missingZones", "failedLocations"];

/// Returns the pagination of a method, if its request has a page token and its response has the
/// next one. `response` is the type of the response, `items` are the types in `schemas`.
pub(super) fn lower(
    method: &RestMethod,
    response: &Ty,
    description: &RestDescription,
    items: &[Item],
) -> Option<Paging> {
    let in_query = method.parameters.contains_key(TOKEN);
    let request = method.request.as_ref().and_then(|schema| description.resolve(schema));
    let in_body = request.is_some_and(|request| request.property(TOKEN).is_some());
    if !in_query && !in_body {
        return None;
    }
    let page = method.response.as_ref().and_then(|schema| description.resolve(schema))?;
    let is_token = |name: &str| page.property(name).is_some_and(JsonSchema::is_string);
    let token = match (in_query, is_token(NEXT_TOKEN)) {
        (true, true) => TokenPosition::Query,
        (false, true) => TokenPosition::Body,
        (true, false) if is_token(TOKEN) => TokenPosition::SameName,
        _ => return None,
    };
    let Ty::Schema(name) = response else { return None };
    let Shape::Struct(shape) = &items.iter().find(|item| item.name.rust == *name)?.shape else { return None };
    let items = items_property(page).and_then(|wire| {
        let field = shape.fields.iter().find(|field| field.name.wire == wire)?;
        let (item, map) = match &field.ty {
            Ty::Vec(item) => (item, false),
            Ty::Map(item) => (item, true),
            _ => return None,
        };
        Some(PageItems { field: field.name.clone(), item: (**item).clone(), map })
    });
    let size = if in_query {
        size(|name| method.parameters.get(name).map(Box::as_ref))
    } else {
        size(|name| request?.property(name))
    };
    Some(Paging { token, items, size })
}

/// Returns the parameter or property that is the size of a page.
fn size<'s>(schema: impl Fn(&str) -> Option<&'s JsonSchema>) -> Option<PageSize> {
    let (wire, schema) = SIZES.iter().find_map(|name| Some((*name, schema(name)?)))?;
    let is_integer = matches!(schema.kind, SchemaKind::Scalar(ScalarType::Integer, _));
    let maximum = schema.maximum.as_deref().and_then(|maximum| maximum.parse().ok()).filter(|maximum| *maximum > 0);
    is_integer.then(|| PageSize { wire: wire.to_owned(), maximum })
}

/// Returns the property that holds the items of a page: `items`, or else the only list of messages,
/// the only list, or the only map. `None` if more than one property qualifies.
fn items_property(page: &JsonSchema) -> Option<&str> {
    let SchemaKind::Object(object) = &page.kind else { return None };
    let (mut message_lists, mut lists, mut maps) = (Vec::new(), Vec::new(), Vec::new());
    for (name, schema) in object.properties.iter().filter(|(name, _)| !SECONDARY.contains(&name.as_str())) {
        match &schema.kind {
            SchemaKind::Array(items) => {
                lists.push(name.as_str());
                if items.as_deref().is_some_and(JsonSchema::is_reference) {
                    message_lists.push(name.as_str());
                }
            }
            SchemaKind::Object(object) if object.additional_properties.is_some() => maps.push(name.as_str()),
            _ => {}
        }
    }
    if lists.iter().chain(&maps).any(|name| *name == "items") {
        return Some("items");
    }
    match [message_lists, lists, maps].iter().find(|names| !names.is_empty())?.as_slice() {
        [name] => Some(name),
        _ => None,
    }
}
