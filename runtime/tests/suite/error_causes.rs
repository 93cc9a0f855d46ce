//! Chains of causes, as programs print them: each cause appears once.

use std::error::Error as _;
use std::io;

use anyhow::Context;
use discovery_runtime::{
    ApiDescriptor, AuthContext, AuthError, BoxFuture, Call, Client, ClientBuilder, Credentials, Error, Json,
    MemoryTransport, MethodDescriptor, NoRetry, TransportError,
};

const API: ApiDescriptor = ApiDescriptor::new("games:v1", "https://games.example/", "v1/");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms");

fn broken() -> io::Error {
    io::Error::other("reset by peer")
}

async fn call(builder: ClientBuilder<Client>) -> Error {
    let client = builder.retry(NoRetry).build().expect("a client");
    Call::<Json>::new(&client, &GET).send().await.expect_err("an error")
}

/// Returns the text that `anyhow` prints for an error and its causes.
fn printed(error: Error) -> String {
    let result = Err::<(), _>(error).context("rooms cannot be listed");
    format!("{:#}", result.expect_err("an error"))
}

#[tokio::test]
async fn causes_follow_the_error() {
    let transport =
        MemoryTransport::new().fail_to_send(TransportError::transient("connection broke").with_source(broken()));
    let error = call(ClientBuilder::new(API).transport(transport)).await;
    let expected = "rooms cannot be listed: games.rooms.get (games.example): connection broke: reset by peer";
    assert_eq!(printed(error), expected);
}

/// Credentials that fail with a cause.
#[derive(Debug)]
struct NoToken;

impl Credentials for NoToken {
    fn headers<'a>(&'a self, _: AuthContext<'a>) -> BoxFuture<'a, Result<http::HeaderMap, AuthError>> {
        Box::pin(std::future::ready(Err(AuthError::from_source("token cannot be fetched", broken()))))
    }
}

#[tokio::test]
async fn causes_of_credentials_follow_the_error() {
    let error = call(ClientBuilder::new(API).transport(MemoryTransport::new()).credentials(NoToken)).await;
    let expected = "rooms cannot be listed: games.rooms.get (games.example): token cannot be fetched: reset by peer";
    assert_eq!(printed(error), expected);
}

#[tokio::test]
async fn responses_have_no_causes() {
    let transport = MemoryTransport::new().answer(404, "").answer(200, "<html>");
    for text in ["404: Not Found", "cannot be decoded"] {
        let error = call(ClientBuilder::new(API).transport(transport.clone())).await;
        assert!(error.source().is_none());
        assert_eq!(printed(error).matches(text).count(), 1);
    }
}

/// The texts of the causes of a connection that is refused, which come from three libraries.
#[cfg(feature = "rustls")]
#[tokio::test]
async fn causes_of_the_default_transport_appear_once() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let text = printed(call(ClientBuilder::new(API).endpoint(url)).await);
    assert_eq!(text.matches("refused").count(), 1, "{text}");
    let parts: Vec<&str> = text.split(": ").collect();
    let distinct: std::collections::BTreeSet<&&str> = parts.iter().collect();
    assert_eq!(parts.len(), distinct.len(), "{text}");
}
