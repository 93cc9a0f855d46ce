//! A Discovery service on this machine.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::routing::get;

/// Stops with the test.
pub(crate) struct Server {
    address: SocketAddr,
    _runtime: tokio::runtime::Runtime,
}

impl Server {
    /// Serves what the routes say. They are told the server's own address.
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

    /// These arguments, and those that ask this server and no other.
    pub(crate) fn arguments(&self, arguments: &[&str]) -> Vec<String> {
        let url = self.url();
        let own = [
            format!("--directory={url}/apis"),
            format!("--fallback={url}/own/{{api}}/{{version}}"),
            "--timeout=1".to_owned(),
        ];
        arguments.iter().map(|argument| (*argument).to_owned()).chain(own).collect()
    }
}

/// A route that always answers this.
pub(crate) fn answer(status: StatusCode, body: impl Into<String>) -> axum::routing::MethodRouter {
    let body = body.into();
    get(async move || Response::builder().status(status).body(Body::from(body)).expect("a response"))
}

/// A route that fails as often as told before it answers.
pub(crate) fn answer_after(failures: usize, body: String) -> axum::routing::MethodRouter {
    let asked = Arc::new(AtomicUsize::new(0));
    get(async move || {
        let failed = asked.fetch_add(1, Ordering::SeqCst) < failures;
        let (status, body) = if failed { (503, "busy".to_owned()) } else { (200, body) };
        Response::builder().status(status).body(Body::from(body)).expect("a response")
    })
}

/// The address of what begins every answer and, after a while, hangs up. No library would do that.
pub(crate) fn breaking_off_after(pause: Duration) -> String {
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
