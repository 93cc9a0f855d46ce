//! The state of an operation in one response.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::error::OperationFailure;
use crate::wire::{self, DecodeError, Json};

/// An operation as the server described it in one response.
#[derive(Clone, Debug, Default)]
pub(super) struct Snapshot {
    /// The message, as received.
    pub(super) body: Vec<u8>,
    members: BTreeMap<String, Box<RawValue>>,
}

impl Snapshot {
    /// Parses a message, of either kind of operation.
    ///
    /// # Errors
    ///
    /// Returns an error, with the text, if it is not a JSON object.
    pub(super) fn parse(body: Vec<u8>) -> Result<Self, (DecodeError, Vec<u8>)> {
        match serde_json::from_slice(&body) {
            Ok(members) => Ok(Self { body, members }),
            Err(error) => Err((DecodeError::of_json(&error), body)),
        }
    }

    /// Returns a member that is a string and not empty.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let raw = self.members.get(name)?;
        serde_json::from_str(raw.get()).ok().filter(|text: &String| !text.is_empty())
    }

    /// Returns a member as received, unless it is `null`.
    pub(super) fn raw(&self, name: &str) -> Option<&RawValue> {
        self.members.get(name).map(|raw| &**raw).filter(|raw| raw.get() != "null")
    }

    fn json(&self, name: &str) -> Option<Json> {
        wire::decode(self.raw(name)?.get().as_bytes()).ok()
    }

    /// Returns `true` if the operation has ended, successfully or not.
    pub(super) fn is_done(&self) -> bool {
        self.json("done") == Some(Json::Bool(true))
            || self.text("status").is_some_and(|status| status.eq_ignore_ascii_case("done"))
    }

    /// Returns the reason why the operation failed, if it did.
    pub(super) fn failure(&self) -> Option<OperationFailure> {
        let error = self.json("error").unwrap_or_default();
        let http_status = self.json("httpErrorStatusCode").as_ref().and_then(Json::as_u64);
        let http_message = self.text("httpErrorMessage").or_else(|| self.text("statusMessage"));
        OperationFailure::parse(&error, http_status, http_message)
    }
}

/// Divides a message into the last part of its `@type`, e.g. `Instance` for
/// `type.googleapis.com/google.example.v1.Instance`, and the rest, since that is not one of its
/// fields. `None` if it has no type.
pub(super) fn split_type(message: &RawValue) -> Option<(String, Vec<u8>)> {
    let mut members: BTreeMap<String, Box<RawValue>> = serde_json::from_str(message.get()).ok()?;
    let name: String = serde_json::from_str(members.remove("@type")?.get()).ok()?;
    let name = name.rsplit(['/', '.']).next().unwrap_or_default().to_owned();
    Some((name, serde_json::to_vec(&members).ok()?))
}
