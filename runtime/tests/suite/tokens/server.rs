//! A server that plays an API, a token endpoint, the metadata server and IAM.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::serve::{Listener, ListenerExt};
use serde_json::{Value, json};

/// A request that the server received.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    /// Returns a field of a form.
    pub(crate) fn field(&self, name: &str) -> String {
        let body = String::from_utf8_lossy(&self.body);
        let field = body.split('&').find_map(|field| field.strip_prefix(&format!("{name}=")));
        percent_encoding::percent_decode_str(field.unwrap_or_default()).decode_utf8().expect("text").into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

/// Returns the response to a request, unless it is one to the API.
type Respond = Box<dyn Fn(usize, &Received) -> (u16, String) + Send>;

struct Shared {
    respond: Mutex<Respond>,
    token_requests: Mutex<Vec<Received>>,
    api_requests: Mutex<Vec<Received>>,
    connections: Mutex<BTreeSet<SocketAddr>>,
    refused: Mutex<BTreeSet<String>>,
}

pub(crate) struct Server {
    pub(crate) url: String,
    shared: Arc<Shared>,
}

impl Server {
    /// Starts a server whose responses to requests for tokens depend on their number and content.
    pub(crate) async fn start(respond: impl Fn(usize, &Received) -> (u16, String) + Send + 'static) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        Self::serve("http", listener, respond)
    }

    /// Starts a server that responds to connections with this scheme.
    pub(crate) fn serve(
        scheme: &str,
        listener: impl Listener<Addr = SocketAddr>,
        respond: impl Fn(usize, &Received) -> (u16, String) + Send + 'static,
    ) -> Self {
        let shared = Arc::new(Shared {
            respond: Mutex::new(Box::new(respond)),
            token_requests: Mutex::default(),
            api_requests: Mutex::default(),
            connections: Mutex::default(),
            refused: Mutex::default(),
        });
        let router = Router::new().fallback(handle).with_state(Arc::clone(&shared));
        let url = format!("{scheme}://{}", listener.local_addr().expect("an address"));
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        // Only the listeners of this kind report all types of addresses.
        let listener = listener.tap_io(|_| ());
        tokio::spawn(async move { axum::serve(listener, service).await });
        Self { url, shared }
    }

    /// Starts a server with numbered tokens that are valid for so many seconds.
    pub(crate) async fn with_tokens(lifetime: u64) -> Self {
        Self::start(move |number, _| (200, token(number, lifetime))).await
    }

    pub(crate) fn host(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    pub(crate) fn token_url(&self) -> String {
        format!("{}/token", self.url)
    }

    /// Refuses a token from now on.
    pub(crate) fn refuse(&self, token: &str) {
        lock(&self.shared.refused).insert(format!("Bearer {token}"));
    }

    /// Returns the requests for tokens.
    pub(crate) fn token_requests(&self) -> Vec<Received> {
        lock(&self.shared.token_requests).clone()
    }

    /// Returns the headers `Authorization` of the requests to the API.
    pub(crate) fn authorizations(&self) -> Vec<String> {
        lock(&self.shared.api_requests).iter().map(|request| request.header("authorization").to_owned()).collect()
    }

    pub(crate) fn api_requests(&self) -> Vec<Received> {
        lock(&self.shared.api_requests).clone()
    }

    pub(crate) fn connections(&self) -> usize {
        lock(&self.shared.connections).len()
    }
}

pub(crate) fn token(number: usize, lifetime: u64) -> String {
    json!({"access_token": format!("token-{number}"), "expires_in": lifetime, "token_type": "Bearer"}).to_string()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no poisoned lock")
}

async fn handle(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> (StatusCode, String) {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a body");
    let received = Received { target: head.uri.to_string(), headers: head.headers, body };
    lock(&shared.connections).insert(peer);
    if received.target.starts_with("/v1/notes") {
        let is_refused = lock(&shared.refused).contains(received.header("authorization"));
        let status = if is_refused { StatusCode::UNAUTHORIZED } else { StatusCode::OK };
        lock(&shared.api_requests).push(received);
        return (status, "{}".to_owned());
    }
    let number = {
        let mut requests = lock(&shared.token_requests);
        requests.push(received.clone());
        requests.len()
    };
    // Long enough for other calls to need the same token.
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    let (status, body) = (lock(&shared.respond))(number, &received);
    (StatusCode::from_u16(status).expect("a status"), body)
}
