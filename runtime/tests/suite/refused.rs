//! Tokens that the server refuses with the status 401, although the client considers them valid.

mod batches;
mod calls;
mod transfers;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use discovery_runtime::{
    ApiDescriptor, AuthContext, AuthError, Bearer, Body, BoxFuture, Client, ClientBuilder, Credentials,
    MemoryTransport, MethodDescriptor, NoRetry, Transport, TransportError,
};
use http::HeaderMap;

const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/").with_batch_path("batch");
const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes/{id}");
const LIST: MethodDescriptor = MethodDescriptor::new("notes.list", "GET", "notes");
const INSERT: MethodDescriptor = MethodDescriptor::new("notes.insert", "POST", "notes");

/// A transport that refuses some tokens, and leaves all other requests to another transport.
#[derive(Clone, Debug, Default)]
struct Refusing {
    other: MemoryTransport,
    refused: Arc<Mutex<Vec<String>>>,
    /// The tokens of all requests.
    sent: Arc<Mutex<Vec<String>>>,
}

impl Refusing {
    fn new(other: MemoryTransport) -> Self {
        Self { other, ..Self::default() }
    }

    fn refuse(&self, token: &str) {
        self.refused.lock().expect("a lock").push(token.to_owned());
    }

    fn tokens(&self) -> Vec<String> {
        self.sent.lock().expect("a lock").clone()
    }
}

impl Transport for Refusing {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let header = request.headers().get("authorization").and_then(|value| value.to_str().ok());
        let token = header.unwrap_or_default().trim_start_matches("Bearer ").to_owned();
        self.sent.lock().expect("a lock").push(token.clone());
        if self.refused.lock().expect("a lock").contains(&token) {
            let body = r#"{"error": {"code": 401, "message": "Invalid credentials.", "status": "UNAUTHENTICATED"}}"#;
            let mut response = http::Response::new(Body::from(body));
            *response.status_mut() = http::StatusCode::UNAUTHORIZED;
            return Box::pin(std::future::ready(Ok(response)));
        }
        self.other.send(request)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.other.sleep(duration)
    }

    fn alarm(&self, after: Duration) -> BoxFuture<'static, ()> {
        self.other.alarm(after)
    }
}

/// Credentials with the tokens `1`, `2` and so on. The next one replaces a refused one.
#[derive(Clone, Debug)]
struct Numbered {
    number: Arc<AtomicUsize>,
}

impl Default for Numbered {
    fn default() -> Self {
        Self { number: Arc::new(AtomicUsize::new(1)) }
    }
}

impl Credentials for Numbered {
    fn headers<'a>(&'a self, context: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        let token = Bearer::new(self.number.load(Ordering::SeqCst).to_string());
        Box::pin(async move { token.headers(context).await })
    }

    fn refused(&self, headers: &HeaderMap, _: AuthContext<'_>) {
        let token = headers["authorization"].to_str().expect("text");
        let number = token.trim_start_matches("Bearer ").parse().expect("a number");
        let _ = self.number.compare_exchange(number, number + 1, Ordering::SeqCst, Ordering::SeqCst);
    }
}

/// Returns a client that does not retry.
fn client(transport: &Refusing, credentials: impl Credentials + 'static) -> Client {
    let builder = ClientBuilder::new(API).transport(transport.clone()).credentials(credentials).retry(NoRetry);
    builder.build().expect("a client")
}

/// Returns a transport that refuses the token `1`, and returns these responses otherwise.
fn refusing_first(responses: &[(u16, &str)]) -> Refusing {
    let other = responses.iter().fold(MemoryTransport::new(), |other, (status, body)| other.answer(*status, *body));
    let transport = Refusing::new(other);
    transport.refuse("1");
    transport
}
