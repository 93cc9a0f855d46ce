//! The state that the clones of a transport share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::header::CONTENT_RANGE;

use super::outcome::Outcome;
use super::state::State;
use crate::descriptor::MethodDescriptor;
use crate::request::BatchedCalls;
use crate::testing::batch::{self, Part};
use crate::testing::received::ReceivedCall;
use crate::testing::rules::Nearest;

/// A [`State`] that several clones share. It is not locked while code of the caller runs, which may
/// use the transport.
#[derive(Clone, Default)]
pub(super) struct Shared(Arc<Mutex<State>>);

impl Shared {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a request and chooses how it is answered.
    pub(super) fn receive(&self, request: &http::Request<Vec<u8>>) -> Outcome {
        let in_session = {
            let mut state = self.lock();
            state.requests.push(request.clone());
            state.continue_session_of(request)
        };
        let method = request.extensions().get::<&'static MethodDescriptor>().copied();
        let outcome = match (in_session, method) {
            (Some(outcome), _) => outcome,
            (None, Some(method)) => self.receive_call(method, request.clone()),
            (None, None) => match request.extensions().get().cloned() {
                Some(batched) => self.receive_batch(&batched, request),
                None => Err("no rule, because the request has no method".to_owned()),
            },
        };
        outcome.unwrap_or_else(|error| Outcome::Immediate(self.lock().next_response(request, &error)))
    }

    fn receive_call(
        &self,
        method: &'static MethodDescriptor,
        request: http::Request<Vec<u8>>,
    ) -> Result<Outcome, String> {
        let shape = request.extensions().get().copied().unwrap_or_default();
        let is_chunk = request.headers().contains_key(CONTENT_RANGE);
        let url = request.uri().clone();
        let call = ReceivedCall::new(method, request, shape);
        if is_chunk {
            let call = Arc::new(call.without_content());
            return self.with_rule(&call, |state, rule| state.adopt_session(rule, &call, &url));
        }
        let creates_session = call.upload_type() == Some("resumable");
        let (index, call) = self.lock().record(call);
        self.with_rule(&call, |state, rule| {
            if creates_session {
                state.create_session(rule, index, &call, &url)
            } else {
                state.select(rule, Arc::clone(&call)).map(Outcome::Reply)
            }
        })
    }

    fn receive_batch(&self, batched: &BatchedCalls, request: &http::Request<Vec<u8>>) -> Result<Outcome, String> {
        let parts = batch::requests(request.uri(), request.headers(), request.body());
        let parts = parts.filter(|parts| parts.len() == batched.0.len()).ok_or("the batch cannot be read")?;
        let calls = parts.into_iter().zip(&batched.0).map(|(part, (method, shape))| {
            let call = ReceivedCall::new(method, part.content, shape.unwrap_or_default());
            Part { id: part.id, content: self.lock().record(call).1 }
        });
        let calls: Vec<_> = calls.collect();
        let select = |Part { id, content }| {
            let selected = self.with_rule(&content, |state, rule| state.select(rule, Arc::clone(&content)))?;
            Ok(Part { id, content: selected })
        };
        calls.into_iter().map(select).collect::<Result<_, _>>().map(Outcome::Batch)
    }

    /// Calls a function with the index of the first rule that matches a request and has a reply left.
    /// Without such a rule, returns the text of the error.
    fn with_rule<T>(
        &self,
        call: &Arc<ReceivedCall>,
        answer: impl FnOnce(&mut State, usize) -> Result<T, String>,
    ) -> Result<T, String> {
        let mut nearest = Nearest::new(call.method);
        let count = self.lock().rules.len();
        for index in 0..count {
            let conditions = self.lock().conditions_of(index, call.method);
            let Some(conditions) = conditions else { continue };
            // This runs code of the caller, so no lock may be held.
            let mismatches = conditions.iter().filter_map(|condition| condition.mismatch(call)).collect();
            let mut state = self.lock();
            let Some(rule) = state.rules.get_mut(index) else { break };
            if nearest.matches(rule, mismatches) {
                return answer(&mut state, index);
            }
        }
        Err(nearest.error(&self.lock().rules))
    }
}
