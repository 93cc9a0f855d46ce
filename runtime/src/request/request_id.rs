//! Ids with which servers recognize a repeated request.

use std::sync::OnceLock;

use super::untyped_call::UntypedCall;
use crate::descriptor::RequestId;
use crate::random::random_uuid;

/// The name of the parameter or member with the id.
pub(crate) const REQUEST_ID: &str = "requestId";

/// The id that a call generates when it is first needed. All attempts of the call send the same
/// one; a clone is another call.
#[derive(Debug, Default)]
pub(crate) struct GeneratedId(OnceLock<Option<String>>);

impl Clone for GeneratedId {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl GeneratedId {
    /// Returns a copy with the same id.
    pub(super) fn of_same_call(&self) -> Self {
        Self(self.0.clone())
    }
}

impl UntypedCall {
    /// Returns the id to add to the request, with its location, unless the caller has set one or
    /// disabled it.
    fn generated_id(&self) -> Option<(RequestId, &str)> {
        let location = self.method.request_id();
        let is_missing = match location {
            RequestId::InQuery => !self.query.has(REQUEST_ID),
            RequestId::InMessage => !self.message_has_request_id && self.message.is_some(),
            RequestId::Unused | RequestId::OfCaller => false,
        };
        if !is_missing || self.without_request_id || !self.client.settings().generate_request_ids {
            return None;
        }
        let transport = &self.client.settings().transport;
        let id = self.generated_id.0.get_or_init(|| transport.request_id().or_else(random_uuid));
        Some((location, id.as_deref()?))
    }

    /// Returns the id to add to the query.
    pub(super) fn id_for_query(&self) -> Option<(&'static str, &str)> {
        let (location, id) = self.generated_id()?;
        (location == RequestId::InQuery).then_some((REQUEST_ID, id))
    }

    /// Returns the id to add to the message.
    pub(super) fn id_for_message(&self) -> Option<(&'static str, &str)> {
        let (location, id) = self.generated_id()?;
        (location == RequestId::InMessage).then_some((REQUEST_ID, id))
    }

    /// Returns `true` if the server recognizes a repeated request of the call.
    pub(super) fn has_request_id(&self) -> bool {
        let of_caller = self.message_has_request_id || self.query.value(REQUEST_ID).is_some();
        self.method.has_request_id() && (of_caller || self.generated_id().is_some())
    }
}
