//! Chooses how requests are answered.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Uri;
use http::header::CONTENT_RANGE;

use super::outcome::Outcome;
use crate::descriptor::MethodDescriptor;
use crate::error::TransportError;
use crate::request::BatchedCalls;
use crate::testing::batch::{self, Part};
use crate::testing::received::ReceivedCall;
use crate::testing::rules::{self, RuleState, Selected};
use crate::testing::session::{self, Session};

/// The rules of a transport, and the requests that it has received.
#[derive(Default)]
pub(super) struct State {
    pub(super) responses: VecDeque<Result<http::Response<Bytes>, TransportError>>,
    pub(super) requests: Vec<http::Request<Vec<u8>>>,
    /// The requests by method.
    pub(super) received: Vec<Arc<ReceivedCall>>,
    pub(super) rules: Vec<RuleState>,
    /// The resumable sessions that are not complete, by URL.
    sessions: HashMap<String, Session>,
    /// The number of sessions that were created.
    session_count: usize,
    /// The errors of requests that no rule matched.
    pub(super) unmatched: Vec<String>,
    pub(super) pauses: Vec<Duration>,
    /// The number of request ids that calls have received.
    pub(super) request_ids: u64,
}

impl State {
    /// Records a request and chooses how it is answered.
    pub(super) fn receive(&mut self, request: &http::Request<Vec<u8>>) -> Outcome {
        self.requests.push(request.clone());
        let url = request.uri().to_string();
        let method = request.extensions().get::<&'static MethodDescriptor>().copied();
        let outcome = match method {
            _ if self.sessions.contains_key(&url) => self.continue_session(&url, request),
            Some(method) => self.receive_call(method, request.clone()),
            None => match request.extensions().get().cloned() {
                Some(batched) => self.receive_batch(&batched, request),
                None => Err("no rule, because the request has no method".to_owned()),
            },
        };
        outcome.unwrap_or_else(|error| Outcome::Immediate(self.next_response(request, &error)))
    }

    /// Returns the next response that does not depend on the request.
    fn next_response(
        &mut self,
        request: &http::Request<Vec<u8>>,
        error: &str,
    ) -> Result<http::Response<Bytes>, TransportError> {
        if let Some(response) = self.responses.pop_front() {
            return response;
        }
        // The query may contain a key, so the error does not quote it.
        let request = format!("{} {}", request.method(), request.uri().path());
        let message = if self.rules.is_empty() {
            format!("in-memory transport has no response left for {request}")
        } else {
            format!("in-memory transport cannot answer {request}: {error}")
        };
        self.unmatched.push(message.clone());
        Err(TransportError::new(message))
    }

    fn record(&mut self, call: ReceivedCall) -> Arc<ReceivedCall> {
        let call = Arc::new(call);
        self.received.push(Arc::clone(&call));
        call
    }

    fn select(&mut self, rule: usize, call: Arc<ReceivedCall>) -> Result<Selected, String> {
        self.rules.get_mut(rule).ok_or_else(|| "the rule does not exist".to_owned())?.select(call)
    }

    fn receive_call(
        &mut self,
        method: &'static MethodDescriptor,
        request: http::Request<Vec<u8>>,
    ) -> Result<Outcome, String> {
        let shape = request.extensions().get().copied().unwrap_or_default();
        let is_chunk = request.headers().contains_key(CONTENT_RANGE);
        let url = request.uri().clone();
        let call = ReceivedCall::new(method, request, shape);
        if is_chunk {
            // The session was created elsewhere.
            let call = Arc::new(call.without_content());
            let rule = rules::find(&mut self.rules, &call)?;
            let request = call.http.clone();
            self.received.push(call);
            self.sessions.insert(url.to_string(), Session::new(rule, self.received.len() - 1));
            return self.continue_session(&url.to_string(), &request);
        }
        let creates_session = call.upload_type() == Some("resumable");
        let call = self.record(call);
        let rule = rules::find(&mut self.rules, &call)?;
        if creates_session {
            self.create_session(rule, &call, &url)
        } else {
            self.select(rule, call).map(Outcome::Reply)
        }
    }

    fn create_session(&mut self, rule: usize, call: &Arc<ReceivedCall>, url: &Uri) -> Result<Outcome, String> {
        if let Some(reply) = self.own_reply(rule, call)? {
            return Ok(reply);
        }
        self.session_count += 1;
        let url = session::session_url(url, self.session_count);
        self.sessions.insert(url.clone(), Session::new(rule, self.received.len() - 1));
        Ok(Outcome::Immediate(Ok(session::created(&url))))
    }

    /// Returns the reply to a request of a resumable upload if it is not the one of the whole upload.
    /// Uses up a reply that lets the upload proceed.
    fn own_reply(&mut self, rule: usize, call: &Arc<ReceivedCall>) -> Result<Option<Outcome>, String> {
        let reply = self.rules.get_mut(rule).and_then(RuleState::fixed_reply);
        let Some((is_final, is_proceed)) = reply.map(|reply| (reply.is_for_any_request(), reply.is_proceed())) else {
            return Ok(None);
        };
        if !is_final && !is_proceed {
            return Ok(None);
        }
        let selected = self.select(rule, Arc::clone(call))?;
        Ok(is_final.then_some(Outcome::Reply(selected)))
    }

    fn continue_session(&mut self, url: &str, request: &http::Request<Vec<u8>>) -> Result<Outcome, String> {
        let gone = || "the resumable session does not exist".to_owned();
        let (rule, index) = self.sessions.get(url).map(|session| (session.rule, session.call)).ok_or_else(gone)?;
        let call = self.received.get(index).cloned().ok_or_else(gone)?;
        if let Some(reply) = self.own_reply(rule, &call)? {
            return Ok(reply);
        }
        let session = self.sessions.get_mut(url).ok_or_else(gone)?;
        let Some(media) = session.receive(request.headers(), request.body()) else {
            return Ok(Outcome::Immediate(Ok(session.progress())));
        };
        self.sessions.remove(url);
        let call = Arc::new(call.with_media(media));
        if let Some(recorded) = self.received.get_mut(index) {
            *recorded = Arc::clone(&call);
        }
        self.select(rule, call).map(Outcome::Reply)
    }

    fn receive_batch(&mut self, batched: &BatchedCalls, request: &http::Request<Vec<u8>>) -> Result<Outcome, String> {
        let parts = batch::requests(request.uri(), request.headers(), request.body());
        let parts = parts.filter(|parts| parts.len() == batched.0.len()).ok_or("the batch cannot be read")?;
        let calls: Vec<_> = parts
            .into_iter()
            .zip(&batched.0)
            .map(|(part, (method, shape))| {
                let call = ReceivedCall::new(method, part.content, shape.unwrap_or_default());
                Part { id: part.id, content: self.record(call) }
            })
            .collect();
        let select = |Part { id, content }| {
            let rule = rules::find(&mut self.rules, &content)?;
            Ok(Part { id, content: self.select(rule, content)? })
        };
        calls.into_iter().map(select).collect::<Result<_, _>>().map(Outcome::Batch)
    }
}
