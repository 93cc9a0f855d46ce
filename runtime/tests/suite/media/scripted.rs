//! A transport whose responses a function computes.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use discovery_runtime::{Backoff, Bearer, Body, BoxFuture, Client, ClientBuilder, Transport, TransportError};
use http::{Request, Response};

use super::API;

pub(crate) type ResponseResult = Result<Response<Body>, TransportError>;
type Script = dyn Fn(usize, &Request<Vec<u8>>) -> ResponseResult + Send + Sync;

/// Responds as a function of the number of earlier requests and the request, and records the
/// requests.
#[derive(Clone)]
pub(crate) struct ScriptedTransport {
    script: Arc<Script>,
    requests: Arc<Mutex<Vec<Request<Vec<u8>>>>>,
}

impl ScriptedTransport {
    pub(crate) fn new(script: impl Fn(usize, &Request<Vec<u8>>) -> ResponseResult + Send + Sync + 'static) -> Self {
        Self { script: Arc::new(script), requests: Arc::default() }
    }

    /// Creates a resumable session first, and then responds as computed by the function.
    pub(crate) fn with_session(script: impl Fn(usize) -> ResponseResult + Send + Sync + 'static) -> Self {
        Self::new(move |number, _| match number {
            0 => response(200, &[("location", "https://storage.example/resume?session=1")], ""),
            _ => script(number),
        })
    }

    pub(crate) fn client(&self) -> Client {
        self.client_with(Backoff::default())
    }

    pub(crate) fn client_with(&self, policy: Backoff) -> Client {
        self.builder().retry(policy).build().expect("a client")
    }

    pub(crate) fn builder(&self) -> ClientBuilder<Client> {
        ClientBuilder::new(API).transport(self.clone()).credentials(Bearer::new("CLIENT"))
    }

    /// Returns the requests since the last time.
    pub(crate) fn take_requests(&self) -> Vec<Request<Vec<u8>>> {
        std::mem::take(&mut self.requests.lock().expect("no poisoned lock"))
    }
}

impl Transport for ScriptedTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, ResponseResult> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let request = Request::from_parts(parts, body.collect().await?);
            let mut requests = self.requests.lock().expect("no poisoned lock");
            let response = (self.script)(requests.len(), &request);
            requests.push(request);
            response
        })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }

    fn alarm(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

impl fmt::Debug for ScriptedTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScriptedTransport").finish_non_exhaustive()
    }
}

pub(crate) fn response(status: u16, headers: &[(&str, &str)], body: impl Into<Body>) -> ResponseResult {
    let builder = headers
        .iter()
        .fold(Response::builder().status(status), |response, (name, value)| response.header(*name, *value));
    Ok(builder.body(body.into()).expect("a valid response"))
}
