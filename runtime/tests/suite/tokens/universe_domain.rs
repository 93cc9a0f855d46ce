//! Universe domains of service accounts that are impersonated.

use discovery_runtime::{
    AuthorizedUser, Client, ClientBuilder, Credentials, Endpoint, ImpersonatedServiceAccount, MemoryTransport,
    MetadataServer, NoRetry,
};
use serde_json::json;

use super::impersonated_service_account::{ROBOT, access_token};
use super::service_account::KEY;
use super::{API, get};

const FAR: &str = "2999-12-31T23:59:59Z";

/// Returns a client of the API in a universe domain.
fn client(transport: &MemoryTransport, domain: &str, credentials: impl Credentials + 'static) -> Client {
    let builder = ClientBuilder::new(API).endpoint(Endpoint::universe_domain(domain)).credentials(credentials);
    builder.transport(transport.clone()).retry(NoRetry).build().expect("a client")
}

fn hosts(transport: &MemoryTransport) -> Vec<String> {
    transport.requests().iter().map(|request| request.uri().host().expect("a host").to_owned()).collect()
}

fn on_machine() -> ImpersonatedServiceAccount {
    ImpersonatedServiceAccount::new(ROBOT, MetadataServer::new().host("metadata.example"))
}

#[tokio::test]
async fn iam_is_that_of_the_source_credentials() {
    for domain in ["googleapis.com", "cloud.example"] {
        let transport = MemoryTransport::new()
            .answer(200, domain)
            .answer(200, r#"{"access_token": "t"}"#)
            .answer(200, access_token("of-robot", FAR))
            .answer(200, "{}");
        get(&client(&transport, domain, on_machine())).await.unwrap();
        let api = format!("notes.{domain}");
        let iam = format!("iamcredentials.{domain}");
        assert_eq!(hosts(&transport), ["metadata.example", "metadata.example", iam.as_str(), api.as_str()]);
    }
}

#[tokio::test]
async fn token_is_neither_requested_for_nor_sent_to_another_universe_domain() {
    let transport = MemoryTransport::new().answer(200, "cloud.example");
    let error = get(&client(&transport, "googleapis.com", on_machine())).await.unwrap_err();
    assert_eq!(
        error.kind().to_string(),
        "credentials belong to the universe domain `cloud.example`, but requests are sent to `googleapis.com`"
    );
    assert_eq!(hosts(&transport), ["metadata.example"]);
}

#[tokio::test]
async fn source_of_another_universe_domain_is_an_error() {
    let transport = MemoryTransport::new();
    let user = AuthorizedUser::new("client", "secret", "r");
    let robot = ImpersonatedServiceAccount::new(ROBOT, user).universe_domain("cloud.example");
    let problem =
        "source credentials belong to the universe domain `googleapis.com`, but the service account to `cloud.example`";
    let error = get(&client(&transport, "cloud.example", robot.clone())).await.unwrap_err();
    assert_eq!(error.kind().to_string(), problem);
    let error = get(&client(&transport, "cloud.example", robot.id_token("a"))).await.unwrap_err();
    assert_eq!(error.kind().to_string(), problem);
    assert!(transport.requests().is_empty());
}

#[tokio::test]
async fn invalid_universe_domain_is_an_error() {
    for domain in ["", "a/b", "a@b", "a:1", "a b", "a?b", "a#b"] {
        let transport = MemoryTransport::new().answer(200, domain);
        let builder =
            ClientBuilder::new(API).endpoint("https://notes.example").credentials(on_machine().universe_domain(domain));
        let client: Client = builder.transport(transport.clone()).retry(NoRetry).build().unwrap();
        let error = get(&client).await.unwrap_err();
        let of_domain = error.kind().to_string().contains("universe domain");
        assert!(of_domain && hosts(&transport).iter().all(|host| host == "metadata.example"), "{domain}: {error}");
    }
}

#[tokio::test]
async fn users_belong_to_the_universe_domain_of_google() {
    let transport = MemoryTransport::new().answer(200, "cloud.example");
    let error = get(&client(&transport, "cloud.example", on_machine().subject("user@example.com"))).await.unwrap_err();
    assert_eq!(
        error.kind().to_string(),
        "a service account of the universe domain `cloud.example` cannot act on behalf of a user"
    );
    assert_eq!(hosts(&transport), ["metadata.example"]);
}

#[tokio::test]
async fn file_can_belong_to_another_universe_domain() {
    let domain = "cloud.example";
    let source = json!({
        "type": "service_account", "client_email": "source@cloud.example", "private_key": KEY,
        "universe_domain": domain,
    });
    let file = json!({
        "type": "impersonated_service_account",
        "service_account_impersonation_url":
            format!("https://iamcredentials.{domain}/v1/projects/-/serviceAccounts/{ROBOT}:generateAccessToken"),
        "source_credentials": source,
        "universe_domain": domain,
    });
    let robot = || ImpersonatedServiceAccount::from_json(&file.to_string()).expect("credentials");
    let transport = MemoryTransport::new().answer(200, access_token("of-robot", FAR)).answer(200, "{}");
    get(&client(&transport, domain, robot())).await.unwrap();
    assert_eq!(hosts(&transport), ["iamcredentials.cloud.example", "notes.cloud.example"]);

    let transport = MemoryTransport::new();
    let error = get(&client(&transport, "googleapis.com", robot())).await.unwrap_err();
    assert_eq!(
        error.kind().to_string(),
        "credentials belong to the universe domain `cloud.example`, but requests are sent to `googleapis.com`"
    );
    assert!(transport.requests().is_empty());
}
