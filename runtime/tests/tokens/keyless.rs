//! Service accounts without a key, for which IAM signs.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use discovery_runtime::{MetadataServer, ServiceAccount};
use serde_json::{Value, json};

use crate::server::{Server, token};
use crate::{client, get};

const PATH: &str = "/v1/projects/-/serviceAccounts/robot%40project.iam.gserviceaccount.com:signJwt";

/// Starts a server that is the metadata server, IAM and the token endpoint.
async fn server() -> Server {
    Server::start(|number, request| match request.target.as_str() {
        PATH if request.header("authorization") == "Bearer token-1" => {
            (401, json!({"error": {"code": 401, "status": "UNAUTHENTICATED"}}).to_string())
        }
        PATH => {
            let payload = request.json()["payload"].as_str().expect("text").to_owned();
            (200, json!({"keyId": "k", "signedJwt": format!("h.{}.s", URL_SAFE_NO_PAD.encode(payload))}).to_string())
        }
        _ => (200, token(number, 3600)),
    })
    .await
}

fn robot(server: &Server) -> ServiceAccount {
    let robot =
        ServiceAccount::keyless("robot@project.iam.gserviceaccount.com", MetadataServer::new().host(server.host()));
    robot.token_url(&server.token_url()).and_then(|robot| robot.iam_url(&server.url)).expect("URLs of this machine")
}

#[tokio::test]
async fn iam_signs_on_behalf_of_a_user_after_a_refused_token() {
    let server = server().await;
    let client = client(&server, robot(&server)).on_behalf_of("user@example.com").unwrap();
    get(&client).await.unwrap();
    get(&client).await.unwrap();
    let requests = server.token_requests();
    let targets: Vec<&str> = requests.iter().map(|request| request.target.as_str()).collect();
    let metadata = "/computeMetadata/v1/instance/service-accounts/default/token";
    assert_eq!(targets, [metadata, PATH, metadata, PATH, "/token"]);
    assert_eq!(requests[3].header("authorization"), "Bearer token-3");
    assert_eq!(requests[3].header("content-type"), "application/json");
    let assertion = requests[4].field("assertion");
    let claims = URL_SAFE_NO_PAD.decode(assertion.split('.').nth(1).expect("claims")).expect("base64");
    let claims: Value = serde_json::from_slice(&claims).expect("JSON");
    assert_eq!(claims["sub"], "user@example.com");
    assert_eq!(claims["iss"], "robot@project.iam.gserviceaccount.com");
    assert_eq!(claims["aud"], server.token_url().as_str());
    assert_eq!(server.authorizations(), ["Bearer token-5", "Bearer token-5"]);
}

#[test]
fn insecure_url_of_iam_is_an_error() {
    let robot = ServiceAccount::keyless("robot@project.iam.gserviceaccount.com", MetadataServer::new());
    let error = robot.iam_url("http://iam.example/").unwrap_err();
    assert_eq!(error.to_string(), "the URL of IAM must be https unless its host is a loopback address");
}

#[tokio::test]
async fn missing_permission_is_an_error_that_says_why() {
    let server = Server::start(|number, request| match request.target.as_str() {
        PATH => {
            let message = "Permission 'iam.serviceAccounts.signJwt' denied";
            (403, json!({"error": {"code": 403, "status": "PERMISSION_DENIED", "message": message}}).to_string())
        }
        _ => (200, token(number, 3600)),
    })
    .await;
    let error = get(&client(&server, robot(&server))).await.unwrap_err();
    assert_eq!(
        error.kind().to_string(),
        "127.0.0.1 refused to issue a token: 403: PERMISSION_DENIED: Permission \
         'iam.serviceAccounts.signJwt' denied"
    );
}
