//! What stands at the top of the crate's documentation: for somebody who knows neither the API nor these crates.

use super::example::Caller;
use crate::markdown::{cell, code, escape};
use crate::model::{Api, Method, Resource};

/// The crate's documentation. Each method is named once, in a row of its own, so that one more changes one line.
pub(super) fn of_crate(api: &Api, client: &Caller<'_>) -> Vec<String> {
    let mut lines = vec![format!("# {}", escape(&api.title))];
    paragraph(&mut lines, api.docs.0.iter().cloned());
    if let Some((caller, method)) = first_method(api, client) {
        let example = caller.first_example(method);
        if !example.is_empty() {
            paragraph(&mut lines, ["# A first call".to_owned()]);
            paragraph(&mut lines, example);
        }
        paragraph(&mut lines, ["# Credentials".to_owned()]);
        paragraph(&mut lines, credentials(api));
        paragraph(&mut lines, ["# Methods".to_owned()]);
        paragraph(&mut lines, METHODS.map(str::to_owned));
        paragraph(&mut lines, ["| Method | What it does |".to_owned(), "|---|---|".to_owned()]);
        rows(api, &mut lines);
    }
    lines
}

/// What a resource is, and how one comes to it.
pub(super) fn of_resource(resource: &Resource, caller: &Caller<'_>) -> Vec<String> {
    let name = resource.accessor.trim_start_matches("r#");
    vec![
        format!("The methods of `{name}`."),
        String::new(),
        format!(
            "Reached as `{}`; what each method does stands in a table on [the API's page]({}).",
            caller.place(),
            caller.root_path()
        ),
    ]
}

/// A line for the list of modules, which has nothing else to say of a resource.
pub(super) fn of_module(resource: &Resource) -> String {
    format!("`{}`: its methods, and the requests that they make.", resource.accessor.trim_start_matches("r#"))
}

const METHODS: [&str; 3] = [
    "A method makes a request: required parameters and the message are its arguments, optional parameters",
    "are functions of the request, and nothing happens until it is sent. What may go wrong is an",
    "[`Error`](runtime::Error).",
];

fn credentials(api: &Api) -> Vec<String> {
    let mut lines = vec![
        "The builder takes anything that implements [`Credentials`](runtime::Credentials):".to_owned(),
        String::new(),
        "* [`Bearer`](runtime::Bearer) is an access token that you have already.".to_owned(),
        "* `runtime::application_default` takes what the machine has: a service account's key, a login of".to_owned(),
        "  `gcloud`, workload identity or the metadata server. It needs the feature `google-cloud-auth`.".to_owned(),
        "* `runtime::InstalledApp` asks a user for leave, in a browser or on another device. It needs the feature"
            .to_owned(),
        "  `yup-oauth2`.".to_owned(),
        "* [`NoCredentials`](runtime::NoCredentials) sends requests as they are.".to_owned(),
    ];
    if !api.scopes.is_empty() {
        lines.extend([
            String::new(),
            "What a token may do is told by its scopes: they are in [`scopes`], and each method names those that"
                .to_owned(),
            "it accepts.".to_owned(),
        ]);
    }
    lines.extend([
        String::new(),
        "The feature `rustls` is the transport, and on by default; `native-tls` is the same over the system's TLS."
            .to_owned(),
        "Without either give the builder a [`Transport`](runtime::Transport) of your own, such as".to_owned(),
        "[`MemoryTransport`](runtime::MemoryTransport) in tests. `http2` lets many calls share a connection; `tower`"
            .to_owned(),
        "takes any service and `reqwest` a client of its own as transport; `blocking` waits without an async runtime,"
            .to_owned(),
        "`tracing` tells of calls and attempts, and `serde` makes messages and enums serde's types, too.".to_owned(),
    ]);
    lines
}

fn rows(api: &Api, lines: &mut Vec<String>) {
    // From the root, whatever a module is called.
    let root_path = api.root_path.to_string();
    let client = format!("{root_path}::Client");
    let mut work = vec![(&api.root, root_path, client, String::new())];
    while let Some((resource, module, owner, place)) = work.pop() {
        for method in &resource.methods {
            let function = method.function.trim_start_matches("r#");
            let said = cell(&method.docs.0);
            let said = if method.deprecated { format!("*Deprecated.* {said}") } else { said };
            let name = code(&format!("{place}{function}"));
            lines.push(format!("| [{name}]({owner}::{function}) | {said} |"));
        }
        for child in resource.children.iter().rev() {
            let module = format!("{module}::{}", child.module);
            let owner = format!("{module}::{}", child.type_name);
            let place = format!("{place}{}().", child.accessor.trim_start_matches("r#"));
            work.push((child, module, owner, place));
        }
    }
}

/// The method that teaches most: one that only reads, and asks for little.
fn first_method<'a>(api: &'a Api, client: &Caller<'a>) -> Option<(Caller<'a>, &'a Method)> {
    let mut resources = Vec::new();
    let mut work = vec![(&api.root, client.clone())];
    while let Some((resource, caller)) = work.pop() {
        work.extend(resource.children.iter().rev().map(|child| (child, caller.below(child))));
        resources.push((resource, caller));
    }
    let methods = resources
        .iter()
        .flat_map(|(resource, caller)| resource.methods.iter().map(move |method| (*resource, caller, method)));
    let best = methods.min_by_key(|(resource, _, method)| {
        let rank = ["list", "get"].iter().position(|name| *name == method.function).unwrap_or(2);
        (resource.deprecated || method.deprecated, rank, method.required.len() + usize::from(method.body.is_some()))
    });
    best.map(|(_, caller, method)| (caller.clone(), method))
}

fn paragraph(lines: &mut Vec<String>, more: impl IntoIterator<Item = String>) {
    let mut more = more.into_iter().peekable();
    if more.peek().is_some() {
        lines.push(String::new());
        lines.extend(more);
    }
}
