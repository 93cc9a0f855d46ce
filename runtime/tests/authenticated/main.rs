//! Credentials of a yup-oauth2 authenticator, against a local token endpoint.

#![allow(clippy::expect_used, reason = "test helpers")]

mod outage;

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
use discovery_runtime::yup_oauth2::{
    ApplicationSecret, InstalledFlowAuthenticator, InstalledFlowReturnMethod, ServiceAccountAuthenticator,
};
use discovery_runtime::{
    ApiDescriptor, Authenticated, Call, Client, ClientBuilder, ErrorKind, MemoryTransport, MethodDescriptor,
    TokenClient,
};
use serde_json::{Value, json};

const API: ApiDescriptor = ApiDescriptor::new("games:v1", "https://www.googleapis.com/", "games/v1/");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms");
const SCOPE: &str = "https://www.googleapis.com/auth/games";

/// The bodies of the requests to a token endpoint.
type Requests = Arc<Mutex<Vec<String>>>;

/// Starts a token endpoint that replaces `token-N` in its response with `token-1`, `token-2` and so
/// on.
async fn token_endpoint(status: StatusCode, response: Value) -> (String, Requests) {
    token_endpoint_in_turn(vec![(status, response)]).await
}

/// Starts a token endpoint with several responses, the last of which is repeated.
async fn token_endpoint_in_turn(responses: Vec<(StatusCode, Value)>) -> (String, Requests) {
    let sent = Requests::default();
    let (log, count) = (Arc::clone(&sent), Arc::new(AtomicUsize::new(0)));
    let handler = move |body: String| {
        log.lock().expect("a lock").push(body);
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        let (status, response) = responses.get(number - 1).or(responses.last()).expect("a response");
        let (status, text) = (*status, response.to_string().replace("token-N", &format!("token-{number}")));
        async move {
            // Long enough for all callers to wait for the same token.
            tokio::time::sleep(Duration::from_millis(50)).await;
            (status, text)
        }
    };
    let router = Router::new().route("/token", post(handler));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/token", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, sent)
}

fn token_expiring_in(seconds: u64) -> Value {
    json!({"access_token": "token-N", "expires_in": seconds, "token_type": "Bearer"})
}

/// A user who does not respond to authorization requests.
struct AbsentUser;

impl InstalledFlowDelegate for AbsentUser {
    fn present_user_url<'a>(
        &'a self,
        _: &'a str,
        _: bool,
    ) -> Pin<Box<dyn Future<Output = Result<String, String>> + Send + 'a>> {
        Box::pin(ready(Err("the user is absent".to_owned())))
    }
}

/// Returns credentials of a user who authorized the app earlier, and whose access token has
/// expired.
async fn expired_user(token_uri: &str, tokens: &Path) -> Authenticated {
    let stored = json!([{"scopes": [SCOPE], "token": {
        "access_token": "token-0", "refresh_token": "SECRET-TOO", "expires_at": [2020, 1, 0, 0, 0, 0, 0, 0, 0], "id_token": null,
    }}]);
    std::fs::write(tokens, stored.to_string()).expect("a file");
    user(token_uri, tokens).await
}

/// Returns credentials of a user with stored tokens.
async fn user(token_uri: &str, tokens: &Path) -> Authenticated {
    let secret = ApplicationSecret {
        client_id: "id".to_owned(),
        client_secret: "SECRET".to_owned(),
        token_uri: token_uri.to_owned(),
        ..ApplicationSecret::default()
    };
    let authenticator = InstalledFlowAuthenticator::builder(secret, InstalledFlowReturnMethod::Interactive)
        .flow_delegate(Box::new(AbsentUser))
        .persist_tokens_to_disk(tokens)
        .build();
    Authenticated::new(authenticator.await.expect("an authenticator"), [SCOPE])
}

fn client(credentials: Authenticated, transport: &MemoryTransport) -> Client {
    ClientBuilder::new(API).transport(transport.clone()).credentials(credentials).build().expect("a client")
}

fn responses(count: usize) -> MemoryTransport {
    (0..count).fold(MemoryTransport::new(), |transport, _| transport.answer(200, ""))
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_calls_share_one_token_refresh() {
    let folder = tempfile::tempdir().unwrap();
    let tokens = folder.path().join("tokens.json");
    let (url, sent) = token_endpoint(StatusCode::OK, token_expiring_in(3600)).await;
    let transport = responses(100);
    let user = expired_user(&url, &tokens).await;
    assert_eq!(format!("{user:?}"), format!("Authenticated {{ scopes: [{SCOPE:?}], .. }}"));
    let client = client(user, &transport);
    let calls: Vec<_> = (0..100).map(|_| tokio::spawn(Call::<()>::new(&client, &GET).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let sent = sent.lock().unwrap().clone();
    assert!(matches!(&sent[..], [body] if body.contains("refresh_token=SECRET-TOO")), "{sent:?}");
    assert!(transport.requests().iter().all(|request| request.headers()["authorization"] == "Bearer token-1"));
    assert!(!format!("{:?} {client:?}", transport.requests()).contains("token-1"));
    let stored = std::fs::read_to_string(&tokens).unwrap();
    assert!(stored.contains("token-1") && stored.contains("SECRET-TOO"), "{stored}");
}

#[tokio::test]
async fn refreshes_a_token_in_the_last_minute_of_its_lifetime() {
    for (seconds, last) in [(59, "Bearer token-2"), (70, "Bearer token-1")] {
        let folder = tempfile::tempdir().unwrap();
        let (url, _) = token_endpoint(StatusCode::OK, token_expiring_in(seconds)).await;
        let transport = responses(2);
        let client = client(expired_user(&url, &folder.path().join("tokens.json")).await, &transport);
        for _ in 0..2 {
            Call::<()>::new(&client, &GET).send().await.unwrap();
        }
        assert_eq!(transport.requests()[1].headers()["authorization"], last);
    }
}

#[tokio::test]
async fn errors_contain_neither_tokens_nor_secrets() {
    let revoked = json!({"error": "invalid_grant", "error_description": "Token has been expired or revoked."});
    let malformed = json!({"access_token": "token-N", "expires_in": "SECRET-AS-WELL"});
    let missing = json!({"token_type": "Bearer", "expires_in": 3600});
    let invalid = json!({"access_token": "SECRET\n", "expires_in": 3600});
    for (status, response, message) in [
        (StatusCode::BAD_REQUEST, revoked, "no access token is available"),
        (StatusCode::OK, malformed, "no access token is available"),
        (StatusCode::OK, missing, "the response of the token endpoint contains no access token"),
        (StatusCode::OK, invalid, "access token contains characters that are not allowed in a header value"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (url, _) = token_endpoint(status, response).await;
        let transport = responses(1);
        let client = client(expired_user(&url, &folder.path().join("tokens.json")).await, &transport);
        let error = Call::<()>::new(&client, &GET).send().await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Auth(error) if error.to_string().starts_with(message)), "{error:?}");
        let text = format!("{error} {error:?}");
        assert!(!text.contains("SECRET") && !text.contains("token-"), "{text}");
        assert!(transport.requests().is_empty());
    }
}

#[tokio::test]
async fn refused_token_is_replaced_once() {
    let folder = tempfile::tempdir().unwrap();
    let (url, sent) = token_endpoint(StatusCode::OK, token_expiring_in(3600)).await;
    let transport = MemoryTransport::new().answer(401, "").answer(200, "").answer(200, "");
    let client = client(expired_user(&url, &folder.path().join("tokens.json")).await, &transport);
    for _ in 0..2 {
        Call::<()>::new(&client, &GET).send().await.unwrap();
    }
    let requests = transport.requests();
    let tokens: Vec<_> = requests.iter().map(|request| request.headers()["authorization"].to_str().unwrap()).collect();
    assert_eq!(tokens, ["Bearer token-1", "Bearer token-2", "Bearer token-2"]);
    assert_eq!(sent.lock().unwrap().len(), 2);
}

/// Service accounts, too, are authenticators: here one that acts on behalf of a user.
#[tokio::test]
async fn any_authenticator_is_usable() {
    let (url, sent) = token_endpoint(StatusCode::OK, token_expiring_in(3600)).await;
    let key = serde_json::from_value(json!({
        "client_email": "robot@project.example", "private_key": include_str!("../suite/tokens/key.pem"), "token_uri": url,
    }));
    let builder = ServiceAccountAuthenticator::with_client(key.expect("a key"), TokenClient::new());
    let authenticator = builder.subject("user@example.com").build().await.expect("an authenticator");
    let transport = responses(1);
    let builder = ClientBuilder::<Client>::new(API).transport(transport.clone());
    let client = builder.credentials(Authenticated::new(authenticator, [SCOPE])).build().expect("a client");
    Call::<()>::new(&client, &GET).send().await.unwrap();
    assert_eq!(transport.requests()[0].headers()["authorization"], "Bearer token-1");
    assert!(sent.lock().unwrap()[0].contains("assertion="));
}
