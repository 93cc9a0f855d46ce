//! The default transport against servers that redirect, compress, fail or do not respond.

use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Redirect;
use axum::routing::get;
use discovery_tests::server::Server;
use games_v1::Client;
use games_v1::rooms::Leave;
use games_v1::runtime::{Bearer, CallOptions as _, ErrorKind};
use games_v1::schemas::RoomLeaveRequest;
use tokio::net::TcpListener;

fn leave(url: &str) -> Leave {
    let client = Client::builder().endpoint(url).credentials(Bearer::new("secret-token")).build();
    client.expect("valid settings").rooms().leave("r", RoomLeaveRequest::default())
}

async fn bind() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("a local address"));
    (listener, url)
}

/// Serves the router until the test ends, and returns its URL.
async fn serve(router: Router) -> String {
    let (listener, url) = bind().await;
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[tokio::test]
async fn silent_server_is_a_timeout() {
    let (_listener, url) = bind().await;
    let error = leave(&url).timeout(Duration::from_millis(200)).send().await.expect_err("a timeout");
    assert!(error.is_timeout() && error.is_retryable(), "{error:?}");
    assert_eq!(error.status(), None);
}

#[tokio::test]
async fn refused_connection_is_retryable() {
    let (listener, url) = bind().await;
    drop(listener);
    let error = leave(&url).send().await.expect_err("a refused connection");
    assert!(
        matches!(error.kind(), ErrorKind::Transport(_)) && error.is_retryable() && !error.is_timeout(),
        "{error:?}"
    );
    assert!(!error.to_string().contains("secret-token"), "{error}");
}

#[tokio::test]
async fn redirect_to_another_host_is_not_followed() {
    let other = Server::start(200, "application/json", "{}").await.expect("a free port");
    let target = other.url();
    let url = serve(Router::new().fallback(move || async move { Redirect::temporary(&target) })).await;
    let error = leave(&url).send().await.expect_err("the redirect itself");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(307), "{error:?}");
    assert_eq!(other.requests().len(), 0);
}

#[tokio::test]
async fn redirect_within_the_host_keeps_the_token() {
    async fn echo_token(headers: HeaderMap) -> String {
        let token = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or("none").to_owned();
        format!(r#"{{"roomId": "{token}"}}"#)
    }
    let router = Router::new()
        .route("/target", get(echo_token).post(echo_token))
        .fallback(|| async { Redirect::temporary("/target") });
    let room = leave(&serve(router).await).send().await.expect("success");
    assert_eq!(room.room_id.as_deref(), Some("Bearer secret-token"));
}

/// `{"roomId": "packed"}`, compressed by Python's `gzip`.
const GZIP: &[u8] =
    b"\x1f\x8b\x08\0\0\0\0\0\x02\x03\xabV*\xca\xcf\xcf\xf5LQ\xb2RP*HL\xceNMQ\xaa\x05\0\x1c\xe8\x16\x07\x14\0\0\0";

/// Serves a compressed body, regardless of what the request accepts, and echoes `Accept-Encoding`
/// as `X-Accepted`.
async fn serve_gzip(body: &'static [u8]) -> String {
    let router = Router::new().fallback(move |headers: HeaderMap| async move {
        let accepted = headers.get("accept-encoding").cloned().unwrap_or_else(|| HeaderValue::from_static("none"));
        ([("content-encoding", HeaderValue::from_static("gzip")), ("x-accepted", accepted)], body)
    });
    serve(router).await
}

#[tokio::test]
async fn gzip_response_is_decompressed() {
    let response = leave(&serve_gzip(GZIP).await).call().send_with_response().await.expect("success");
    assert_eq!(response.headers()["x-accepted"], "gzip");
    assert_eq!(response.body().room_id.as_deref(), Some("packed"));
    assert!(!response.headers().contains_key("content-encoding"), "the body is no longer compressed");
}

#[tokio::test]
async fn truncated_gzip_response_is_a_transport_error() {
    let error = leave(&serve_gzip(&GZIP[..GZIP.len() - 6]).await).send().await.expect_err("a truncated body");
    assert!(matches!(error.kind(), ErrorKind::Transport(_)), "{error:?}");
}

#[tokio::test]
async fn download_is_not_decompressed() {
    let mut media = leave(&serve_gzip(GZIP).await).call().download().send().await.expect("success");
    assert_eq!(media.headers()["x-accepted"], "identity");
    assert_eq!(media.headers()["content-encoding"], "gzip");
    let mut bytes = Vec::new();
    while let Some(chunk) = media.next().await {
        bytes.extend_from_slice(&chunk.expect("the whole body"));
    }
    assert_eq!(bytes, GZIP);
}

#[tokio::test]
async fn success_without_content_is_an_empty_message() {
    let server = Server::start(204, "application/json", "").await.expect("a free port");
    let response = leave(&server.url()).call().send_with_response().await.expect("success");
    assert_eq!((response.status().as_u16(), &response.body().room_id), (204, &None));
}

#[tokio::test]
async fn success_without_the_declared_message_is_a_decode_error() {
    for body in ["", "\n"] {
        let server = Server::start(200, "application/json", body).await.expect("a free port");
        let error = leave(&server.url()).send().await.expect_err("an update would write the empty message back");
        assert!(error.to_string().contains("expected an object, found nothing"), "{error}");
    }
}

#[tokio::test]
async fn html_instead_of_json_is_a_decode_error_with_its_body() {
    let page = "<html><body>Sign in to the network</body></html>";
    let server = Server::start(200, "text/html", page).await.expect("a free port");
    let error = leave(&server.url()).send().await.expect_err("not JSON");
    assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{error:?}");
    assert_eq!(error.body(), Some(page.as_bytes()));
    assert_eq!(error.headers().expect("headers")["content-type"], "text/html");
}

#[tokio::test]
async fn sends_headers_and_parameters_of_the_caller() {
    let server = Server::start(200, "application/json", "{}").await.expect("a free port");
    let call = leave(&server.url()).fields("roomId").quota_user("me").header("x-mine", "yes");
    call.param("prettyPrint", "false").send().await.expect("success");
    let sent = &server.requests()[0];
    assert_eq!(sent.query, "fields=roomId&quotaUser=me&prettyPrint=false&alt=json");
    assert_eq!(sent.headers["x-mine"], "yes");

    let invalid = leave(&server.url()).header("x mine", "yes");
    let error = invalid.send().await.expect_err("the header is invalid");
    assert!(matches!(error.kind(), ErrorKind::Build(_)), "{error:?}");
    assert_eq!(server.requests().len(), 1);
}
