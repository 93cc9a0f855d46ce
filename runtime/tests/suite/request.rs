//! Requests that calls and request builders make.

use std::sync::Arc;
use std::time::Duration;

use discovery_runtime::pagination::PageToken;
use discovery_runtime::{
    ApiDescriptor, Call, CallOptions as _, Client, ClientBuilder, ErrorKind, Json, MemoryTransport, MethodDescriptor,
    NoRetry, UnknownFields, call, download, message, pages, upload,
};

const API: ApiDescriptor =
    ApiDescriptor::new("games:v1", "https://www.googleapis.com/", "games/v1/").with_user_agent("games-v1/0.1.0");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms/{roomId}");
const LIST: MethodDescriptor = MethodDescriptor::new("games.rooms.list", "GET", "rooms");
const POST: MethodDescriptor = MethodDescriptor::new("games.rooms.decline", "POST", "rooms/decline");

fn client(transport: &MemoryTransport) -> Client {
    ClientBuilder::new(API).transport(transport.clone()).build().expect("a client")
}

#[test]
fn query_parameters_keep_the_order_in_which_they_were_set() {
    let call = Call::<()>::new(&client(&MemoryTransport::new()), &POST)
        .query("a", 1_i64)
        .query_all("ids", [3_i32, 4])
        .query("endDate.day", true)
        .query("none", None::<bool>)
        .query("x", f64::INFINITY)
        .param("$.xgafv", "a b&c=é+")
        .query("a", 2_u64);
    assert_eq!(
        call.request().unwrap().uri().query(),
        Some("ids=3&ids=4&endDate.day=true&x=Infinity&%24.xgafv=a%20b%26c%3D%C3%A9%2B&a=2&alt=json")
    );
}

#[test]
fn long_get_requests_are_sent_as_forms() {
    let client = client(&MemoryTransport::new());
    let request = |length: usize| {
        let call = Call::<()>::new(&client, &LIST).param("q", &"x".repeat(length)).param("r", "a b+c");
        call.header("x-own", "1").request().expect("a request")
    };
    let short = request(1);
    let rest = short.uri().to_string().len() - 1;
    // A URL of exactly 8 KB is sent unchanged.
    let longest = request(8192 - rest);
    assert_eq!((longest.method().as_str(), longest.uri().to_string().len()), ("GET", 8192));
    assert!(longest.body().is_empty() && !longest.headers().contains_key("x-http-method-override"));
    // The second one is longer than any URL that the `http` crate accepts.
    for length in [8193 - rest, 100_000] {
        let long = request(length);
        assert_eq!(long.method(), "POST");
        assert_eq!(long.uri(), "https://www.googleapis.com/games/v1/rooms");
        assert_eq!(long.headers()["x-http-method-override"], "GET");
        assert_eq!(long.headers()["content-type"], "application/x-www-form-urlencoded");
        assert_eq!(long.headers()["x-own"], "1");
        let form = format!("q={}&r=a%20b%2Bc&alt=json", "x".repeat(length));
        assert_eq!(String::from_utf8_lossy(long.body()), form);
    }
}

#[test]
fn long_requests_with_a_message_are_not_changed() {
    let client = client(&MemoryTransport::new());
    let call = Call::<()>::new(&client, &POST).param("q", &"x".repeat(10_000)).body(&serde_json::json!({}));
    let request = call.request().expect("a request");
    assert_eq!((request.method().as_str(), &request.body()[..]), ("POST", &b"{}"[..]));
    assert!(request.uri().query().is_some_and(|query| query.len() > 10_000));
}

#[tokio::test]
async fn long_get_requests_are_retried_like_other_get_requests() {
    let transport = MemoryTransport::new().answer(503, "").answer(200, "{}");
    let call = Call::<Json>::new(&client(&transport), &LIST).param("q", &"x".repeat(10_000));
    assert!(call.send().await.is_ok());
    let requests = transport.requests();
    assert!(requests.iter().all(|request| request.method() == "POST"), "{requests:?}");
    assert_eq!(requests[0].body(), requests[1].body());
}

#[tokio::test]
async fn each_long_request_of_a_list_is_sent_as_a_form() {
    let transport = MemoryTransport::new().answer(200, r#"{"nextPageToken":"t"}"#).answer(200, "{}");
    let call = Call::<Json>::new(&client(&transport), &LIST).param("q", &"x".repeat(10_000));
    assert_eq!(call.items(PageToken::Query, |page| vec![page]).collect().await.expect("two pages").len(), 2);
    let requests = transport.requests();
    let forms = ["", "&pageToken=t"].map(|token| format!("q={}{token}&alt=json", "x".repeat(10_000)));
    for (request, form) in requests.iter().zip(forms) {
        assert_eq!((request.method().as_str(), request.uri().query()), ("POST", None));
        assert_eq!(request.headers()["x-http-method-override"], "GET");
        assert_eq!(String::from_utf8_lossy(request.body()), form);
    }
    assert_eq!(requests.len(), 2);
}

#[test]
fn content_length_is_zero_only_if_a_body_is_missing() {
    let client = client(&MemoryTransport::new());
    let length = |call: Call<()>| call.request().unwrap().headers().get("content-length").cloned();
    assert_eq!(length(Call::new(&client, &POST)).unwrap(), "0");
    assert_eq!(length(Call::new(&client, &POST).body(&Json::Null)), None);
    assert_eq!(length(Call::new(&client, &GET).path_text("roomId", "a")), None);
}

#[test]
fn identifies_client_in_header() {
    let client = client(&MemoryTransport::new());
    let request = Call::<Json>::new(&client, &LIST).request().expect("a request");
    let expected = concat!("gdcl/", env!("CARGO_PKG_VERSION"), " games-v1/0.1.0");
    assert_eq!(request.headers()["x-goog-api-client"], expected);
    let call = Call::<Json>::new(&client, &LIST).header("x-goog-api-client", "custom/1");
    assert_eq!(call.request().expect("a request").headers()["x-goog-api-client"], "custom/1");
}

#[tokio::test]
async fn invalid_arguments_are_reported_before_anything_is_sent() {
    let transport = MemoryTransport::new();
    let client = client(&transport);
    let not_allowed = "contains characters that are not allowed in a header value";
    for (call, expected) in [
        (Call::<()>::new(&client, &POST).header("x-a", "b\nc"), format!("value of header `x-a` {not_allowed}")),
        (Call::new(&client, &POST).header("x a", "b"), "header name \"x a\" is invalid".to_owned()),
        (Call::new(&client, &GET), "path parameter `roomId` must not be empty".to_owned()),
        (
            Call::new(&client, &GET).path_text("roomId", ".."),
            "path parameter `roomId` must not contain the segment `.` or `..`".to_owned(),
        ),
        (Call::new(&client, &POST).param("x", &"y".repeat(70_000)), "request cannot be built: ".to_owned()),
    ] {
        let built = call.clone().request().expect_err("an invalid argument");
        let sent = call.send().await.expect_err("an invalid argument");
        assert!(matches!(sent.kind(), ErrorKind::Build(_)), "{sent:?}");
        assert_eq!(sent.to_string(), built.to_string());
        let id = sent.method_id().expect("the method is known");
        assert!(sent.to_string().starts_with(&format!("{id}: {expected}")), "{sent}");
    }
    assert!(transport.requests().is_empty());
}

#[tokio::test]
async fn debug_contains_no_secrets_and_no_bodies() {
    let client = client(&MemoryTransport::new());
    let names =
        ["id_token", "refresh_token", "client_secret", "assertion", "code", "apiKey", "newPassword", "signature"];
    for name in names {
        let call = Call::<()>::new(&client, &POST).param(name, "SECRET").path_text(name, "SECRET");
        let call = call.param("q", "shown").body(&serde_json::json!({"a": "SECRET"}));
        let mut batch = discovery_runtime::Batch::new();
        let _ = batch.add(call.clone());
        let upload = call.clone().upload(discovery_runtime::__private::UploadDescriptor::simple("/u"), "SECRET".into());
        let download = call.clone().download();
        let pages = call.clone().pages(PageToken::Query);
        let text =
            format!("{call:?} {batch:?} {upload:?} {download:?} {pages:?} {:?}", call.clone().body(&7).send().await);
        assert!(!text.contains("SECRET") && text.contains("shown"), "{text}");
    }
}

#[test]
fn debug_does_not_contain_secrets() {
    let client = client(&MemoryTransport::new());
    for header in ["Authorization", "Proxy-Authorization", "X-Goog-Api-Key", "Cookie"] {
        let call = Call::<()>::new(&client, &POST).header(header, "SECRET").param("access_token", "SECRET");
        assert!(!format!("{call:?}").contains("SECRET"), "{header}");
    }
}

#[derive(Clone)]
struct RoomList {
    items: Vec<String>,
    next_page_token: Option<String>,
    unknown_fields: UnknownFields,
}

message! { RoomList { "items" => items, "nextPageToken" => next_page_token } }

/// A request builder like those of generated crates.
struct List(Call<RoomList>);

call! { List -> RoomList }
pages! { List -> RoomList { items: String } by Query }
upload! { List -> RoomList => "upload/rooms" by simple }
download! { List }

/// Returns a request builder with every option.
fn with_options(client: &Client) -> List {
    List(Call::new(client, &LIST))
        .param("x", "y")
        .fields("items")
        .quota_user("user")
        .quota_project("project")
        .header("x-custom", "value")
        .if_match("\"e1\"")
        .if_none_match("\"e2\"")
        .timeout(Duration::from_secs(60))
        .retry(Arc::new(NoRetry))
        .idempotent(true)
}

/// Checks that a request has the options that are part of it.
fn assert_has_options(request: &http::Request<Vec<u8>>) {
    let query = request.uri().query().expect("a query");
    for parameter in ["x=y", "fields=items", "quotaUser=user"] {
        assert!(query.contains(parameter), "{query}");
    }
    for (name, value) in
        [("x-goog-user-project", "project"), ("x-custom", "value"), ("if-match", "\"e1\""), ("if-none-match", "\"e2\"")]
    {
        assert_eq!(request.headers()[name], value);
    }
}

#[tokio::test]
async fn options_of_a_request_builder_apply_to_everything_it_sends() {
    let page = r#"{"items":["a"],"nextPageToken":"t"}"#;
    let transport = MemoryTransport::new().answer(200, "{}").answer(200, page).answer(200, "{}").answer(200, page);
    let transport = transport.answer(200, "{}").answer(200, "{}").answer(200, "bytes");
    let client = client(&transport);
    with_options(&client).send().await.expect("a response");
    let items = with_options(&client).items().collect().await.expect("two pages");
    assert_eq!(items, ["a"]);
    let mut pages = with_options(&client).pages();
    while let Some(page) = pages.next().await {
        page.expect("a page");
    }
    with_options(&client).upload("media").send().await.expect("a response");
    assert_eq!(with_options(&client).download().bytes().await.expect("media"), b"bytes");
    let requests = transport.requests();
    assert_eq!(requests.len(), 7);
    for request in &requests {
        assert_has_options(request);
    }
}

#[tokio::test]
async fn retry_policy_of_a_request_builder_applies_to_everything_it_sends() {
    let transport = (0..5).fold(MemoryTransport::new(), |transport, _| transport.answer(503, ""));
    let client = client(&transport);
    assert!(with_options(&client).send().await.is_err());
    assert!(with_options(&client).items().collect().await.is_err());
    assert!(with_options(&client).pages().next().await.expect("an error").is_err());
    assert!(with_options(&client).upload("media").send().await.is_err());
    assert!(with_options(&client).download().bytes().await.is_err());
    assert_eq!(transport.requests().len(), 5);
}

#[tokio::test]
async fn idempotent_calls_are_retried() {
    let transport = MemoryTransport::new().answer(503, "").answer(503, "").answer(200, "{}");
    let client = client(&transport);
    let call = || List(Call::new(&client, &POST));
    assert!(call().send().await.is_err());
    call().idempotent(true).send().await.expect("a response to the second attempt");
    assert_eq!(transport.requests().len(), 3);
}
