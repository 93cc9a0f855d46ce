//! Answers requests.

use std::time::Duration;

use bytes::Bytes;

use crate::body::Body;
use crate::error::TransportError;
use crate::testing::batch::{self, Part};
use crate::testing::broken_body::broken_after;
use crate::testing::clock::Clock;
use crate::testing::reply::Reply;
use crate::testing::rules::Selected;

/// How a request is answered.
pub(super) enum Outcome {
    Immediate(Result<http::Response<Bytes>, TransportError>),
    Reply(Selected),
    Batch(Vec<Part<Selected>>),
}

impl Outcome {
    /// Returns the response to a request, after its delay.
    pub(super) async fn respond(self, clock: &Clock) -> Result<http::Response<Body>, TransportError> {
        match self {
            Self::Immediate(result) => result.map(|response| response.map(Body::from)),
            Self::Reply(selected) => {
                let reply = selected.reply();
                wait(clock, reply.delay()).await;
                let break_after = reply.breaks_after();
                let response = reply.into_response(&selected.call)?;
                Ok(response.map(|body| match break_after {
                    Some(bytes) => broken_after(&body, bytes, Some(body.len() as u64)),
                    None => Body::from(body),
                }))
            }
            Self::Batch(parts) => {
                let replies: Vec<_> = parts.iter().map(|part| part.content.reply()).collect();
                wait(clock, replies.iter().map(Reply::delay).max().unwrap_or_default()).await;
                let responses = parts
                    .into_iter()
                    .zip(replies)
                    .map(|(Part { id, content }, reply)| Ok(Part { id, content: reply.into_response(&content.call)? }));
                let responses = responses.collect::<Result<Vec<_>, TransportError>>()?;
                Ok(batch::response(&responses).map(Body::from))
            }
        }
    }
}

async fn wait(clock: &Clock, delay: Duration) {
    if !delay.is_zero() {
        clock.delay(delay).await;
    }
}
