//! What is asked of the web for a document, one address after the other, and an account of it for when all was in vain.

use super::{Found, accept};
use crate::directory::{Directory, Place};
use crate::failure::Failure;
use crate::web::{Problem, Web};

/// Asks for the directory.
pub(super) fn directory(web: &Web, url: &str) -> Result<Directory, Failure> {
    let tried = match web.get(url) {
        Ok(text) => match Directory::parse(&text) {
            Ok(directory) => return Ok(directory),
            Err(what) => Tried { line: format!("{url}: no directory: {what}"), unreached: false },
        },
        Err(problem) => problem.into(),
    };
    Err(failure("the directory of APIs cannot be had", &[tried], None))
}

/// Asks the directory where the document is; if that leads nowhere, where to ask instead.
pub(super) fn document(
    web: &Web,
    directory: &str,
    fallback: Option<&str>,
    name: &str,
    version: &str,
) -> Result<Found, Failure> {
    let mut tried: Vec<Tried> = Vec::new();
    let mut addresses = Vec::new();
    let mut unknown = None;
    match web.get(directory).map(|text| Directory::parse(&text)) {
        Ok(Ok(listed)) => match listed.find(name, version).map(|entry| &entry.place) {
            Some(Place::Url(url)) => addresses.push(url.clone()),
            _ => {
                tried.push(Tried { line: format!("{directory}: it has no `{name}` `{version}`"), unreached: false });
                unknown = Some(
                    listed
                        .suggestion(name, version)
                        .unwrap_or_else(|| "`cargo xtask list` tells what there is".to_owned()),
                );
            }
        },
        Ok(Err(what)) => tried.push(Tried { line: format!("{directory}: no directory: {what}"), unreached: false }),
        Err(problem) => tried.push(problem.into()),
    }
    let own = fallback.map(|fallback| fallback.replace("{api}", name).replace("{version}", version));
    addresses.extend(own.filter(|own| !addresses.contains(own)));
    for url in addresses {
        let text = match web.get(&url) {
            Ok(text) => text,
            Err(problem) => {
                tried.push(problem.into());
                continue;
            }
        };
        match accept(&text, name, version, url.clone()) {
            Ok(found) => return Ok(found),
            Err(what) => tried.push(Tried { line: format!("{url}: {what}"), unreached: false }),
        }
    }
    Err(failure(&format!("there is no document of `{name}` `{version}` to be had"), &tried, unknown))
}

/// What was asked, and what came of it.
struct Tried {
    line: String,
    unreached: bool,
}

impl From<Problem> for Tried {
    fn from(problem: Problem) -> Self {
        Self { line: format!("{}: {}", problem.url, problem.what), unreached: problem.unreached }
    }
}

fn failure(what: &str, tried: &[Tried], help: Option<String>) -> Failure {
    let mut message = what.to_owned();
    for tried in tried {
        // A generator's error may have a help of its own, which would stand in the middle.
        let line = tried.line.split("\n  help: ").next().unwrap_or_default();
        message.push_str(&format!("\n  tried {line}"));
    }
    let help = help.unwrap_or_else(|| {
        if tried.iter().all(|tried| tried.unreached) {
            "is this machine offline? `--from DIR` takes documents from a folder; `cargo xtask verify corpus` prints one that has most".to_owned()
        } else {
            "try again later, or take documents from disk with `--from PATH`".to_owned()
        }
    });
    Failure::Web(format!("{message}\n  help: {help}"))
}
