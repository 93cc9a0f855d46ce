//! Chooses how requests are answered.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Uri;

use super::outcome::Outcome;
use crate::descriptor::MethodDescriptor;
use crate::error::TransportError;
use crate::testing::received::ReceivedCall;
use crate::testing::rules::{Condition, RuleState, Selected};
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
    /// Answers a request of a resumable session, or returns `None` if its URL is not that of one.
    pub(super) fn continue_session_of(&mut self, request: &http::Request<Vec<u8>>) -> Option<Result<Outcome, String>> {
        let url = request.uri().to_string();
        self.sessions.contains_key(&url).then(|| self.continue_session(&url, request))
    }

    /// Returns the next response that does not depend on the request.
    pub(super) fn next_response(
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

    /// Records a request by its method. Returns its index, and the request.
    pub(super) fn record(&mut self, call: ReceivedCall) -> (usize, Arc<ReceivedCall>) {
        let call = Arc::new(call);
        self.received.push(Arc::clone(&call));
        (self.received.len() - 1, call)
    }

    /// Returns the conditions of a rule, if it is for this method.
    pub(super) fn conditions_of(&self, rule: usize, method: &MethodDescriptor) -> Option<Vec<Arc<Condition>>> {
        let rule = self.rules.get(rule)?;
        (rule.method.id() == method.id()).then(|| rule.conditions().to_vec())
    }

    pub(super) fn select(&mut self, rule: usize, call: Arc<ReceivedCall>) -> Result<Selected, String> {
        self.rules.get_mut(rule).ok_or_else(|| "the rule does not exist".to_owned())?.select(call)
    }

    /// Answers the first request of a session that was created elsewhere.
    pub(super) fn adopt_session(
        &mut self,
        rule: usize,
        call: &Arc<ReceivedCall>,
        url: &Uri,
    ) -> Result<Outcome, String> {
        self.received.push(Arc::clone(call));
        let url = url.to_string();
        self.sessions.insert(url.clone(), Session::new(rule, self.received.len() - 1));
        self.continue_session(&url, &call.http)
    }

    /// Creates a session by the request with this index.
    pub(super) fn create_session(
        &mut self,
        rule: usize,
        index: usize,
        call: &Arc<ReceivedCall>,
        url: &Uri,
    ) -> Result<Outcome, String> {
        if let Some(reply) = self.own_reply(rule, call)? {
            return Ok(reply);
        }
        self.session_count += 1;
        let url = session::session_url(url, self.session_count);
        self.sessions.insert(url.clone(), Session::new(rule, index));
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
}
