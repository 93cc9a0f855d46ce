//! ID tokens, for services that are not APIs of Google.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use discovery_runtime::{ClientBuilder, Endpoint, MemoryTransport, MetadataServer, NoRetry, ServiceAccount};
use serde_json::json;

use super::impersonated_service_account::{iam_requests, respond, robot};
use super::server::Server;
use super::service_account::{KEY, account, verified};
use super::{API, client, get};

/// Returns an ID token that expires at this time.
pub(crate) fn id_token(expires_at: u64) -> String {
    let encode = |json: serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
    format!("{}.{}.c2ln", encode(json!({"alg": "RS256"})), encode(json!({"exp": expires_at})))
}

pub(crate) const FAR: u64 = 4_000_000_000;

#[tokio::test]
async fn metadata_server_issues_id_tokens() {
    let server = Server::start(|_, _| (200, format!("{}\n", id_token(FAR)))).await;
    let credentials = MetadataServer::new().host(server.host()).id_token("https://service.example/a?b");
    let client = client(&server, credentials);
    get(&client).await.unwrap();
    get(&client).await.unwrap();
    assert_eq!(server.authorizations(), [format!("Bearer {}", id_token(FAR)), format!("Bearer {}", id_token(FAR))]);
    let requests = server.token_requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(
        requests[0].target,
        "/computeMetadata/v1/instance/service-accounts/default/identity?audience=https%3A%2F%2Fservice.example%2Fa%3Fb&format=full"
    );
    assert_eq!(requests[0].header("metadata-flavor"), "Google");
}

#[tokio::test]
async fn expired_id_token_is_replaced() {
    let server = Server::start(|_, _| (200, id_token(1))).await;
    let client = client(&server, MetadataServer::new().host(server.host()).id_token("a"));
    get(&client).await.unwrap();
    get(&client).await.unwrap();
    assert_eq!(server.token_requests().len(), 2);
}

#[tokio::test]
async fn service_account_requests_id_tokens() {
    let server = Server::start(|_, _| (200, json!({"id_token": id_token(FAR)}).to_string())).await;
    let client = client(&server, account(&server).id_token("https://service.example/"));
    get(&client).await.unwrap();
    let (_, claims) = verified(&server.token_requests()[0].field("assertion"));
    assert_eq!(claims["target_audience"], "https://service.example/");
    assert_eq!(claims["aud"], server.token_url().as_str());
    assert!(claims.get("scope").is_none() && claims.get("sub").is_none(), "{claims}");
    assert_eq!(server.authorizations(), [format!("Bearer {}", id_token(FAR))]);
}

/// Request and response are those that Google documents for `generateIdToken`:
/// <https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateIdToken>.
#[tokio::test]
async fn iam_issues_id_tokens_of_impersonated_service_accounts() {
    let server = Server::start(|number, request| match request.target.ends_with(":generateIdToken") {
        true => (200, json!({"token": id_token(FAR)}).to_string()),
        false => respond(number, request),
    })
    .await;
    let robot = robot(&server).delegates(["a@project.iam.gserviceaccount.com"]);
    let client = client(&server, robot.id_token("https://service.example/"));
    get(&client).await.unwrap();
    get(&client).await.unwrap();
    assert_eq!(server.authorizations(), [format!("Bearer {}", id_token(FAR)), format!("Bearer {}", id_token(FAR))]);
    let requests = iam_requests(&server);
    let [request] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!(
        request.target,
        "/v1/projects/-/serviceAccounts/robot%40project.iam.gserviceaccount.com:generateIdToken"
    );
    assert_eq!(request.header("authorization"), "Bearer token-2");
    let expected = json!({
        "audience": "https://service.example/",
        "includeEmail": true,
        "delegates": ["projects/-/serviceAccounts/a@project.iam.gserviceaccount.com"],
    });
    assert_eq!(request.json(), expected);
}

#[tokio::test]
async fn unusable_id_tokens_of_iam_are_errors() {
    for (status, body, problem) in [
        (200, json!({}), "the response of the token endpoint contains no `token`"),
        (200, json!({"token": "SECRET"}), "the response of the token endpoint is malformed"),
        (
            403,
            json!({"error": {"status": "PERMISSION_DENIED", "message":
                "Permission 'iam.serviceAccounts.getOpenIdToken' denied on resource (or it may not exist)."}}),
            "127.0.0.1 refused to issue a token: 403: PERMISSION_DENIED: Permission \
             'iam.serviceAccounts.getOpenIdToken' denied on resource (or it may not exist).",
        ),
    ] {
        let server = Server::start(move |number, request| match request.target.ends_with(":generateIdToken") {
            true => (status, body.to_string()),
            false => respond(number, request),
        })
        .await;
        let error = get(&client(&server, robot(&server).id_token("a"))).await.unwrap_err();
        assert_eq!(error.kind().to_string(), problem);
        assert!(!format!("{error:?}").contains("SECRET"), "{error:?}");
    }
}

#[tokio::test]
async fn iam_issues_id_tokens_in_another_universe() {
    let key = json!({
        "type": "service_account", "client_email": "robot@cloud.example", "private_key": KEY,
        "universe_domain": "cloud.example",
    });
    let account = ServiceAccount::from_json(&key.to_string()).unwrap().subject("user@example.com");
    let transport = MemoryTransport::new().answer(200, json!({"token": id_token(FAR)}).to_string()).answer(200, "{}");
    let builder = ClientBuilder::new(API).endpoint(Endpoint::universe_domain("cloud.example"));
    let builder = builder.credentials(account.id_token("a")).transport(transport.clone()).retry(NoRetry);
    get(&builder.build().unwrap()).await.unwrap();
    let requests = transport.requests();
    assert_eq!(
        requests[0].uri(),
        "https://iamcredentials.cloud.example/v1/projects/-/serviceAccounts/robot%40cloud.example:generateIdToken"
    );
    let of_account = requests[0].headers()["authorization"].to_str().unwrap();
    let (_, claims) = verified(of_account.trim_start_matches("Bearer "));
    assert_eq!((&claims["iss"], &claims["sub"]), (&json!("robot@cloud.example"), &json!("robot@cloud.example")));
    assert_eq!(claims["scope"], "https://www.googleapis.com/auth/cloud-platform");
    assert_eq!(requests[1].headers()["authorization"].to_str().unwrap(), format!("Bearer {}", id_token(FAR)));
}
