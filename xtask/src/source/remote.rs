//! Fetches documents from the web, and reports every URL that was tried if none has a usable
//! document.

use discovery_codegen::printable;

use super::{Found, accept};
use crate::directory::{Directory, DocumentLocation};
use crate::failure::Failure;
use crate::web::{Problem, Web};

/// Fetches the directory.
pub(super) fn directory(web: &Web, url: &str) -> Result<Directory, Failure> {
    let attempt = match web.get(url) {
        Ok(text) => match Directory::parse(&text) {
            Ok(directory) => return Ok(directory),
            Err(error) => Attempt::failed(url, &not_a_directory(&error)),
        },
        Err(problem) => problem.into(),
    };
    Err(failure("cannot fetch the directory of APIs", &[attempt], None))
}

/// Fetches a document from the URL in the directory or, if that fails, from the fallback URL.
pub(super) fn document(
    web: &Web,
    directory: &str,
    fallback: Option<&str>,
    name: &str,
    version: &str,
) -> Result<Found, Failure> {
    let mut attempts: Vec<Attempt> = Vec::new();
    let mut urls = Vec::new();
    let mut help = None;
    match web.get(directory).map(|text| Directory::parse(&text)) {
        Ok(Ok(listed)) => match listed.find(name, version).map(|entry| &entry.location) {
            Some(DocumentLocation::Url(url)) => urls.push(url.clone()),
            _ => {
                attempts.push(Attempt::failed(directory, &format!("does not list `{name}` `{version}`")));
                let list = || "list the available APIs with `cargo xtask list`".to_owned();
                help = Some(listed.suggestion(name, version).unwrap_or_else(list));
            }
        },
        Ok(Err(error)) => attempts.push(Attempt::failed(directory, &not_a_directory(&error))),
        Err(problem) => attempts.push(problem.into()),
    }
    let fallback = fallback.map(|fallback| fallback.replace("{api}", name).replace("{version}", version));
    urls.extend(fallback.filter(|fallback| !urls.contains(fallback)));
    for url in urls {
        let text = match web.get(&url) {
            Ok(text) => text,
            Err(problem) => {
                attempts.push(problem.into());
                continue;
            }
        };
        match accept(&text, name, version, printable(&url).to_string()) {
            Ok(found) => return Ok(found),
            Err(error) => attempts.push(Attempt::failed(&url, &error)),
        }
    }
    Err(failure(&format!("cannot fetch a document of `{name}` `{version}`"), &attempts, help))
}

/// An attempt that failed.
struct Attempt {
    /// The URL and the reason.
    line: String,
    /// No server was reached.
    unreachable: bool,
}

impl Attempt {
    fn failed(url: &str, reason: &str) -> Self {
        // The help of a generator's error would separate this attempt from the next one.
        let reason = reason.split("\n  help: ").next().unwrap_or_default();
        Self { line: format!("{}: {}", printable(url), printable(reason)), unreachable: false }
    }
}

impl From<Problem> for Attempt {
    fn from(problem: Problem) -> Self {
        Self {
            line: format!("{}: {}", printable(&problem.url), printable(&problem.message)),
            unreachable: problem.unreachable,
        }
    }
}

fn not_a_directory(error: &str) -> String {
    format!("not a directory of APIs: {error}")
}

fn failure(message: &str, attempts: &[Attempt], help: Option<String>) -> Failure {
    let mut message = message.to_owned();
    for attempt in attempts {
        message.push_str(&format!("\n  tried {}", attempt.line));
    }
    let help = help.unwrap_or_else(|| {
        if attempts.iter().all(|attempt| attempt.unreachable) {
            "check the network connection, or read documents from disk with `--from PATH`".to_owned()
        } else {
            "try again later, or read documents from disk with `--from PATH`".to_owned()
        }
    });
    Failure::Web(format!("{message}\n  help: {help}"))
}
