//! The documentation of the root, for readers who know neither the API nor generated crates.

use super::examples::Examples;
use super::features::FEATURES;
use super::first_call;
use super::ident::plain;
use super::rustdoc::{Rustdoc, paragraph};
use crate::fixups;
use crate::markdown::code;
use crate::model::Api;

/// Returns the documentation. Each method is a row of a table, so that one more method adds one
/// line.
pub(super) fn lines(api: &Api, rustdoc: &Rustdoc<'_>, client: &Examples<'_>) -> Vec<String> {
    let mut lines = vec![format!("# {}", rustdoc.title(&api.title))];
    paragraph(&mut lines, rustdoc.text(&api.docs.text));
    if let Some(link) = &api.documentation_link {
        paragraph(&mut lines, rustdoc.text(&format!("API documentation: {link}")));
    }
    if let Some(limit) = api.recursion_limit {
        paragraph(&mut lines, recursion_limit(limit));
    }
    let Some((examples, method)) = first_call::choose(api, client) else { return lines };
    let example = examples.first_call(method);
    if !example.is_empty() {
        paragraph(&mut lines, ["# Example".to_owned()]);
        paragraph(&mut lines, example);
    }
    paragraph(&mut lines, owned(REQUESTS));
    paragraph(&mut lines, owned(CREDENTIALS));
    if !api.scopes.is_empty() {
        paragraph(&mut lines, owned(SCOPES));
    }
    let is_crate = rustdoc.root_path.is_crate();
    paragraph(&mut lines, ["# Features".to_owned()]);
    if !is_crate {
        paragraph(&mut lines, ["These are features of `discovery-runtime`.".to_owned()]);
    }
    paragraph(&mut lines, features());
    paragraph(&mut lines, owned(TRANSPORTS));
    paragraph(&mut lines, ["# Methods".to_owned()]);
    paragraph(&mut lines, methods(api, rustdoc));
    lines
}

fn owned(lines: &'static [&'static str]) -> impl Iterator<Item = String> {
    lines.iter().map(|line| (*line).to_owned())
}

const REQUESTS: &[&str] = &[
    "# Requests",
    "",
    "[`Client`] has a function for each resource of the API, and a resource has one for each of its",
    "methods. These return request builders: required parameters and the request body are arguments",
    "of the function, optional parameters are setters of the builder. Options of any call, such as",
    "its timeout or a header, are functions of the trait [`CallOptions`](runtime::CallOptions).",
    "Requests do nothing until sent. A call that fails returns an [`Error`](runtime::Error).",
];

/// Tells how to use types that the compiler cannot examine with its default limit.
fn recursion_limit(limit: usize) -> [String; 3] {
    [
        "Types of this API are deeply nested. If the compiler reports an overflow while evaluating a".to_owned(),
        "requirement such as `Send`, add this attribute to the root of your crate:".to_owned(),
        format!("`#![recursion_limit = \"{limit}\"]`."),
    ]
}

/// Items that need a feature are links to the runtime's overview, because links to the items
/// would not resolve without the feature.
const CREDENTIALS: &[&str] = &[
    "# Credentials",
    "",
    "The client builder accepts any [`Credentials`](runtime::Credentials):",
    "",
    "* [`ApplicationDefault`](runtime::auth): a service account key, a `gcloud` login, or the",
    "  metadata server, whichever the environment provides.",
    "* [`ServiceAccount`](runtime::auth): a service account, also on behalf of the users of a domain.",
    "* [`ImpersonatedServiceAccount`](runtime::auth): a service account without a key.",
    "* [`Authenticated`](runtime::auth): authorization by a user, in a browser or on another device;",
    "  requires the feature [`yup-oauth2`](#features).",
    "* [`Bearer`](runtime::Bearer): an access token that you already have.",
    "* [`NoCredentials`](runtime::NoCredentials): unauthenticated requests. This is the default.",
    "",
    "The page of [`runtime::auth`] says which credentials to use when.",
];

const SCOPES: &[&str] =
    &["A token's scopes limit what it can do. All scopes are in [`scopes`]; each method lists the ones", "it accepts."];

const TRANSPORTS: &[&str] = &[
    "Without `rustls` and `native-tls`, pass a [`Transport`](runtime::Transport) to the client",
    "builder, such as [`MemoryTransport`](runtime::MemoryTransport) in tests.",
];

/// Returns a table of the features.
fn features() -> Vec<String> {
    let mut lines = vec!["| Feature | Enables |".to_owned(), "|---|---|".to_owned()];
    for feature in FEATURES {
        let default = if feature.default { " (default)" } else { "" };
        lines.push(format!("| `{}`{default} | {} |", feature.name, feature.description));
    }
    lines
}

/// Returns a table of all methods. Its links start at the root, because a module may have the name
/// of a resource.
fn methods(api: &Api, rustdoc: &Rustdoc<'_>) -> Vec<String> {
    let mut lines = vec!["| Method | Description |".to_owned(), "|---|---|".to_owned()];
    let root_path = rustdoc.root_path.to_string();
    let client = format!("{root_path}::Client");
    let mut work = vec![(&api.root, root_path, client, String::new())];
    while let Some((resource, module, owner, accessors)) = work.pop() {
        for method in &resource.methods {
            let function = plain(&method.function);
            let name = code(&format!("{accessors}{function}"));
            let description = rustdoc.summary(method);
            let is_said = fixups::is_deprecated(&description);
            let deprecated = if method.deprecated && !is_said { "*Deprecated.* " } else { "" };
            lines.push(format!("| [{name}]({owner}::{function}) | {deprecated}{description} |"));
        }
        for child in resource.children.iter().rev() {
            let module = format!("{module}::{}", child.module);
            let owner = format!("{module}::{}", child.type_name);
            let accessors = format!("{accessors}{}().", plain(&child.accessor));
            work.push((child, module, owner, accessors));
        }
    }
    lines
}
