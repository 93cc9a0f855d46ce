//! Checks of the generator with one document.

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use discovery_codegen::{Error, Generated, Location, Options};
use serde_json::Value;

use super::{json, output};

/// The time after which the generator counts as hanging. Documents of this size take milliseconds.
const MAX_TIME: Duration = Duration::from_secs(30);
/// The stack of a thread unless it sets another size, which is the smallest that users have.
const STACK: usize = 2 << 20;
/// The size of a crate without any schemas and methods, generously.
const MIN_BYTES: usize = 64 << 10;
/// The bytes of a crate for each byte of its document. A method of 50 bytes has 3 KB of
/// documentation and code, and more if the names of its resources are long.
const MAX_GROWTH: usize = 200;

/// The result of a document, and everything that is wrong with it.
pub(super) struct Outcome {
    pub(super) generated: Option<Generated>,
    pub(super) findings: Vec<String>,
}

/// Generates a crate and checks it. `unknown` is the pointer of a member that must be reported.
pub(super) fn check(document: &str, unknown: Option<&[String]>) -> Outcome {
    let result = match generate(document, &options()) {
        Ok(result) => result,
        Err(finding) => return Outcome { generated: None, findings: vec![finding] },
    };
    match result {
        Err(error) => Outcome { generated: None, findings: refusal(document, &error) },
        Ok(generated) => {
            let mut findings = output::check(&generated, true);
            match generate(document, &options().module("crate::fixture")) {
                // Examples would need the name of the crate around the module.
                Ok(Ok(module)) => findings.extend(output::check(&module, false)),
                Ok(Err(error)) => findings.push(format!("generates as a crate, but not as a module: {error}")),
                Err(finding) => findings.push(format!("as a module, {finding}")),
            }
            let bytes: usize = generated.files.values().map(String::len).sum();
            if bytes > MIN_BYTES + document.len() * MAX_GROWTH {
                findings.push(format!("{bytes} bytes of output from a document of {} bytes", document.len()));
            }
            findings.extend(differs_from_itself(document));
            findings.extend(unknown.and_then(|keys| unreported(&generated, keys)));
            Outcome { generated: Some(generated), findings }
        }
    }
}

fn options() -> Options {
    Options::default().source("document.json")
}

/// Generates a crate or a module.
fn generate(document: &str, options: &Options) -> Result<Result<Generated, Error>, String> {
    let (document, options) = (document.to_owned(), options.clone());
    guarded(move || discovery_codegen::generate(&document, &options))
}

/// Returns a finding if a document differs from itself.
fn differs_from_itself(document: &str) -> Option<String> {
    let document = document.to_owned();
    match guarded(move || discovery_codegen::diff(&document, &document, &Options::default())) {
        Ok(Ok(changes)) if changes.list.is_empty() => None,
        Ok(Ok(changes)) => Some(format!("differs from itself: {:?}", changes.list)),
        Ok(Err(error)) => Some(format!("generates, but does not compare: {error}")),
        Err(finding) => Some(format!("the diff {finding}")),
    }
}

/// Runs the generator on a thread, which a panic ends, and which can be left if it hangs.
fn guarded<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, String> {
    let (sender, receiver) = mpsc::channel();
    let started = Instant::now();
    let thread = thread::Builder::new().stack_size(STACK).spawn(move || {
        // The receiver is gone if it has stopped waiting.
        let _ = sender.send(work());
    });
    let thread = thread.map_err(|error| format!("cannot start a thread: {error}"))?;
    match receiver.recv_timeout(MAX_TIME) {
        Ok(result) => Ok(result),
        Err(mpsc::RecvTimeoutError::Timeout) => Err(format!("does not end within {} s", started.elapsed().as_secs())),
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            let panic = thread.join().err();
            let text = panic.as_ref().and_then(|panic| {
                panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied())
            });
            Err(format!("panics: {}", text.unwrap_or("without a message")))
        }
    }
}

/// Checks that an error says where the document is wrong.
fn refusal(document: &str, error: &Error) -> Vec<String> {
    let mut findings = Vec::new();
    if error.to_string().chars().any(|c| c.is_control() || is_bidirectional(c)) {
        findings.push(format!("the error contains control characters: {:?}", error.to_string()));
    }
    match error.location() {
        Location::Text { line, column } if *line > 0 && *column > 0 => {}
        Location::Pointer(pointer) => {
            if !leads_into(document, pointer) {
                findings.push(format!("the pointer of an error does not lead into the document: {error}"));
            }
        }
        _ => findings.push(format!("refused without a location: {error}")),
    }
    findings
}

/// Returns whether the start of the pointer exists. Its last part may be what is missing, and so may
/// the object that would have it.
fn leads_into(document: &str, pointer: &str) -> bool {
    let Ok(value) = serde_json::from_str::<Value>(document) else { return false };
    let parent = |pointer: &str| pointer.rsplit_once('/').map_or(String::new(), |(parent, _)| parent.to_owned());
    value.pointer(&parent(&parent(pointer))).is_some()
}

/// Returns a finding if no warning reports a member.
fn unreported(generated: &Generated, keys: &[String]) -> Option<String> {
    let pointer = json::pointer(keys);
    let message = || format!("no warning about the unknown member {}", pointer.escape_debug());
    (!is_reported(generated, &pointer)).then(message)
}

/// Returns a finding if a document has the same crate before and after a change of the value with
/// these keys, and no warning about it.
pub(super) fn unnoticed(before: &str, after: &str, keys: &[String]) -> Option<String> {
    let generate = |document| generate(document, &options()).ok()?.ok();
    let (before, after) = (generate(before)?, generate(after)?);
    let pointer = json::pointer(keys);
    // The URLs belong to the client, and a crate without methods does not have one.
    if after.summary.methods == 0 && !pointer.starts_with("/schemas/") {
        return None;
    }
    let is_noticed = before.files != after.files
        || before.warnings != after.warnings
        || is_reported(&after, &pointer)
        || is_reported(&before, &pointer);
    (!is_noticed).then(|| format!("neither the crate nor a warning depends on {}", pointer.escape_debug()))
}

/// Returns whether there is a warning about a value, or about one that contains it: a duplicate key,
/// or a member that another one excludes.
fn is_reported(generated: &Generated, pointer: &str) -> bool {
    generated.warnings.iter().any(|warning| {
        let rest = pointer.strip_prefix(&warning.pointer);
        !warning.pointer.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

pub(super) fn is_bidirectional(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
