//! A user's tokens against a token endpoint of our own.

#![allow(clippy::expect_used, reason = "in tests, outside of functions marked as such")]

use std::future::{Future, ready};
use std::path::Path;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use discovery_runtime::yup_oauth2::authenticator_delegate::InstalledFlowDelegate;
use discovery_runtime::yup_oauth2::{ApplicationSecret, InstalledFlowAuthenticator, InstalledFlowReturnMethod};
use discovery_runtime::{
    ApiDescriptor, Call, Client, ClientBuilder, ErrorKind, InstalledApp, MemoryTransport, MethodDescriptor,
};
use serde_json::{Value, json};

const API: ApiDescriptor = ApiDescriptor::new("games:v1", "https://www.googleapis.com/", "games/v1/");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms");
const SCOPE: &str = "https://www.googleapis.com/auth/games";

/// What was sent to a token endpoint.
type Sent = Arc<Mutex<Vec<String>>>;

/// Gives answers in which `N` is the number of the request.
async fn endpoint(status: StatusCode, answer: Value) -> (String, Sent) {
    let sent = Sent::default();
    let (log, count) = (Arc::clone(&sent), Arc::new(AtomicUsize::new(0)));
    let answer = move |body: String| {
        log.lock().expect("a lock").push(body);
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        let text = answer.to_string().replace("token-N", &format!("token-{number}"));
        async move {
            // Long enough for all callers to be waiting.
            tokio::time::sleep(Duration::from_millis(50)).await;
            (status, text)
        }
    };
    let router = Router::new().route("/token", post(answer));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/token", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, sent)
}

fn good_for(seconds: u64) -> Value {
    json!({"access_token": "token-N", "expires_in": seconds, "token_type": "Bearer"})
}

/// Nobody is there to be asked.
struct Away;

impl InstalledFlowDelegate for Away {
    fn present_user_url<'a>(
        &'a self,
        _: &'a str,
        _: bool,
    ) -> Pin<Box<dyn Future<Output = Result<String, String>> + Send + 'a>> {
        Box::pin(ready(Err("nobody is there".to_owned())))
    }
}

/// A user who gave leave in an earlier run; the token of then is over.
async fn user(token_uri: &str, tokens: &Path) -> InstalledApp {
    let stored = json!([{"scopes": [SCOPE], "token": {
        "access_token": "token-0", "refresh_token": "SECRET-TOO", "expires_at": [2020, 1, 0, 0, 0, 0, 0, 0, 0], "id_token": null,
    }}]);
    std::fs::write(tokens, stored.to_string()).expect("a file");
    let secret = ApplicationSecret {
        client_id: "id".to_owned(),
        client_secret: "SECRET".to_owned(),
        token_uri: token_uri.to_owned(),
        ..ApplicationSecret::default()
    };
    let user = InstalledFlowAuthenticator::builder(secret, InstalledFlowReturnMethod::Interactive)
        .flow_delegate(Box::new(Away))
        .persist_tokens_to_disk(tokens)
        .build();
    InstalledApp::new(user.await.expect("an authenticator"), [SCOPE])
}

fn client(credentials: InstalledApp, world: &MemoryTransport) -> Client {
    ClientBuilder::new(API).transport(world.clone()).credentials(credentials).build().expect("a client")
}

fn answers(count: usize) -> MemoryTransport {
    (0..count).fold(MemoryTransport::new(), |world, _| world.answer(200, ""))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_callers_replace_a_token_once() {
    let folder = tempfile::tempdir().unwrap();
    let tokens = folder.path().join("tokens.json");
    let (url, sent) = endpoint(StatusCode::OK, good_for(3600)).await;
    let world = answers(100);
    let user = user(&url, &tokens).await;
    assert_eq!(format!("{user:?}"), format!("InstalledApp {{ scopes: [{SCOPE:?}], .. }}"));
    let client = client(user, &world);
    let calls: Vec<_> = (0..100).map(|_| tokio::spawn(Call::<()>::new(&client, &GET).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let sent = sent.lock().unwrap().clone();
    assert!(matches!(&sent[..], [body] if body.contains("refresh_token=SECRET-TOO")), "{sent:?}");
    assert!(world.requests().iter().all(|request| request.headers()["authorization"] == "Bearer token-1"));
    assert!(!format!("{:?} {client:?}", world.requests()).contains("token-1"));
    let stored = std::fs::read_to_string(&tokens).unwrap();
    assert!(stored.contains("token-1") && stored.contains("SECRET-TOO"), "{stored}");
}

#[tokio::test]
async fn a_token_is_replaced_a_minute_before_its_end() {
    for (seconds, last) in [(59, "Bearer token-2"), (70, "Bearer token-1")] {
        let folder = tempfile::tempdir().unwrap();
        let (url, _) = endpoint(StatusCode::OK, good_for(seconds)).await;
        let world = answers(2);
        let client = client(user(&url, &folder.path().join("tokens.json")).await, &world);
        for _ in 0..2 {
            Call::<()>::new(&client, &GET).send().await.unwrap();
        }
        assert_eq!(world.requests()[1].headers()["authorization"], last);
    }
}

#[tokio::test]
async fn no_token_is_an_error_without_secrets() {
    let refused = json!({"error": "invalid_grant", "error_description": "Token has been expired or revoked."});
    let odd = json!({"access_token": "token-N", "expires_in": "SECRET-AS-WELL"});
    let without = json!({"token_type": "Bearer", "expires_in": 3600});
    let broken = json!({"access_token": "SECRET\n", "expires_in": 3600});
    for (status, answer, message) in [
        (StatusCode::BAD_REQUEST, refused, "there is no access token to be had: Invalid user input: nobody is there"),
        (StatusCode::OK, odd, "there is no access token to be had: Invalid user input: nobody is there"),
        (StatusCode::OK, without, "the answer has no access token"),
        (StatusCode::OK, broken, "the access token holds characters that no header may have"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (url, _) = endpoint(status, answer).await;
        let world = answers(1);
        let client = client(user(&url, &folder.path().join("tokens.json")).await, &world);
        let error = Call::<()>::new(&client, &GET).send().await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Auth(error) if error.to_string() == message), "{error:?}");
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("SECRET") && !shown.contains("token-"), "{shown}");
        assert!(world.requests().is_empty());
    }
}
