//! Service accounts with a key.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use discovery_runtime::rustls::SignatureScheme;
use discovery_runtime::rustls::crypto::ring::default_provider;
use discovery_runtime::{Call, ErrorKind, ServiceAccount};
use serde_json::{Value, json};

use super::server::Server;
use super::{WRITE, client, get};

pub(crate) const KEY: &str = include_str!("key.pem");

pub(crate) fn account_with_key(server: &Server, key: &str) -> Result<ServiceAccount, discovery_runtime::AuthError> {
    let json = json!({
        "type": "service_account", "client_email": "robot@project.iam.gserviceaccount.com", "private_key": key,
        "private_key_id": "key-1", "token_uri": server.token_url(),
    });
    ServiceAccount::from_json(&json.to_string())
}

pub(crate) fn account(server: &Server) -> ServiceAccount {
    account_with_key(server, KEY).expect("a service account")
}

/// Returns the header and the claims of a token, after checking its signature with the public key.
pub(crate) fn verified(jwt: &str) -> (Value, Value) {
    let parts: Vec<&str> = jwt.split('.').collect();
    let [header, claims, signature] = parts[..] else { panic!("not a JWT: {jwt}") };
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).expect("base64");
    let algorithms = default_provider().signature_verification_algorithms.mapping;
    let (_, algorithms) =
        algorithms.iter().find(|(scheme, _)| *scheme == SignatureScheme::RSA_PKCS1_SHA256).expect("an algorithm");
    let message = format!("{header}.{claims}");
    let is_valid = algorithms.iter().any(|algorithm| {
        let key = include_bytes!("key-public.der");
        algorithm.verify_signature(key, message.as_bytes(), &decode(signature)).is_ok()
    });
    assert!(is_valid, "the signature of {jwt}");
    let json = |part: &str| serde_json::from_slice(&decode(part)).expect("JSON");
    (json(header), json(claims))
}

fn now() -> u64 {
    let since_epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a time after 1970");
    since_epoch.as_secs()
}

#[tokio::test]
async fn token_request_is_signed_with_the_key() {
    let server = Server::with_tokens(3600).await;
    let client = client(&server, account(&server).subject("user@example.com"));
    get(&client).await.unwrap();
    get(&client).await.unwrap();
    assert_eq!(server.authorizations(), ["Bearer token-1", "Bearer token-1"]);
    let requests = server.token_requests();
    let [request] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!(request.header("content-type"), "application/x-www-form-urlencoded");
    assert_eq!(request.field("grant_type"), "urn:ietf:params:oauth:grant-type:jwt-bearer");
    let (header, claims) = verified(&request.field("assertion"));
    assert_eq!(header, json!({"alg": "RS256", "typ": "JWT", "kid": "key-1"}));
    let issued_at = claims["iat"].as_u64().expect("a time");
    assert!((now() - 60..=now()).contains(&issued_at), "{claims}");
    let expected = json!({
        "iss": "robot@project.iam.gserviceaccount.com",
        "sub": "user@example.com",
        "aud": server.token_url(),
        "scope": "https://scope.example/notes https://scope.example/notes.readonly",
        "iat": issued_at,
        "exp": issued_at + 3600,
    });
    assert_eq!(claims, expected);
}

#[tokio::test]
async fn key_can_be_pkcs1() {
    let server = Server::with_tokens(3600).await;
    let account = account_with_key(&server, include_str!("key-pkcs1.pem")).unwrap();
    get(&client(&server, account)).await.unwrap();
    let (_, claims) = verified(&server.token_requests()[0].field("assertion"));
    assert!(claims.get("sub").is_none(), "{claims}");
}

#[tokio::test]
async fn tokens_are_shared_by_user_and_scopes() {
    let server = Server::with_tokens(3600).await;
    let client = client(&server, account(&server));
    let (a, b) = (client.on_behalf_of("a@example.com").unwrap(), client.on_behalf_of("b@example.com").unwrap());
    for client in [&client, &a, &b, &a.on_behalf_of("b@example.com").unwrap(), &client, &a] {
        get(client).await.unwrap();
    }
    Call::<()>::new(&a, &WRITE).send().await.unwrap();
    let tokens: Vec<_> = server.authorizations().iter().map(|token| token.replace("Bearer token-", "")).collect();
    assert_eq!(tokens, ["1", "2", "3", "3", "1", "2", "4"]);
    let claims: Vec<Value> =
        server.token_requests().iter().map(|request| verified(&request.field("assertion")).1).collect();
    let users: Vec<_> = claims.iter().map(|claims| claims["sub"].as_str()).collect();
    assert_eq!(users, [None, Some("a@example.com"), Some("b@example.com"), Some("a@example.com")]);
    assert_eq!(claims[3]["scope"], "https://scope.example/notes");
}

#[tokio::test]
async fn own_scopes_replace_those_of_the_method() {
    let server = Server::with_tokens(3600).await;
    let client = client(&server, account(&server).scopes(["https://scope.example/a", "https://scope.example/b"]));
    get(&client).await.unwrap();
    Call::<()>::new(&client, &WRITE).send().await.unwrap();
    let requests = server.token_requests();
    assert_eq!(requests.len(), 1);
    let (_, claims) = verified(&requests[0].field("assertion"));
    assert_eq!(claims["scope"], "https://scope.example/a https://scope.example/b");
}

#[tokio::test]
async fn refused_token_is_dropped_for_its_user_only() {
    let server = Server::with_tokens(3600).await;
    let client = client(&server, account(&server));
    let user = client.on_behalf_of("a@example.com").unwrap();
    get(&client).await.unwrap();
    get(&user).await.unwrap();
    server.refuse("token-2");
    get(&user).await.unwrap();
    get(&client).await.unwrap();
    let tokens: Vec<_> = server.authorizations().iter().map(|token| token.replace("Bearer token-", "")).collect();
    assert_eq!(tokens, ["1", "2", "2", "3", "1"]);
}

#[tokio::test]
async fn service_account_of_another_universe_signs_its_tokens_itself() {
    let server = Server::with_tokens(3600).await;
    let key = json!({
        "type": "service_account", "client_email": "robot@cloud.example", "private_key": KEY,
        "universe_domain": "cloud.example",
    });
    let client = client(&server, ServiceAccount::from_json(&key.to_string()).unwrap());
    get(&client).await.unwrap();
    assert!(server.token_requests().is_empty());
    let (_, claims) = verified(server.authorizations()[0].trim_start_matches("Bearer "));
    assert_eq!((&claims["iss"], &claims["sub"]), (&json!("robot@cloud.example"), &json!("robot@cloud.example")));
    assert_eq!(claims["scope"], "https://scope.example/notes https://scope.example/notes.readonly");
    assert!(claims.get("aud").is_none());
}

#[tokio::test]
async fn refusal_is_an_error_that_says_why() {
    let refusal = json!({"error": "unauthorized_client", "error_description": "Client is unauthorized for a scope."});
    let server = Server::start(move |_, _| (401, refusal.to_string())).await;
    let error = get(&client(&server, account(&server))).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Auth(error) if !error.is_transient()), "{error:?}");
    assert_eq!(
        error.kind().to_string(),
        "127.0.0.1 refused to issue a token: 401: unauthorized_client: Client is unauthorized for a scope."
    );
    assert!(server.api_requests().is_empty());
}

#[test]
fn unusable_keys_are_errors_without_the_key() {
    let secret = KEY.lines().nth(1).expect("a line");
    let broken = KEY.replacen(secret, &secret.chars().rev().collect::<String>(), 1);
    let valid = |key: &str| json!({"type": "service_account", "client_email": "a", "private_key": key, "token_uri": "https://a.example/"});
    let mut insecure = valid(KEY);
    insecure["token_uri"] = "http://a.example/".into();
    for (json, problem) in [
        (valid(&broken).to_string(), "`private_key` is damaged or of an unknown kind"),
        (valid(include_str!("key-ec.pem")).to_string(), "`private_key` is not an RSA key"),
        (valid("secret").to_string(), "`private_key` is not a private key in PEM"),
        (insecure.to_string(), "the URL of the token endpoint must be https unless its host is a loopback address"),
        (json!({"type": "service_account", "client_email": "a"}).to_string(), "credentials have no `private_key`"),
        (
            json!({"type": "authorized_user"}).to_string(),
            "credentials are of the type `authorized_user`; expected `service_account`",
        ),
        (valid(KEY).to_string().replace('}', ""), "credentials are not valid JSON"),
    ] {
        let error = ServiceAccount::from_json(&json).unwrap_err();
        assert_eq!(error.to_string(), problem);
        assert!(!format!("{error:?}").contains(&secret[..20]), "{error:?}");
    }
}

#[tokio::test]
async fn neither_key_nor_tokens_are_displayed() {
    let server = Server::with_tokens(3600).await;
    let account = account(&server).subject("user@example.com");
    let client = client(&server, account.clone());
    get(&client).await.unwrap();
    let text = format!("{account:?} {client:?} {:?}", account.id_token("https://a.example/"));
    assert!(text.contains("user@example.com") && !text.contains("token-1"), "{text}");
    assert!(!text.contains(KEY.lines().nth(1).expect("a line")), "{text}");
}
