//! The kinds of methods in a crate, taken from its source text.

use std::collections::BTreeMap;

use super::super::crate_inventory::literal;

/// What the crate provides for a method.
#[derive(Debug, Default)]
pub(super) struct Method {
    pub(super) operation: Option<Resolution>,
    /// `true` with an idle timeout.
    pub(super) stream: Option<bool>,
    pub(super) download: bool,
    pub(super) request_id: Option<RequestId>,
}

/// How the result of an operation is determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resolution {
    Nothing,
    Message,
    Resource,
    Schema,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RequestId {
    OfCaller,
    InQuery,
    InMessage,
}

impl RequestId {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::OfCaller => "with_request_id",
            Self::InQuery => "with_request_id_in_query",
            Self::InMessage => "with_request_id_in_message",
        }
    }
}

/// Returns the methods by their ids, of which one may occur several times.
pub(super) fn methods(files: &BTreeMap<String, String>) -> BTreeMap<String, Vec<Method>> {
    let mut methods = BTreeMap::new();
    for (path, text) in files {
        if path.ends_with(".rs") {
            read(text, &mut methods);
        }
    }
    // The document's methods take theirs from the end.
    methods.values_mut().for_each(|methods: &mut Vec<Method>| methods.reverse());
    methods
}

/// Reads a source file. All that belongs to a method follows its descriptor.
fn read(text: &str, methods: &mut BTreeMap<String, Vec<Method>>) {
    let mut current: Option<(String, Method)> = None;
    let mut lines = text.lines().filter(|line| !line.trim_start().starts_with("//")).peekable();
    while let Some(line) = lines.next() {
        if let Some((_, argument)) = line.split_once("runtime::MethodDescriptor::new(") {
            let next = lines.peek().map_or("", |next| next.trim_start());
            let id = literal(if argument.is_empty() { next } else { argument });
            finish(current.take(), methods);
            current = id.map(|id| (id, Method::default()));
        }
        if let Some((_, method)) = &mut current {
            add(line, method);
        }
    }
    finish(current, methods);
}

fn finish(method: Option<(String, Method)>, methods: &mut BTreeMap<String, Vec<Method>>) {
    if let Some((id, method)) = method {
        methods.entry(id).or_default().push(method);
    }
}

fn add(line: &str, method: &mut Method) {
    if let Some(call) = line.strip_prefix("runtime::operation!(") {
        method.operation = resolution(call);
    } else if let Some(call) = line.strip_prefix("runtime::stream!(") {
        method.stream = Some(!call.contains(", without_idle_timeout"));
    } else if line.starts_with("runtime::download!(") {
        method.download = true;
    }
    for request_id in [RequestId::OfCaller, RequestId::InQuery, RequestId::InMessage] {
        if line.contains(&format!(".{}()", request_id.name())) {
            method.request_id = Some(request_id);
        }
    }
}

/// Parses `Builder -> message => result, get "id" "path");`.
fn resolution(call: &str) -> Option<Resolution> {
    let (message, result) = call.split_once(" -> ")?.1.split_once(" => ")?;
    if result.contains(", get \"") {
        return Some(Resolution::Resource);
    }
    Some(match result.strip_suffix(");")? {
        "()" => Resolution::Nothing,
        "runtime::Json" => Resolution::Json,
        result if result == message => Resolution::Message,
        _ => Resolution::Schema,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_how_operations_are_resolved() {
        for (call, expected) in [
            ("A -> schemas::Operation => ());", Some(Resolution::Nothing)),
            ("A -> schemas::Operation => runtime::Json);", Some(Resolution::Json)),
            ("A -> schemas::Operation => schemas::Operation);", Some(Resolution::Message)),
            ("A -> schemas::Operation => schemas::Room);", Some(Resolution::Schema)),
            ("A -> schemas::Operation => schemas::Room, get \"a.get\" \"rooms/{id}\");", Some(Resolution::Resource)),
            ("A);", None),
        ] {
            assert_eq!(resolution(call), expected, "{call}");
        }
    }
}
