//! Methods that need more than one exchange: those that start operations, stream messages, or
//! promise that a request can be repeated. Compares what the document says about them with what the
//! crate provides.

mod document;
mod source;
mod table;

use std::collections::BTreeMap;

use discovery_codegen::printable;

use document::{Dialect, Place};
use source::Resolution;
use table::Row;
pub(super) use table::Table;

/// The methods of one document by their kinds.
#[derive(Debug, Default)]
pub(super) struct Kinds {
    pub(super) table: Table,
    /// One message for each method without the functions of its kind, with the reason.
    pub(super) exceptions: Vec<String>,
    /// One message for each method for which the document and the crate disagree.
    pub(super) findings: Vec<String>,
}

/// Compares the methods of a document with those of the crate generated from it.
pub(super) fn compare(text: &str, files: &BTreeMap<String, String>) -> Kinds {
    let mut kinds = Kinds::default();
    let mut sources = source::methods(files);
    for method in document::methods(text) {
        // A method that is missing is reported by the inventory.
        let Some(source) = sources.get_mut(&method.id).and_then(Vec::pop) else { continue };
        kinds.operation(&method, &source);
        kinds.stream(&method, &source);
        kinds.request_id(&method, &source);
    }
    kinds
}

impl Kinds {
    fn operation(&mut self, document: &document::Method, source: &source::Method) {
        match source.operation {
            None => {}
            Some(Resolution::Nothing) => self.table.add(Row::ResultNothing),
            Some(Resolution::Message) => self.table.add(Row::ResultMessage),
            Some(Resolution::Resource) => self.table.add(Row::ResultResource),
            Some(Resolution::Schema) => self.table.add(Row::ResultSchema),
            Some(Resolution::Json) => self.table.add(Row::ResultJson),
        }
        let Some(operation) = &document.operation else {
            if source.operation.is_some() {
                self.find(document, "has `operation!`, but its response is not an operation");
            }
            return;
        };
        self.table.add(match operation.dialect {
            Dialect::Done => Row::StartsDone,
            Dialect::Status => Row::StartsStatus,
        });
        match (operation.absence, source.operation) {
            (None, Some(_)) => {}
            (None, None) => self.find(document, "starts an operation, but has no `operation!`"),
            (Some(row), None) => self.except(document, "operation", row),
            (Some(row), Some(_)) => {
                self.find(document, &format!("has `operation!`, although {}", row.label()));
            }
        }
    }

    fn stream(&mut self, document: &document::Method, source: &source::Method) {
        if document.is_named_stream {
            self.table.add(Row::NamedStream);
        }
        match source.stream {
            Some(idle_limit) => {
                self.table.add(if idle_limit { Row::StreamIdle } else { Row::StreamWithoutIdle });
                if source.operation.is_some() {
                    self.find(document, "has both `stream!` and `operation!`");
                }
            }
            None if document.is_named_stream => {
                let reason = if !document.has_response {
                    Row::NoResponse
                } else if document.has_http_body && source.download {
                    Row::HttpBody
                } else if source.operation.is_some() {
                    Row::StartsOperation
                } else {
                    return self.find(document, "is named as a stream, but has no `stream!`");
                };
                self.except(document, "stream", reason);
            }
            None => {}
        }
    }

    fn request_id(&mut self, document: &document::Method, source: &source::Method) {
        match source.request_id {
            None => {}
            Some(source::RequestId::OfCaller) => self.table.add(Row::OfCaller),
            Some(source::RequestId::InQuery) => self.table.add(Row::InQuery),
            Some(source::RequestId::InMessage) => self.table.add(Row::InMessage),
        }
        let expected = document.request_id.as_ref().and_then(|request_id| {
            self.table.add(Row::HasRequestId);
            let promise = request_id.promise.as_ref()?;
            self.table.add(if promise.is_uuid { Row::PromiseUuid } else { Row::Promise });
            Some(match (promise.is_uuid, promise.place) {
                (false, _) => source::RequestId::OfCaller,
                (true, Place::Query) => source::RequestId::InQuery,
                (true, Place::Message) => source::RequestId::InMessage,
            })
        });
        if expected != source.request_id {
            let name = |request_id: Option<source::RequestId>| request_id.map_or("none", source::RequestId::name);
            let (expected, found) = (name(expected), name(source.request_id));
            self.find(
                document,
                &format!("the document implies `{expected}` for its `requestId`, the crate has `{found}`"),
            );
        }
    }

    fn except(&mut self, method: &document::Method, what: &str, reason: Row) {
        self.table.add(reason);
        self.exceptions.push(format!("method `{}` has no `{what}!`: {}", printable(&method.id), reason.label()));
    }

    fn find(&mut self, method: &document::Method, problem: &str) {
        self.findings.push(format!("method `{}` {problem}", printable(&method.id)));
    }
}

#[cfg(test)]
mod tests;
