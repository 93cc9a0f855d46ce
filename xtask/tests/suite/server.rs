//! A local Discovery service.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::routing::get;

/// A server that stops when it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    _runtime: tokio::runtime::Runtime,
}

impl Server {
    /// Serves the router that `routes` returns for the URL of the server.
    pub(crate) fn new(routes: impl FnOnce(&str) -> Router) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = routes(&format!("http://{address}"));
        runtime.spawn(async move { axum::serve(listener, router).await });
        Self { address, _runtime: runtime }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Appends options that replace all URLs by URLs of this server.
    pub(crate) fn arguments(&self, arguments: &[&str]) -> Vec<String> {
        let url = self.url();
        let options = [
            format!("--directory={url}/apis"),
            format!("--fallback={url}/own/{{api}}/{{version}}"),
            "--timeout=1".to_owned(),
        ];
        arguments.iter().map(|argument| (*argument).to_owned()).chain(options).collect()
    }
}

/// Returns a route with a constant response.
pub(crate) fn respond(status: StatusCode, body: impl Into<String>) -> axum::routing::MethodRouter {
    let body = body.into();
    get(async move || Response::builder().status(status).body(Body::from(body)).expect("a response"))
}

/// Returns a route that fails with 503 a number of times before it responds.
pub(crate) fn respond_after(failures: usize, body: String) -> axum::routing::MethodRouter {
    let requests = Arc::new(AtomicUsize::new(0));
    get(async move || {
        let fails = requests.fetch_add(1, Ordering::SeqCst) < failures;
        let (status, body) = if fails { (503, "busy".to_owned()) } else { (200, body) };
        Response::builder().status(status).body(Body::from(body)).expect("a response")
    })
}

/// Starts a server that sends the beginning of a response and closes the connection after a pause.
/// Returns its URL.
pub(crate) fn incomplete_after(pause: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"kind\":");
            std::thread::sleep(pause);
        }
    });
    format!("http://{address}")
}
