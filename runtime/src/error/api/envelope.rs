//! The JSON of error responses, of which Google's servers have used several forms over the years.

use crate::error_details::list;
use crate::wire::{Json, decode};

/// The members of an error response that have a meaning here.
#[derive(Default)]
pub(super) struct Envelope {
    /// Empty if the body has no message.
    pub(super) message: String,
    pub(super) rpc_status: Option<String>,
    pub(super) reasons: Vec<String>,
    pub(super) details: Vec<Json>,
    pub(super) errors: Vec<Json>,
}

impl Envelope {
    /// Parses a body. The result is empty if the body is not JSON of a known form.
    pub(super) fn parse(body: &[u8]) -> Self {
        let mut envelope = Self::default();
        let Ok(mut body) = decode::<Json>(body) else { return envelope };
        // Streaming methods wrap the error in a list.
        if let Json::Array(items) = body {
            body = items.into_iter().next().unwrap_or_default();
        }
        match body.get("error") {
            // The token endpoint: {"error": "invalid_grant", "error_description": "…"}.
            Some(Json::String(code)) => {
                let description = text(body.get("error_description"));
                envelope.message = if description.is_empty() { code.clone() } else { description };
                envelope.reasons.push(code.clone());
            }
            Some(error) => envelope.read_status(error),
            None => {}
        }
        envelope
    }

    /// Reads `google.rpc.Status`, and the older form with a list `errors`.
    fn read_status(&mut self, error: &Json) {
        self.message = text(error.get("message"));
        self.rpc_status = error.get("status").and_then(Json::as_str).map(str::to_owned);
        self.details = list(error, "details").to_vec();
        self.errors = list(error, "errors").to_vec();
        for item in self.errors.iter().chain(&self.details) {
            let reason = text(item.get("reason"));
            if !reason.is_empty() && !self.reasons.contains(&reason) {
                self.reasons.push(reason);
            }
        }
    }
}

fn text(value: Option<&Json>) -> String {
    value.and_then(Json::as_str).unwrap_or_default().to_owned()
}
