//! The ready-made transport against servers that misbehave.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may")]

use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Redirect;
use axum::routing::get;
use discovery_tests::server::Server;
use games_v1::Client;
use games_v1::runtime::{Bearer, Error, ErrorKind};
use games_v1::schemas::RoomLeaveRequest;
use tokio::net::TcpListener;

fn client(url: &str) -> Client {
    Client::builder().endpoint(url).credentials(Bearer::new("secret-token")).build().expect("a client")
}

async fn leave(url: &str) -> Error {
    client(url).rooms().leave("r", RoomLeaveRequest::default()).send().await.expect_err("an error")
}

/// Where the router answers, until the test is over.
async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[tokio::test]
async fn a_server_that_never_answers_is_a_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let call = client(&url).rooms().leave("r", RoomLeaveRequest::default()).timeout(Duration::from_millis(200));
    let error = call.send().await.expect_err("an error");
    assert!(error.is_timeout() && error.is_retryable(), "{error:?}");
    assert_eq!(error.status(), None);
}

#[tokio::test]
async fn a_refused_connection_may_be_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    drop(listener);
    let error = leave(&url).await;
    assert!(
        matches!(error.kind(), ErrorKind::Transport(_)) && error.is_retryable() && !error.is_timeout(),
        "{error:?}"
    );
    assert!(!error.to_string().contains("secret-token"), "{error}");
}

#[tokio::test]
async fn a_redirect_to_another_host_is_not_followed() {
    let elsewhere = Server::start(200, "application/json", "{}").await.expect("a server");
    let target = elsewhere.url();
    let router = Router::new().fallback(move || async move { Redirect::temporary(&target) });
    let url = serve(router).await;
    let error = leave(&url).await;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(307), "{error:?}");
    assert_eq!(elsewhere.arrived().len(), 0);
}

#[tokio::test]
async fn a_redirect_within_the_host_keeps_the_token() {
    async fn token(headers: HeaderMap) -> String {
        let token = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or("none").to_owned();
        format!(r#"{{"roomId": "{token}"}}"#)
    }
    let router =
        Router::new().route("/there", get(token).post(token)).fallback(|| async { Redirect::temporary("/there") });
    let url = serve(router).await;
    let room = client(&url).rooms().leave("r", RoomLeaveRequest::default()).send().await.expect("a room");
    assert_eq!(room.room_id.as_deref(), Some("Bearer secret-token"));
}

/// `{"roomId": "packed"}`, as Python's gzip packs it.
const PACKED: &[u8] =
    b"\x1f\x8b\x08\0\0\0\0\0\x02\x03\xabV*\xca\xcf\xcf\xf5LQ\xb2RP*HL\xceNMQ\xaa\x05\0\x1c\xe8\x16\x07\x14\0\0\0";

/// A server that packs what it says, asked or not, and says in a header how it was asked.
async fn packing(packed: &'static [u8]) -> String {
    let router = Router::new().fallback(move |headers: HeaderMap| async move {
        let asked = headers.get("accept-encoding").cloned().unwrap_or_else(|| HeaderValue::from_static("no"));
        ([("content-encoding", HeaderValue::from_static("gzip")), ("x-asked", asked)], packed)
    });
    serve(router).await
}

#[tokio::test]
async fn answers_come_packed_and_are_unpacked() {
    let url = packing(PACKED).await;
    let call = client(&url).rooms().leave("r", RoomLeaveRequest::default());
    let response = call.send_with_response().await.expect("a room");
    assert_eq!(response.headers()["x-asked"], "gzip");
    assert_eq!(response.body().room_id.as_deref(), Some("packed"));
    assert!(!response.headers().contains_key("content-encoding"), "what is said of the bytes is right");
}

#[tokio::test]
async fn what_was_packed_and_broke_off_is_an_error() {
    let url = packing(&PACKED[..PACKED.len() - 6]).await;
    let error = leave(&url).await;
    assert!(matches!(error.kind(), ErrorKind::Transport(_)), "{error:?}");
}

#[tokio::test]
async fn media_are_bytes_as_the_server_has_them() {
    let url = packing(PACKED).await;
    let media = client(&url).rooms().leave("r", RoomLeaveRequest::default()).call().download();
    let mut media = media.send().await.expect("media");
    assert_eq!(media.headers()["x-asked"], "identity");
    assert_eq!(media.headers()["content-encoding"], "gzip");
    let mut bytes = Vec::new();
    while let Some(more) = media.next().await {
        bytes.extend_from_slice(&more.expect("bytes"));
    }
    assert_eq!(bytes, PACKED);
}

#[tokio::test]
async fn an_empty_success_is_an_empty_message() {
    for (status, body) in [(204, ""), (200, ""), (200, "\n")] {
        let server = Server::start(status, "application/json", body).await.expect("a server");
        let call = client(&server.url()).rooms().leave("r", RoomLeaveRequest::default());
        let response = call.send_with_response().await.expect("a room");
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(response.body().room_id, None);
    }
}

#[tokio::test]
async fn html_where_json_should_be_is_told_with_its_body() {
    let page = "<html><body>Sign in to the network</body></html>";
    let server = Server::start(200, "text/html", page).await.expect("a server");
    let error = leave(&server.url()).await;
    assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{error:?}");
    assert_eq!(error.body(), Some(page.as_bytes()));
    assert_eq!(error.headers().expect("headers")["content-type"], "text/html");
}

#[tokio::test]
async fn headers_and_parameters_of_the_caller_arrive() {
    let server = Server::start(200, "application/json", "{}").await.expect("a server");
    let call = client(&server.url()).rooms().leave("r", RoomLeaveRequest::default());
    let call = call.fields("roomId").quota_user("me").header("x-mine", "yes").param("prettyPrint", "false");
    call.send().await.expect("a room");
    let arrived = &server.arrived()[0];
    assert_eq!(arrived.query, "fields=roomId&quotaUser=me&prettyPrint=false&alt=json");
    assert_eq!(arrived.headers["x-mine"], "yes");
    let bad = client(&server.url()).rooms().leave("r", RoomLeaveRequest::default()).header("x mine", "yes");
    assert!(matches!(bad.send().await.expect_err("an invalid header").kind(), ErrorKind::Build(_)));
    assert_eq!(server.arrived().len(), 1);
}
