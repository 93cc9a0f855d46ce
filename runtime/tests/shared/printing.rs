//! A method that starts a long-running operation, for the tests of everything that a call can be.

use discovery_runtime::{Call, Json, UnknownFields, call, message, operation, operation_message};

/// The message of the operation.
#[derive(Clone)]
pub(crate) struct Printing {
    name: Option<String>,
    done: Option<bool>,
    unknown_fields: UnknownFields,
}

message! { Printing { "name" => name, "done" => done } }
operation_message! { Printing: Json, response { get "notes.operations.get" "{+name}"; } }

/// The request builder of the method.
pub(crate) struct Print(pub(crate) Call<Printing>);

call! { Print -> Printing }
operation! { Print -> Printing => Json }
