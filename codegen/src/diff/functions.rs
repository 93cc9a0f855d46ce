//! Diffs the functions that only some request builders have: pages, uploads, downloads.

use super::operations;
use super::report::{ItemPath, Report};
use super::rules::Rule;
use super::types::{Crates, written};
use crate::model::{Method, PageItems, Paging, TokenPosition, Upload};

pub(super) fn diff<'a>(old: &'a Method, new: &'a Method, call: &str, crates: &Crates<'a>, report: &mut Report) {
    let (before, after) = (functions(old), functions(new));
    for (name, signature) in before.iter().filter(|(name, _)| !has(&after, name)) {
        report.removed(Rule::FunctionRemoved, ItemPath::call(call, name), signature);
    }
    for (name, signature) in after.iter().filter(|(name, _)| !has(&before, name)) {
        report.added(Rule::FunctionAdded, ItemPath::call(call, name), signature);
    }
    if let (Some(old), Some(new)) = (items(old), items(new))
        && (old.map != new.map || !crates.same(&old.item, &new.item))
    {
        report.push(
            Rule::ItemsChanged,
            ItemPath::call(call, "items"),
            Some(&items_signature(old)),
            Some(&items_signature(new)),
        );
    }
    if let (Some(before), Some(after)) = (&old.paging, &new.paging) {
        let path = || ItemPath::call(call, "pages");
        report.differ(Rule::PaginationChanged, path(), token(before), token(after));
        // If only one of the methods has items, the function `items` is reported instead.
        if let (Some(before), Some(after)) = (&before.items, &after.items) {
            let field = |items: &PageItems| format!("items in {}", items.field.wire);
            report.differ(Rule::PaginationChanged, path(), &field(before), &field(after));
        }
    }
    if let (Some(before), Some(after)) = (&old.operation, &new.operation) {
        operations::started(before, after, call, crates, report);
    }
    if let (Some(before), Some(after)) = (upload(old), upload(new)) {
        report.differ(Rule::UploadChanged, ItemPath::call(call, "upload"), &terms(before), &terms(after));
    }
}

/// Returns the names and signatures of the functions.
fn functions(method: &Method) -> Vec<(&'static str, String)> {
    let mut functions = Vec::new();
    if method.paging.is_some() {
        functions.push(("pages", "pages()".to_owned()));
    }
    functions.extend(items(method).map(|items| ("items", items_signature(items))));
    if upload(method).is_some() {
        functions.push(("upload", "upload(impl Into<runtime::Body>)".to_owned()));
    }
    if method.media.download {
        functions.push(("download", "download()".to_owned()));
    }
    if method.streaming.is_some() {
        functions.push(("stream", "stream()".to_owned()));
    }
    functions.extend(method.operation.as_ref().map(|operation| ("operation", operations::signature(operation))));
    functions
}

fn has(functions: &[(&'static str, String)], name: &str) -> bool {
    functions.iter().any(|(other, _)| *other == name)
}

fn items(method: &Method) -> Option<&PageItems> {
    method.paging.as_ref()?.items.as_ref()
}

fn items_signature(items: &PageItems) -> String {
    let item = written(&items.item, false);
    if items.map { format!("items() of (String, {item})") } else { format!("items() of {item}") }
}

fn token(paging: &Paging) -> &'static str {
    match paging.token {
        TokenPosition::Query => "token in the query",
        TokenPosition::Body => "token in the body",
        TokenPosition::SameName => "token in the query, next token under the same name",
    }
}

/// Returns the upload of a method if it has at least one path.
fn upload(method: &Method) -> Option<&Upload> {
    method.media.upload.as_ref().filter(|upload| upload.simple_path.is_some() || upload.resumable_path.is_some())
}

/// Returns the properties of an upload as text.
fn terms(upload: &Upload) -> String {
    let mut terms = Vec::new();
    for (protocol, path) in [("simple at", &upload.simple_path), ("resumable at", &upload.resumable_path)] {
        terms.extend(path.as_ref().map(|path| format!("{protocol} {path}")));
    }
    if !upload.accept.is_empty() {
        terms.push(format!("accepts {}", upload.accept.join(" or ")));
    }
    terms.extend(upload.max_size.map(|size| format!("at most {size} bytes")));
    terms.join(", ")
}
