//! A long-running operation, for tests of what all kinds of calls have in common.

use discovery_runtime::{Call, Json, UnknownFields, call, message, operation, operation_message};

#[derive(Clone)]
pub(crate) struct Run {
    pub(crate) name: Option<String>,
    pub(crate) done: Option<bool>,
    pub(crate) unknown_fields: UnknownFields,
}
message! { Run { "name" => name, "done" => done } }
operation_message! { Run: Json, response { get "games.runs.get" "v1/{+name}"; } }

/// The request builder of the method that starts it.
pub(crate) struct Start(pub(crate) Call<Run>);
call! { Start -> Run }
operation! { Start -> Run => Json }
