//! Streams over the pages and items of a list.

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

fn pages_of(sizes: &[usize]) -> MemoryTransport {
    sizes.iter().enumerate().fold(MemoryTransport::new(), |transport, (page, size)| {
        let items = vec![page; *size];
        let token = if page + 1 < sizes.len() { format!("t{}", page + 1) } else { String::new() };
        transport.answer(200, json!({"items": items, "nextPageToken": token}).to_string())
    })
}

fn sized(call: Call<Json>, token: PageToken) -> Items<Json, Json> {
    let pages = call.pages(token).size_parameter("pageSize", 0);
    pages.items(|page| page.get("items").and_then(Json::as_array).cloned().unwrap_or_default())
}

fn page_sizes(transport: &MemoryTransport) -> Vec<Option<String>> {
    let size = |query: &str| query.split('&').find_map(|pair| pair.strip_prefix("pageSize=").map(str::to_owned));
    transport.requests().iter().map(|request| size(request.uri().query().unwrap_or_default())).collect()
}

#[tokio::test]
async fn limits_the_number_of_items_and_the_size_of_the_last_page() {
    for (limit, expected) in [(7, vec![Some("7"), Some("2")]), (5, vec![Some("5")]), (60, vec![None, None, None])] {
        let transport = pages_of(&[5, 5, 5]);
        let items = sized(Call::new(&client(&transport), &GET), PageToken::Query).limit(limit);
        assert_eq!(items.collect().await.expect("items").len() as u64, limit.min(15));
        let expected: Vec<Option<String>> = expected.into_iter().map(|size| size.map(str::to_owned)).collect();
        assert_eq!(page_sizes(&transport), expected, "{limit}");
    }
    let transport = pages_of(&[5]);
    let none = sized(Call::new(&client(&transport), &GET), PageToken::Query).limit(0);
    assert!(none.collect().await.expect("no items").is_empty() && transport.requests().is_empty());
}

#[tokio::test]
async fn keeps_the_page_size_of_the_caller_but_for_the_last_page() {
    let transport = pages_of(&[100, 100]);
    let call = Call::new(&client(&transport), &GET).query("pageSize", 100_i32);
    assert_eq!(sized(call, PageToken::Query).limit(130).collect().await.expect("items").len(), 130);
    assert_eq!(page_sizes(&transport), [Some("100".to_owned()), Some("30".to_owned())]);

    let transport = pages_of(&[100, 100]);
    let call = Call::new(&client(&transport), &POST).body(&json!({"pageSize": 100}));
    assert_eq!(sized(call, PageToken::Body).limit(130).collect().await.expect("items").len(), 130);
    assert_eq!(transport.requests()[1].body(), br#"{"pageSize":30,"pageToken":"t1"}"#);
}

#[tokio::test]
async fn prefetches_one_page_while_items_are_consumed() {
    let transport = pages_of(&[2, 2, 2]);
    let mut items = sized(Call::new(&client(&transport), &GET), PageToken::Query).prefetch();
    for (item, requests) in [(0, 2), (0, 2), (1, 3), (1, 3), (2, 3), (2, 3)] {
        assert_eq!(items.next().await.expect("an item").expect("success"), item);
        assert_eq!(transport.requests().len(), requests);
    }
    assert!(items.next().await.is_none());

    let transport = pages_of(&[2, 2, 2]);
    let items = sized(Call::new(&client(&transport), &GET), PageToken::Query).prefetch().limit(4);
    assert_eq!(items.collect().await.expect("items").len(), 4);
    assert_eq!(transport.requests().len(), 2, "nothing is requested beyond the limit");
}

#[tokio::test]
async fn another_process_can_continue_with_the_token() {
    let transport = pages_of(&[2, 2, 2]);
    let mut items = sized(Call::new(&client(&transport), &GET), PageToken::Query);
    assert_eq!(items.token(), None);
    assert_eq!(items.next().await.expect("an item").expect("success"), 0);
    assert_eq!(items.token(), Some("t1"));
    assert_eq!(items.take_page(), [json!(0)]);
    assert_eq!(items.next().await.expect("an item").expect("success"), 1);
    assert_eq!(items.token(), Some("t2"));
    let mut pages = Call::<Json>::new(&client(&pages_of(&[1])), &GET).pages(PageToken::Query);
    pages.next().await.expect("a page").expect("success");
    assert_eq!(pages.token(), None);
}
