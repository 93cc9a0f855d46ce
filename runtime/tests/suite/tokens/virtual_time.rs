//! Tokens expire by the clock of the transport, so tests need not wait.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use discovery_runtime::{
    AuthorizedUser, Bearer, Client, ClientBuilder, Credentials, ImpersonatedServiceAccount, MemoryTransport,
    MetadataServer, NoRetry, ServiceAccount, Timestamp, Transport,
};
use serde_json::json;

use super::id_token::id_token;
use super::impersonated_service_account::{ROBOT, access_token};
use super::service_account::KEY;
use super::{API, get};

const HOUR: Duration = Duration::from_secs(3600);

fn client(transport: &MemoryTransport, credentials: impl Credentials + 'static) -> Client {
    let builder = ClientBuilder::new(API).endpoint("https://notes.example").credentials(credentials);
    builder.transport(transport.clone()).retry(NoRetry).build().expect("a client")
}

fn user() -> AuthorizedUser {
    AuthorizedUser::new("client", "secret", "r")
}

fn token(token: &str) -> String {
    json!({"access_token": token, "expires_in": 3600}).to_string()
}

/// Returns the tokens of the requests to the API.
fn authorizations(transport: &MemoryTransport) -> Vec<String> {
    let requests = transport.requests();
    let to_api = requests.iter().filter(|request| request.uri().host() == Some("notes.example"));
    to_api.map(|request| request.headers()["authorization"].to_str().expect("text").to_owned()).collect()
}

#[tokio::test]
async fn token_expires_after_its_lifetime() {
    let transport = MemoryTransport::new().answer(200, token("a")).answer(200, "{}").answer(200, "{}");
    let client = client(&transport, user());
    get(&client).await.unwrap();
    // A token is replaced 225 seconds before it expires.
    transport.sleep(HOUR - Duration::from_secs(226)).await;
    get(&client).await.unwrap();
    assert_eq!((authorizations(&transport).len(), transport.left()), (2, 0));

    let transport = transport.answer(200, token("b")).answer(200, "{}");
    transport.sleep(Duration::from_secs(2)).await;
    get(&client).await.unwrap();
    assert_eq!(authorizations(&transport), ["Bearer a", "Bearer a", "Bearer b"]);
}

#[tokio::test]
async fn old_token_is_used_until_it_expires() {
    let transport = MemoryTransport::new().answer(200, token("a")).answer(200, "{}");
    let client = client(&transport, user());
    get(&client).await.unwrap();
    transport.sleep(HOUR - Duration::from_secs(100)).await;
    // Another request is sent 10 seconds after one that failed.
    let transport = transport.answer(503, "").answer(200, "{}").answer(200, "{}");
    get(&client).await.unwrap();
    transport.sleep(Duration::from_secs(9)).await;
    get(&client).await.unwrap();
    assert_eq!(transport.left(), 0);
    let transport = transport.answer(503, "").answer(200, "{}");
    transport.sleep(Duration::from_secs(2)).await;
    get(&client).await.unwrap();
    assert_eq!(authorizations(&transport), ["Bearer a"; 4]);

    let transport = transport.answer(503, "");
    transport.sleep(Duration::from_secs(90)).await;
    let error = get(&client).await.unwrap_err();
    assert_eq!(error.kind().to_string(), "oauth2.googleapis.com refused to issue a token: 503");
}

/// Checks that credentials use one token for an hour, and then another one.
async fn check(name: &str, credentials: impl Credentials + 'static, responses: impl Fn(&str) -> Vec<String>) {
    let add = |transport: MemoryTransport, token: &str| {
        responses(token).into_iter().fold(transport, |transport, response| transport.answer(200, response))
    };
    let transport = add(MemoryTransport::new(), "a").answer(200, "{}").answer(200, "{}");
    let client = client(&transport, credentials);
    get(&client).await.expect(name);
    transport.sleep(HOUR / 2).await;
    get(&client).await.expect(name);
    assert_eq!(transport.left(), 0, "{name}");
    transport.sleep(HOUR / 2).await;
    let transport = add(transport, "b").answer(200, "{}");
    get(&client).await.expect(name);
    let sent = authorizations(&transport);
    assert!(transport.left() == 0 && sent[0] == sent[1] && sent[1] != sent[2], "{name}: {sent:?}");
}

#[tokio::test]
async fn all_tokens_expire_in_virtual_time() {
    let expires_at = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970").as_secs() + 3600;
    let of_iam = move |token: &str| {
        let expires_at = Timestamp::from_unix(expires_at.cast_signed(), 0).expect("a time");
        access_token(token, &expires_at.to_string())
    };
    let of_id = move |name: &str| id_token(expires_at + u64::from(name == "b"));
    let machine = || MetadataServer::new().host("metadata.example");
    let key = json!({"type": "service_account", "client_email": "source@example.com", "private_key": KEY});
    let key = || ServiceAccount::from_json(&key.to_string()).expect("a key");
    let robot = || ImpersonatedServiceAccount::new(ROBOT, Bearer::new("source"));
    check("user", user(), |name| vec![token(name)]).await;
    check("machine", machine(), |name| vec![token(name)]).await;
    check("service account", key(), |name| vec![token(name)]).await;
    check("impersonated", robot(), |name| vec![of_iam(name)]).await;
    check("ID token of the machine", machine().id_token("a"), |name| vec![of_id(name)]).await;
    let in_response = |name: &str| vec![json!({"id_token": of_id(name)}).to_string()];
    check("ID token of a service account", key().id_token("a"), in_response).await;
    let in_response = |name: &str| vec![json!({"token": of_id(name)}).to_string()];
    check("ID token of an impersonated service account", robot().id_token("a"), in_response).await;
}
