//! ID tokens, for services that are not APIs of Google.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use discovery_runtime::MetadataServer;
use serde_json::json;

use crate::server::Server;
use crate::service_account::{account, verified};
use crate::{client, get};

/// Returns an ID token that expires at this time.
pub(crate) fn id_token(expires_at: u64) -> String {
    let encode = |json: serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
    format!("{}.{}.c2ln", encode(json!({"alg": "RS256"})), encode(json!({"exp": expires_at})))
}

const FAR: u64 = 4_000_000_000;

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
