//! Methods that respond with several messages, one after the other.
//!
//! The format cannot say this. Methods are recognized by their names, by the names of their
//! responses, and by a table of fix-ups.

use super::context::Context;
use super::http_body;
use crate::diagnostics::pointer::Pointer;
use crate::discovery::RestMethod;
use crate::model::{Streaming, Ty};

/// Phrases in the descriptions of methods that wait for something to happen, so that nothing may
/// arrive for a long time.
const WAITING: &[&str] =
    &["as they are received", "until the stream", "until the task", "task update events", "server-streamed"];

/// Returns how the method streams messages, unless its response is not JSON. `name` is its name in its resource.
pub(super) fn lower(
    context: &Context<'_>,
    method: &RestMethod,
    name: &str,
    response: &Ty,
    pointer: &Pointer<'_>,
) -> Option<Streaming> {
    let Ty::Schema(response) = response else { return None };
    if http_body::is_response(method, context.description) {
        return None;
    }
    let is_named = name.to_ascii_lowercase().contains("stream") || response.ends_with("StreamResponse");
    if !is_named && !context.fixups.is_streaming(pointer) {
        return None;
    }
    let description = method.description.as_deref().unwrap_or_default().to_lowercase();
    Some(Streaming { is_waiting: WAITING.iter().any(|phrase| description.contains(phrase)) })
}
