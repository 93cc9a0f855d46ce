//! Methods that respond with a JSON array of their response message, although neither their name
//! nor their description says so.

use super::Fixups;
use crate::diagnostics::Error;
use crate::diagnostics::pointer::Pointer;
use crate::discovery::{RestDescription, RestResource, SchemaKind};

/// A method that streams, in all versions of an API.
struct StreamingMethod {
    api: &'static str,
    /// The path of the method through the resources.
    method: &'static str,
    /// Where the behavior is known from.
    reason: &'static str,
}

const QUERY: &str = "a server-streaming method: the service sends an array with one element for each result";
const REPORT: &str = "the service sends an array of header, rows and footer, each as one element";

const METHODS: &[StreamingMethod] = &[
    StreamingMethod { api: "firestore", method: "projects.databases.documents.batchGet", reason: QUERY },
    StreamingMethod { api: "firestore", method: "projects.databases.documents.executePipeline", reason: QUERY },
    StreamingMethod { api: "firestore", method: "projects.databases.documents.runAggregationQuery", reason: QUERY },
    StreamingMethod { api: "firestore", method: "projects.databases.documents.runQuery", reason: QUERY },
    StreamingMethod { api: "admob", method: "accounts.campaignReport.generate", reason: REPORT },
    StreamingMethod { api: "admob", method: "accounts.mediationReport.generate", reason: REPORT },
    StreamingMethod { api: "admob", method: "accounts.networkReport.generate", reason: REPORT },
    StreamingMethod {
        api: "logging",
        method: "entries.tail",
        reason: "a streaming method: the service sends an array with one element for each group of new entries",
    },
];

/// Records the streaming methods of a document.
///
/// Versions of an API have different methods, so one that is missing is not reported.
///
/// # Errors
///
/// Returns an error if such a method does not respond with a message: the fix-up is out of date.
pub(super) fn apply(description: &RestDescription, fixups: &mut Fixups) -> Result<(), Error> {
    let mut of_api = METHODS.iter().filter(|streaming| streaming.api == description.name);
    of_api.try_for_each(|streaming| streaming.apply(&description.root, streaming.method, Pointer::ROOT, fixups))
}

impl StreamingMethod {
    fn apply(
        &self,
        resource: &RestResource,
        path: &str,
        pointer: Pointer<'_>,
        fixups: &mut Fixups,
    ) -> Result<(), Error> {
        if let Some((name, rest)) = path.split_once('.') {
            let Some(child) = resource.resources.get(name) else { return Ok(()) };
            let resources = pointer.key("resources");
            return self.apply(child, rest, resources.key(name), fixups);
        }
        let Some(method) = resource.methods.get(path) else { return Ok(()) };
        let methods = pointer.key("methods");
        let pointer = methods.key(path);
        let is_message = |kind: &SchemaKind| matches!(kind, SchemaKind::Reference(_));
        if !method.response.as_ref().is_some_and(|response| is_message(&response.kind)) {
            let message = format!("expected a response that is a message: {}", self.reason);
            return Err(Error::at(&pointer.key("response"), message)
                .help("update the table in `codegen/src/fixups/streaming_methods.rs`, or use another revision"));
        }
        fixups.streaming.insert(pointer.to_string());
        Ok(())
    }
}
