//! The metadata server.

use discovery_runtime::{ApiDescriptor, Call, Client, ClientBuilder, ErrorKind, Json, MemoryTransport, MetadataServer};

use super::server::Server;
use super::{GET, client, get};

#[tokio::test]
async fn token_of_the_machine_is_requested_once() {
    let server = Server::with_tokens(3600).await;
    let client = client(&server, MetadataServer::new().host(server.host()));
    get(&client).await.unwrap();
    get(&client).await.unwrap();
    let requests = server.token_requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].target, "/computeMetadata/v1/instance/service-accounts/default/token");
    assert_eq!(requests[0].header("metadata-flavor"), "Google");
    assert_eq!(server.authorizations(), ["Bearer token-1", "Bearer token-1"]);
}

#[tokio::test]
async fn scopes_are_a_parameter() {
    let server = Server::with_tokens(3600).await;
    let credentials = MetadataServer::new().host(server.host()).scopes(["https://a.example/a", "b"]);
    get(&client(&server, credentials)).await.unwrap();
    let target = &server.token_requests()[0].target;
    assert!(target.ends_with("/token?scopes=https%3A%2F%2Fa.example%2Fa%2Cb"), "{target}");
}

#[tokio::test]
async fn refused_token_is_replaced() {
    let server = Server::with_tokens(3600).await;
    server.refuse("token-1");
    get(&client(&server, MetadataServer::new().host(server.host()))).await.unwrap();
    assert_eq!(server.authorizations(), ["Bearer token-1", "Bearer token-2"]);
}

#[tokio::test]
async fn missing_service_account_is_an_error() {
    let server = Server::start(|_, _| (404, "<html>Not Found</html>".to_owned())).await;
    let error = get(&client(&server, MetadataServer::new().host(server.host()))).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Auth(error) if !error.is_transient()), "{error:?}");
    assert_eq!(error.kind().to_string(), "the metadata server has no service account for this machine");
}

#[tokio::test]
async fn invalid_host_is_an_error() {
    for host in ["a b", "a/\u{0}", "é"] {
        let transport = MemoryTransport::new();
        let api = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/");
        let credentials = MetadataServer::new().host(host);
        let client: Client =
            ClientBuilder::new(api).transport(transport.clone()).credentials(credentials).build().unwrap();
        let error = get(&client).await.unwrap_err().to_string();
        assert!(error.ends_with("of the metadata server is not a host with an optional port"), "{error}");
        assert!(transport.requests().is_empty());
    }
}

#[tokio::test]
async fn token_is_not_sent_to_another_universe_domain() {
    for (domain, is_sent) in [("googleapis.com", true), ("", true), ("cloud.example", false)] {
        let transport = MemoryTransport::new().answer(200, domain);
        let transport = transport.answer(200, r#"{"access_token": "t"}"#).answer(200, "{}").answer(200, "{}");
        let api = ApiDescriptor::new("notes:v1", "https://notes.googleapis.com/", "v1/");
        let credentials = MetadataServer::new().host("metadata.example");
        let client: Client =
            ClientBuilder::new(api).transport(transport.clone()).credentials(credentials.clone()).build().unwrap();
        let result = get(&client).await;
        assert_eq!(result.is_ok(), is_sent, "{result:?}");
        let first = transport.requests().remove(0);
        assert_eq!(first.uri(), "http://metadata.example/computeMetadata/v1/universe/universe-domain");
        if is_sent {
            // Another client with the same credentials knows the universe domain and the token.
            let other = client.with_credentials(credentials);
            Call::<Json>::new(&other, &GET).path_text("id", "8").send().await.unwrap();
            assert_eq!(transport.requests().len(), 4);
        }
    }
}
