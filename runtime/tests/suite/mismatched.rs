//! Values that do not fit, kept as unknown fields.

use discovery_runtime::{
    ApiDescriptor, Call, CallOptions as _, Client, ClientBuilder, DateTime, Error, Json, Map, MemoryTransport,
    MethodDescriptor, UnknownFields, encode, message, union,
};
use serde_json::json;

const API: ApiDescriptor = ApiDescriptor::new("drift:v1", "https://drift.example/", "v1/");
const GET: MethodDescriptor = MethodDescriptor::new("drift.items.list", "GET", "items");

#[derive(Clone)]
struct Item {
    name: Option<String>,
    at: Option<DateTime>,
    flag: Option<bool>,
    tags: Vec<String>,
    labels: Map<String>,
    parent: Option<Box<Item>>,
    unknown_fields: UnknownFields,
}

message! {
    Item {
        "name" => name,
        "at" => at,
        "flag" => flag,
        "tags" => tags,
        "labels" => labels,
        "parent" => parent,
    }
}

#[derive(Clone)]
struct Page {
    items: Vec<Item>,
    by_name: Map<Item>,
    owners: Vec<Owner>,
    unknown_fields: UnknownFields,
}

message! { Page { "items" => items, "byName" => by_name, "owners" => owners } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
enum Owner {
    Item(Item),
    Unknown(Json),
}

union! { Owner else Unknown by "name" { "item" => Item } }

fn client(body: &str, keep: bool) -> Client {
    let transport = MemoryTransport::new().answer(200, body.to_owned());
    ClientBuilder::new(API).transport(transport).keep_mismatched(keep).build().expect("a client")
}

async fn page(body: &str) -> Page {
    Call::new(&client(body, true), &GET).send().await.expect(body)
}

async fn error(body: &str) -> Error {
    Call::<Page>::new(&client(body, false), &GET).send().await.expect_err(body)
}

fn written(page: &Page) -> Json {
    serde_json::from_slice(&encode(page)).expect("JSON")
}

#[tokio::test]
async fn one_value_does_not_lose_the_list() {
    let body = r#"{"items":[{"name":"a"},{"name":"b","at":"","flag":"maybe"},{"name":"c"}]}"#;
    let page = page(body).await;
    assert_eq!(page.items.iter().filter_map(|item| item.name.as_deref()).collect::<Vec<_>>(), ["a", "b", "c"]);
    let odd = &page.items[1];
    assert_eq!((odd.at, odd.flag), (None, None));
    assert_eq!(
        (odd.unknown_fields.get("at"), odd.unknown_fields.get("flag")),
        (Some(&json!("")), Some(&json!("maybe")))
    );
    assert_eq!(written(&page), serde_json::from_str::<Json>(body).expect("JSON"));
}

#[tokio::test]
async fn without_the_option_the_error_names_the_path() {
    let error = error(r#"{"items":[{"name":"a"},{"at":""}]}"#).await.to_string();
    assert!(error.contains("items[1].at: expected a date and a time"), "{error}");
}

#[tokio::test]
async fn a_call_overrides_the_client() {
    let body = r#"{"items":[{"at":""}]}"#;
    assert!(Call::<Page>::new(&client(body, false), &GET).keep_mismatched(true).send().await.is_ok());
    assert!(Call::<Page>::new(&client(body, true), &GET).keep_mismatched(false).send().await.is_err());
}

#[tokio::test]
async fn keeps_lists_and_maps_with_such_a_value_as_a_whole() {
    for field in [
        r#"{"tags":["a",{}]}"#,
        r#"{"tags":"one"}"#,
        r#"{"labels":[]}"#,
        r#"{"labels":{"a":"b","c":null}}"#,
        r#"{"labels":{"a":12345678901234567890123}}"#,
        r#"{"parent":[]}"#,
        r#"{"name":12345678901234567890123}"#,
    ] {
        let body = format!(r#"{{"items":[{field}]}}"#);
        let page = page(&body).await;
        assert_eq!(String::from_utf8(encode(&page)).expect("UTF-8"), body);
        let item = &page.items[0];
        assert!(item.tags.is_empty() && item.labels.is_empty() && item.parent.is_none() && item.name.is_none());
    }
}

#[tokio::test]
async fn keeps_the_value_in_the_innermost_message() {
    let body = r#"{"byName":{"x":{"parent":{"parent":{"at":5},"tags":["t"]}}},"owners":[{"name":"item","flag":7}]}"#;
    let page = page(body).await;
    let parent = page.by_name["x"].parent.as_deref().expect("a parent");
    assert_eq!(parent.tags, ["t"]);
    assert_eq!(parent.parent.as_deref().expect("a parent").unknown_fields.get("at"), Some(&json!(5)));
    let Owner::Item(owner) = &page.owners[0] else { panic!("{:?}", page.owners) };
    assert_eq!(owner.unknown_fields.get("flag"), Some(&json!(7)));
    assert_eq!(written(&page), serde_json::from_str::<Json>(body).expect("JSON"));
}

#[tokio::test]
async fn the_last_of_several_values_counts() {
    let page = page(r#"{"items":[{"flag":7,"flag":true},{"flag":true,"flag":7}]}"#).await;
    assert_eq!((page.items[0].flag, page.items[0].unknown_fields.get("flag")), (Some(true), None));
    assert_eq!((page.items[1].flag, page.items[1].unknown_fields.get("flag")), (None, Some(&json!(7))));
}

#[tokio::test]
async fn text_that_is_not_json_or_not_an_object_remains_an_error() {
    for body in [r#"{"items":[{"at":"",}]}"#, r#"{"items":[{"at":""#, "[]", "5", ""] {
        assert!(Call::<Page>::new(&client(body, true), &GET).send().await.is_err(), "{body}");
    }
}

#[tokio::test]
async fn deep_nesting_does_not_exhaust_the_stack() {
    let levels = 10_000;
    let body = format!("{}{}{}", r#"{"parent":"#.repeat(levels), r#"{"at":5}"#, "}".repeat(levels));
    // Too deep for both readers; the second one could recurse once for each level.
    let call = Call::<Item>::new(&client(&body, true), &GET);
    assert!(call.send().await.is_err());
    let body = format!("{}{}{}", r#"{"parent":"#.repeat(100), r#"{"at":5}"#, "}".repeat(100));
    assert!(Call::<Item>::new(&client(&body, true), &GET).send().await.is_ok());
}

#[tokio::test]
async fn keeps_values_of_the_only_message_in_an_array() {
    let item: Item = Call::new(&client(r#"[{"flag":7}]"#, true), &GET).send().await.expect("an item");
    assert_eq!(item.unknown_fields.get("flag"), Some(&json!(7)));
}

#[tokio::test]
async fn keeps_values_inside_a_data_wrapper() {
    const WRAPPED: ApiDescriptor = ApiDescriptor::new("drift:v1", "https://drift.example/", "v1/").with_data_wrapper();
    let call = |body: &str| {
        let transport = MemoryTransport::new().answer(200, body.to_owned());
        let client: Client =
            ClientBuilder::new(WRAPPED).transport(transport).keep_mismatched(true).build().expect("a client");
        Call::<Item>::new(&client, &GET).send()
    };
    let item = call(r#"{"data":{"flag":7}}"#).await.expect("an item");
    assert_eq!(item.unknown_fields.get("flag"), Some(&json!(7)));
    // The wrapper itself has no unknown fields.
    assert!(call(r#"{"data":5}"#).await.is_err());
}
