//! Long-running operations: how their messages are polled.

use super::code::literal;
use super::module::Module;
use super::source_file::Chunk;
use crate::model::{Endpoint, OperationMessage};

/// Declares that a message represents an operation.
pub(super) fn chunk(message: &OperationMessage, module: &Module<'_>) -> Chunk {
    let kind = if message.has_response { "response" } else { "status" };
    let metadata = module.types.text(&message.metadata);
    let mut lines =
        vec!["runtime::operation_message! {".to_owned(), format!("    {}: {metadata}, {kind} {{", message.type_name)];
    for poll in &message.polls {
        let methods = [("get", Some(&poll.get)), ("wait", poll.wait.as_ref()), ("cancel", poll.cancel.as_ref())];
        let methods = methods.iter().filter_map(|(name, method)| Some(format!("{name} {}", endpoint((*method)?))));
        lines.push(format!("        {};", methods.collect::<Vec<_>>().join(",\n            ")));
    }
    lines.extend(["    }".to_owned(), "}".to_owned()]);
    Chunk::Calls(lines)
}

/// Returns the id and the path of a method.
pub(super) fn endpoint(method: &Endpoint) -> String {
    format!("{} {}", literal(&method.id), literal(&method.path))
}
