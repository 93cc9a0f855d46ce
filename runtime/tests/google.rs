//! Credentials of Google's library against a token endpoint of our own.

#![cfg(feature = "google-cloud-auth")]
#![allow(clippy::expect_used, reason = "in tests, outside of functions marked as such")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::routing::post;
use discovery_runtime::google_cloud_auth::credentials::{mds, user_account};
use discovery_runtime::{ApiDescriptor, Call, Client, ClientBuilder, MemoryTransport, MethodDescriptor};
use serde_json::json;

const API: ApiDescriptor = ApiDescriptor::new("games:v1", "https://www.googleapis.com/", "games/v1/");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms");

/// Gives tokens that say which one they are, each good for so many seconds.
async fn endpoint(lifetime: u64) -> (String, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counting = Arc::clone(&count);
    let answer = move || {
        let counting = Arc::clone(&counting);
        async move {
            // Long enough for all callers to be waiting.
            tokio::time::sleep(Duration::from_millis(50)).await;
            let number = counting.fetch_add(1, Ordering::SeqCst) + 1;
            json!({"access_token": format!("token-{number}"), "expires_in": lifetime, "token_type": "Bearer"})
                .to_string()
        }
    };
    let router = Router::new().route("/token", post(answer));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/token", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, count)
}

fn client(token_uri: &str, world: &MemoryTransport) -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let user = json!({
        "type": "authorized_user", "client_id": "id", "client_secret": "SECRET", "refresh_token": "SECRET-TOO",
        "token_uri": token_uri,
    });
    let credentials = user_account::Builder::new(user).build().expect("credentials");
    ClientBuilder::new(API).transport(world.clone()).credentials(credentials).build().expect("a client")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_callers_ask_once() {
    let (url, count) = endpoint(3600).await;
    let world = (0..100).fold(MemoryTransport::new(), |world, _| world.answer(200, ""));
    let client = client(&url, &world);
    let calls: Vec<_> = (0..100).map(|_| tokio::spawn(Call::<()>::new(&client, &GET).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(count.load(Ordering::SeqCst), 1);
    assert!(world.requests().iter().all(|request| request.headers()["authorization"] == "Bearer token-1"));
    assert!(!format!("{:?} {client:?}", world.requests()).contains("token-1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_replaced_without_a_failed_call() {
    // Shorter than the time ahead of its end at which a token is replaced.
    let (url, count) = endpoint(1).await;
    let world = (0..4).fold(MemoryTransport::new(), |world, _| world.answer(200, ""));
    let client = client(&url, &world);
    for _ in 0..4 {
        Call::<()>::new(&client, &GET).send().await.unwrap();
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    let last = world.requests().pop().unwrap();
    assert_ne!(last.headers()["authorization"], "Bearer token-1");
    assert!(count.load(Ordering::SeqCst) >= 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_credentials_are_an_error_without_secrets() {
    let world = MemoryTransport::new();
    let error = Call::<()>::new(&client("http://127.0.0.1:1/token", &world), &GET).timeout(Duration::from_secs(5));
    let error = error.send().await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(matches!(error.kind(), discovery_runtime::ErrorKind::Auth(_)) && !shown.contains("SECRET"), "{shown}");
    assert!(world.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_of_another_universe_are_not_used() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let machine = mds::Builder::default().with_universe_domain("cloud.example").build().unwrap();
    let world = MemoryTransport::new();
    let api = ApiDescriptor::new("games:v1", "https://games.googleapis.com/", "games/v1/");
    let client: Client = ClientBuilder::new(api).transport(world.clone()).credentials(machine).build().unwrap();
    let error = Call::<()>::new(&client, &GET).send().await.unwrap_err().to_string();
    assert!(error.contains("`cloud.example`") && error.contains("`googleapis.com`"), "{error}");
    assert!(world.requests().is_empty());
}
