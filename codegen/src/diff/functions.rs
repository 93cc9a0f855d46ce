//! What a request builder can do by its method's kind: pages, uploads, downloads.

use super::log::{Log, Spot};
use super::rules::Rule;
use super::types::{Both, written};
use crate::model::{Method, PageItems, Paging, Upload};

pub(super) fn compare<'a>(old: &'a Method, new: &'a Method, call: &str, both: &Both<'a>, log: &mut Log) {
    let (before, after) = (functions(old), functions(new));
    for (name, told) in before.iter().filter(|(name, _)| !has(&after, name)) {
        log.removed(Rule::FunctionRemoved, Spot::call(call, name), told);
    }
    for (name, told) in after.iter().filter(|(name, _)| !has(&before, name)) {
        log.added(Rule::FunctionAdded, Spot::call(call, name), told);
    }
    if let (Some(old), Some(new)) = (items(old), items(new))
        && (old.map != new.map || !both.same(&old.item, &new.item))
    {
        log.push(Rule::ItemsChanged, Spot::call(call, "items"), Some(&of_items(old)), Some(&of_items(new)));
    }
    if let (Some(before), Some(after)) = (&old.paging, &new.paging) {
        let spot = || Spot::call(call, "pages");
        log.differ(Rule::PagingChanged, spot(), token(before), token(after));
        // That there are items at all is told by their function.
        if let (Some(before), Some(after)) = (&before.items, &after.items) {
            let field = |items: &PageItems| format!("items in {}", items.field.wire);
            log.differ(Rule::PagingChanged, spot(), &field(before), &field(after));
        }
    }
    if let (Some(before), Some(after)) = (upload(old), upload(new)) {
        log.differ(Rule::UploadChanged, Spot::call(call, "upload"), &terms(before), &terms(after));
    }
}

/// The functions by name, and what they are about.
fn functions(method: &Method) -> Vec<(&'static str, String)> {
    let mut functions = Vec::new();
    if method.paging.is_some() {
        functions.push(("pages", "pages()".to_owned()));
    }
    functions.extend(items(method).map(|items| ("items", of_items(items))));
    if upload(method).is_some() {
        functions.push(("upload", "upload(impl Into<runtime::Body>)".to_owned()));
    }
    if method.media.download {
        functions.push(("download", "download()".to_owned()));
    }
    functions
}

fn has(functions: &[(&'static str, String)], name: &str) -> bool {
    functions.iter().any(|(other, _)| *other == name)
}

fn items(method: &Method) -> Option<&PageItems> {
    method.paging.as_ref()?.items.as_ref()
}

fn of_items(items: &PageItems) -> String {
    let item = written(&items.item, false);
    if items.map { format!("items() of (String, {item})") } else { format!("items() of {item}") }
}

fn token(paging: &Paging) -> &'static str {
    if paging.token_in_body { "token in the body" } else { "token in the query" }
}

/// An upload that has a way to go.
fn upload(method: &Method) -> Option<&Upload> {
    method.media.upload.as_ref().filter(|upload| upload.simple_path.is_some() || upload.resumable_path.is_some())
}

fn terms(upload: &Upload) -> String {
    let mut terms = Vec::new();
    for (way, path) in [("at once to", &upload.simple_path), ("resumable to", &upload.resumable_path)] {
        terms.extend(path.as_ref().map(|path| format!("{way} {path}")));
    }
    if !upload.accept.is_empty() {
        terms.push(format!("of {}", upload.accept.join(" or ")));
    }
    terms.extend(upload.max_size.map(|size| format!("at most {size} bytes")));
    terms.join(", ")
}
