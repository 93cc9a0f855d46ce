//! The exchanges that were recorded so far.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::json;

use super::scrub::Scrubber;
use super::{VERSION, describe};
use crate::body::Body;
use crate::descriptor::MethodDescriptor;
use crate::error::TransportError;
use crate::testing::failure::Failure;
use crate::wire::Json;

/// The exchanges that were recorded so far, and the secrets in them.
#[derive(Default)]
pub(super) struct Recording {
    scrubber: Scrubber,
    exchanges: Vec<Exchange>,
}

/// A request and what was received for it.
struct Exchange {
    method: Option<&'static MethodDescriptor>,
    request: http::Request<Vec<u8>>,
    outcome: Outcome,
    /// Set once the body of the response has ended.
    is_complete: bool,
    is_too_large: bool,
    /// The declared length of the response's body.
    length: Option<u64>,
}

enum Outcome {
    Pending,
    Response(http::Response<Vec<u8>>),
    Error(Failure),
}

pub(super) fn lock(recording: &Mutex<Recording>) -> MutexGuard<'_, Recording> {
    recording.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Recording {
    /// Returns the content of the file.
    pub(super) fn describe(&mut self) -> Json {
        let Self { scrubber, exchanges } = self;
        let mut describe = || exchanges.iter().map(|exchange| exchange.describe(scrubber)).collect::<Json>();
        // A secret of a later exchange may occur in an earlier one.
        let _ = describe();
        let mut exchanges = describe();
        scrubber.everywhere(&mut exchanges);
        json!({"version": VERSION, "exchanges": exchanges})
    }

    pub(super) fn add_secret(&mut self, name: &str) {
        self.scrubber.add_name(name);
    }

    /// Returns the number of exchanges.
    pub(super) fn len(&self) -> usize {
        self.exchanges.len()
    }

    /// Returns the position of an exchange whose response is too large for the file.
    pub(super) fn too_large(&self) -> Option<usize> {
        self.exchanges.iter().position(|exchange| exchange.is_too_large)
    }

    /// Adds a request and returns the position of its exchange.
    pub(super) fn add(&mut self, method: Option<&'static MethodDescriptor>, request: http::Request<Vec<u8>>) -> usize {
        self.exchanges.push(Exchange::new(method, request));
        self.exchanges.len() - 1
    }

    /// Records the head of a response, or the error of the request.
    pub(super) fn set_outcome(&mut self, index: usize, result: Result<&http::Response<Body>, &TransportError>) {
        let Some(exchange) = self.exchanges.get_mut(index) else { return };
        match result {
            Ok(response) => {
                let mut recorded = http::Response::new(Vec::new());
                *recorded.status_mut() = response.status();
                *recorded.headers_mut() = response.headers().clone();
                exchange.outcome = Outcome::Response(recorded);
                exchange.length = response.body().length();
            }
            Err(error) => exchange.outcome = Outcome::Error(Failure::of(error)),
        }
    }

    /// Records a part of the body of a response. A body that exceeds the limit is discarded.
    pub(super) fn add_bytes(&mut self, index: usize, bytes: &[u8], limit: u64) {
        let Some(exchange) = self.exchanges.get_mut(index) else { return };
        let Outcome::Response(response) = &mut exchange.outcome else { return };
        if (response.body().len() + bytes.len()) as u64 > limit {
            exchange.is_too_large = true;
            *response.body_mut() = Vec::new();
        } else if !exchange.is_too_large {
            response.body_mut().extend_from_slice(bytes);
        }
    }

    /// Records that the body of a response has ended.
    pub(super) fn complete(&mut self, index: usize) {
        if let Some(exchange) = self.exchanges.get_mut(index) {
            exchange.is_complete = true;
        }
    }
}

impl Exchange {
    fn new(method: Option<&'static MethodDescriptor>, request: http::Request<Vec<u8>>) -> Self {
        Self { method, request, outcome: Outcome::Pending, is_complete: false, is_too_large: false, length: None }
    }

    fn describe(&self, scrubber: &mut Scrubber) -> Json {
        let mut response = match &self.outcome {
            Outcome::Pending => json!({"error": {"message": "the request was canceled", "transient": true}}),
            Outcome::Response(response) => describe::response(self.method, self.request.uri(), response, scrubber),
            Outcome::Error(failure) => json!({"error": failure.to_json(&scrubber.text(&failure.message))}),
        };
        if !self.is_complete && matches!(self.outcome, Outcome::Response(_)) {
            insert(&mut response, "incomplete", json!({"length": self.length}));
        }
        let id = self.method.map_or("batch", MethodDescriptor::id);
        let request = describe::request(self.method, &self.request, scrubber);
        json!({"id": id, "request": request, "response": response})
    }
}

fn insert(object: &mut Json, name: &str, value: Json) {
    if let Json::Object(members) = object {
        members.insert(name.to_owned(), value);
    }
}
