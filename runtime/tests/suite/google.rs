//! Credentials of Google's auth library, against a local token endpoint.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::routing::post;
use discovery_runtime::google_cloud_auth::credentials::{mds, user_account};
use discovery_runtime::{
    ApiDescriptor, Call, CallOptions as _, Client, ClientBuilder, MemoryTransport, MethodDescriptor,
};
use serde_json::json;

const API: ApiDescriptor = ApiDescriptor::new("games:v1", "https://www.googleapis.com/", "games/v1/");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms");

/// Starts a token endpoint that numbers its tokens, each of which expires after `lifetime` seconds.
async fn token_endpoint(lifetime: u64) -> (String, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    let handler = move || {
        let counter = Arc::clone(&counter);
        async move {
            // Long enough for all callers to wait for the same token.
            tokio::time::sleep(Duration::from_millis(50)).await;
            let number = counter.fetch_add(1, Ordering::SeqCst) + 1;
            json!({"access_token": format!("token-{number}"), "expires_in": lifetime, "token_type": "Bearer"})
                .to_string()
        }
    };
    let router = Router::new().route("/token", post(handler));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/token", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, count)
}

fn client(token_uri: &str, transport: &MemoryTransport) -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let user = json!({
        "type": "authorized_user", "client_id": "id", "client_secret": "SECRET", "refresh_token": "SECRET-TOO",
        "token_uri": token_uri,
    });
    let credentials = user_account::Builder::new(user).build().expect("credentials");
    ClientBuilder::new(API).transport(transport.clone()).credentials(credentials).build().expect("a client")
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_calls_share_one_token_request() {
    let (url, count) = token_endpoint(3600).await;
    let transport = (0..100).fold(MemoryTransport::new(), |transport, _| transport.answer(200, ""));
    let client = client(&url, &transport);
    let calls: Vec<_> = (0..100).map(|_| tokio::spawn(Call::<()>::new(&client, &GET).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(count.load(Ordering::SeqCst), 1);
    assert!(transport.requests().iter().all(|request| request.headers()["authorization"] == "Bearer token-1"));
    assert!(!format!("{:?} {client:?}", transport.requests()).contains("token-1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn refreshes_a_token_before_it_expires() {
    // Shorter than the time before the expiry at which a token is refreshed.
    let (url, count) = token_endpoint(1).await;
    let transport = (0..4).fold(MemoryTransport::new(), |transport, _| transport.answer(200, ""));
    let client = client(&url, &transport);
    for _ in 0..4 {
        Call::<()>::new(&client, &GET).send().await.unwrap();
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    let last = transport.requests().pop().unwrap();
    assert_ne!(last.headers()["authorization"], "Bearer token-1");
    assert!(count.load(Ordering::SeqCst) >= 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_of_the_token_endpoint_contains_no_secrets() {
    let transport = MemoryTransport::new();
    let error = Call::<()>::new(&client("http://127.0.0.1:1/token", &transport), &GET).timeout(Duration::from_secs(5));
    let error = error.send().await.unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(matches!(error.kind(), discovery_runtime::ErrorKind::Auth(_)) && !text.contains("SECRET"), "{text}");
    assert!(transport.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn rejects_credentials_of_another_universe_domain() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let credentials = mds::Builder::default().with_universe_domain("cloud.example").build().unwrap();
    let transport = MemoryTransport::new();
    let api = ApiDescriptor::new("games:v1", "https://games.googleapis.com/", "games/v1/");
    let client: Client = ClientBuilder::new(api).transport(transport.clone()).credentials(credentials).build().unwrap();
    let error = Call::<()>::new(&client, &GET).send().await.unwrap_err().to_string();
    assert!(error.contains("`cloud.example`") && error.contains("`googleapis.com`"), "{error}");
    assert!(transport.requests().is_empty());
}
