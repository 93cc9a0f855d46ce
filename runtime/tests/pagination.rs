//! Streams over the pages and items of a list.

#![allow(clippy::expect_used, reason = "allowed in tests")]

use discovery_runtime::pagination::{Items, PageToken};
use discovery_runtime::{ApiDescriptor, Call, Client, ClientBuilder, Json, MemoryTransport, MethodDescriptor};
use serde_json::json;

const API: ApiDescriptor = ApiDescriptor::new("games:v1", "https://www.googleapis.com/", "games/v1/");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms");
const POST: MethodDescriptor = MethodDescriptor::new("games.rooms.search", "POST", "rooms:search");

fn client(transport: &MemoryTransport) -> Client {
    ClientBuilder::new(API).transport(transport.clone()).build().expect("a client")
}

fn items(call: Call<Json>, token: PageToken) -> Items<Json, Json> {
    call.items(token, |page| page.get("items").and_then(Json::as_array).cloned().unwrap_or_default())
}

#[tokio::test]
async fn streams_items_of_all_pages() {
    let transport = MemoryTransport::new()
        .answer(200, r#"{"items":[1,2],"nextPageToken":"a b"}"#)
        .answer(200, r#"{"nextPageToken":"c"}"#)
        .answer(200, r#"{"items":[3],"nextPageToken":""}"#);
    let call = Call::<Json>::new(&client(&transport), &GET).query("maxResults", 2_i32);
    assert_eq!(items(call, PageToken::Query).collect().await.unwrap(), [json!(1), json!(2), json!(3)]);
    let requests = transport.requests();
    let queries: Vec<_> = requests.iter().map(|request| request.uri().query().unwrap()).collect();
    assert_eq!(
        queries,
        ["maxResults=2&alt=json", "maxResults=2&pageToken=a%20b&alt=json", "maxResults=2&pageToken=c&alt=json"]
    );
}

#[tokio::test]
async fn reads_the_next_token_under_the_name_of_the_parameter() {
    let transport = MemoryTransport::new()
        .answer(200, r#"{"items":[1],"pageToken":"a","nextPageToken":"other"}"#)
        .answer(200, r#"{"items":[2]}"#);
    let call = Call::<Json>::new(&client(&transport), &GET).fields("items");
    assert_eq!(items(call, PageToken::SameName).collect().await.unwrap(), [json!(1), json!(2)]);
    let requests = transport.requests();
    let queries: Vec<_> = requests.iter().map(|request| request.uri().query().unwrap()).collect();
    assert_eq!(queries, ["fields=items%2CpageToken&alt=json", "fields=items%2CpageToken&pageToken=a&alt=json"]);
}

#[tokio::test]
async fn puts_page_token_into_the_message() {
    let transport =
        MemoryTransport::new().answer(200, r#"{"items":[1],"nextPageToken":"t"}"#).answer(200, r#"{"items":[2]}"#);
    let call = Call::<Json>::new(&client(&transport), &POST).body(&json!({"query": "x", "pageToken": "start"}));
    assert_eq!(items(call, PageToken::Body).collect().await.unwrap().len(), 2);
    assert_eq!(transport.requests()[0].body(), br#"{"pageToken":"start","query":"x"}"#);
    assert_eq!(transport.requests()[1].body(), br#"{"pageToken":"t","query":"x"}"#);
}

#[tokio::test]
async fn stops_at_repeated_page_token() {
    let transport = ["a", "b", "a", "b"].iter().fold(MemoryTransport::new(), |transport, token| {
        transport.answer(200, format!(r#"{{"items":["{token}"],"nextPageToken":"{token}"}}"#))
    });
    let mut items = items(Call::new(&client(&transport), &GET), PageToken::Query);
    for item in ["a", "b", "a"] {
        assert_eq!(items.next().await.unwrap().unwrap(), item);
    }
    let error = items.next().await.unwrap().unwrap_err().to_string();
    assert!(error.contains("page token \"a\""), "{error}");
    assert!(items.next().await.is_none());
    assert_eq!(transport.left(), 1);
}

#[tokio::test]
async fn ends_after_an_error() {
    let transport = MemoryTransport::new().answer(200, r#"{"nextPageToken":"a"}"#).answer(403, "").answer(200, "{}");
    let mut pages = Call::<Json>::new(&client(&transport), &GET).pages(PageToken::Query);
    pages.next().await.unwrap().unwrap();
    assert!(pages.next().await.unwrap().unwrap_err().is_permission_denied());
    assert!(pages.next().await.is_none());
    assert_eq!(transport.left(), 1);
}

#[tokio::test]
async fn adds_page_token_to_requested_fields() {
    let page = |token: &str| format!(r#"{{"items":["x"]{token}}}"#);
    for (fields, sent) in [("items", "items%2CnextPageToken"), ("nextPageToken,items", "nextPageToken%2Citems")] {
        let transport = MemoryTransport::new().answer(200, page(r#","nextPageToken":"2""#)).answer(200, page(""));
        let call = Call::<Json>::new(&client(&transport), &GET).query_text("fields", fields);
        assert_eq!(items(call, PageToken::Query).collect().await.unwrap().len(), 2);
        for request in transport.requests() {
            assert!(request.uri().query().unwrap().contains(&format!("fields={sent}&")), "{}", request.uri());
        }
    }
    let transport = MemoryTransport::new().answer(200, page(""));
    Call::<Json>::new(&client(&transport), &GET).pages(PageToken::Query).next().await.unwrap().unwrap();
    assert_eq!(transport.requests()[0].uri().query(), Some("alt=json"));
}
