//! The ready-made transport against servers that misbehave.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may")]

use std::time::Duration;

use axum::Router;
use axum::http::HeaderMap;
use axum::response::Redirect;
use axum::routing::get;
use discovery_tests::server::Server;
use games_v1::Client;
use games_v1::client::{Bearer, Error};
use games_v1::schemas::RoomLeaveRequest;
use tokio::net::TcpListener;

fn client(url: &str) -> Client {
    Client::builder().endpoint(url).credentials(Bearer::new("secret-token")).build().expect("a client")
}

async fn leave(url: &str) -> Error {
    client(url).rooms().leave("r", RoomLeaveRequest::default()).send().await.expect_err("an error")
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
    assert!(matches!(error, Error::Transport(_)) && error.is_retryable() && !error.is_timeout(), "{error:?}");
    assert!(!error.to_string().contains("secret-token"), "{error}");
}

#[tokio::test]
async fn a_redirect_to_another_host_is_not_followed() {
    let elsewhere = Server::start(200, "application/json", "{}").await.expect("a server");
    let target = elsewhere.url();
    let router = Router::new().fallback(move || async move { Redirect::temporary(&target) });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let task = tokio::spawn(async move { axum::serve(listener, router).await });
    let error = leave(&url).await;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(307), "{error:?}");
    assert_eq!(elsewhere.arrived().len(), 0);
    task.abort();
}

#[tokio::test]
async fn a_redirect_within_the_host_keeps_the_token() {
    async fn token(headers: HeaderMap) -> String {
        let token = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or("none").to_owned();
        format!(r#"{{"roomId": "{token}"}}"#)
    }
    let router =
        Router::new().route("/there", get(token).post(token)).fallback(|| async { Redirect::temporary("/there") });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let task = tokio::spawn(async move { axum::serve(listener, router).await });
    let room = client(&url).rooms().leave("r", RoomLeaveRequest::default()).send().await.expect("a room");
    assert_eq!(room.room_id.as_deref(), Some("Bearer secret-token"));
    task.abort();
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
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
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
    assert!(matches!(bad.send().await, Err(Error::Build(_))));
    assert_eq!(server.arrived().len(), 1);
}
