//! An HTTP server on loopback that keeps what arrives and answers what it is told to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub struct Arrived {
    /// `POST`.
    pub method: String,
    /// The path, still encoded.
    pub path: String,
    /// The query, still encoded; empty without one.
    pub query: String,
    /// All headers.
    pub headers: axum::http::HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

/// A server that answers every request alike, until it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    arrived: Arc<Mutex<Vec<Arrived>>>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Clone)]
struct Shared {
    status: u16,
    content_type: &'static str,
    answer: String,
    arrived: Arc<Mutex<Vec<Arrived>>>,
}

impl Server {
    /// Starts one on a free port.
    ///
    /// # Errors
    ///
    /// If no port can be had.
    pub async fn start(status: u16, content_type: &'static str, answer: impl Into<String>) -> std::io::Result<Self> {
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let shared = Shared { status, content_type, answer: answer.into(), arrived: Arc::clone(&arrived) };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let router = Router::new().fallback(answer_all).with_state(shared);
        let task = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { address, arrived, task })
    }

    /// `http://127.0.0.1:…/`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// What has come so far.
    #[must_use]
    pub fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer_all(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let arrived = Arrived {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or("").to_owned(),
        headers: parts.headers,
        body: to_bytes(body, usize::MAX).await.unwrap_or_default().to_vec(),
    };
    shared.arrived.lock().unwrap_or_else(PoisonError::into_inner).push(arrived);
    let response = Response::builder().status(shared.status).header("content-type", shared.content_type);
    response.body(Body::from(shared.answer)).unwrap_or_default()
}
