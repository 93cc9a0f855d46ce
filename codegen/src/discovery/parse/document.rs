//! Parses a `RestDescription`, and reports what the input is if it is something else.

use std::collections::BTreeMap;

use super::json::{self, Node};
use super::object::{ObjectReader, unexpected};
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings, excerpt};
use crate::discovery::{JsonSchema, RestDescription, RestMethod, RestResource};

const HELP: &str = "the generator accepts documents as returned by `…/$discovery/rest?version=…`";

/// Members of a document that do not affect a client.
const IGNORED: &[&str] = &[
    "kind",
    "etag",
    "id",
    "discoveryVersion",
    "canonicalName",
    "ownerDomain",
    "ownerName",
    "icons",
    "protocol",
    "version_module",
    "packagePath",
    "labels",
    "serviceVersion",
    "exponentialBackoffDefault",
    "revision",
    // The runtime implements the parameters that all methods share, whichever ones the document
    // lists.
    "parameters",
    // Whether `{+x}` may be percent-encoded in full. Servers accept both forms, and the runtime
    // follows RFC 6570.
    "fullyEncodeReservedExpansion",
];

impl RestDescription {
    /// Parses the text of a document.
    pub(crate) fn parse(text: &str, warnings: &mut Warnings) -> Result<Self, Error> {
        let root = Pointer::ROOT;
        let node = json::parse(text)?;
        if !matches!(node, Node::Object(_)) {
            return Err(Error::at(&root, format!("expected a Discovery document, found {}", node.kind())));
        }
        let mut object = ObjectReader::new(node, root, warnings)?;
        check_kind(&mut object)?;
        object.ignore(IGNORED);
        let (root_url, service_path) = base_url(&mut object)?;
        let description = Self {
            name: object.string("name")?.ok_or_else(|| missing("name"))?,
            version: object.string("version")?.ok_or_else(|| missing("version"))?,
            title: object.string("title")?,
            description: object.string("description")?,
            documentation_link: object.string("documentationLink")?,
            root_url,
            service_path,
            batch_path: object.string("batchPath")?,
            mtls_root_url: object.string("mtlsRootUrl")?,
            endpoints: endpoints(&mut object, warnings)?,
            scopes: scopes(&mut object, warnings)?,
            features: object.strings("features")?,
            schemas: object.map("schemas", warnings, JsonSchema::parse)?,
            root: RestResource {
                methods: object.map("methods", warnings, RestMethod::parse)?,
                resources: object.map("resources", warnings, RestResource::parse)?,
                deprecated: false,
            },
        };
        object.finish(warnings);
        Ok(description)
    }
}

fn missing(key: &str) -> Error {
    Error::at(&Pointer::ROOT, format!("expected a Discovery document; `{key}` is missing")).help(HELP)
}

/// Rejects JSON that is not a REST description, and reports what it appears to be.
fn check_kind(object: &mut ObjectReader<'_, '_>) -> Result<(), Error> {
    let root = Pointer::ROOT;
    if object.has("error") && !object.has("rootUrl") {
        let message = match object.take("error") {
            Some(Node::Object(members)) => members.entries.into_iter().find_map(|(key, node)| match node {
                Node::String(text) if key == "message" => Some(format!(": \"{}\"", excerpt(&text, 60))),
                _ => None,
            }),
            _ => None,
        };
        return Err(Error::at(
            &root.key("error"),
            format!("this is a server's error response, not a Discovery document{}", message.unwrap_or_default()),
        )
        .help("fetch the document again"));
    }
    if let Some(key) = ["openapi", "swagger"].into_iter().find(|key| object.has(key)) {
        let message = "this is an OpenAPI document, not a Discovery document";
        return Err(Error::at(&root.key(key), message).help(HELP));
    }
    let Some(Node::String(kind)) = object.take("kind") else {
        return Ok(());
    };
    match kind.as_ref() {
        "discovery#restDescription" => Ok(()),
        "discovery#directoryList" => {
            let message = "this is the directory of all APIs, not the document of a single API";
            Err(Error::at(&root.key("kind"), message)
                .help("fetch the document of an API from the `discoveryRestUrl` of its entry"))
        }
        other => {
            let message = format!("expected `discovery#restDescription`, found `{}`", excerpt(other, 60));
            Err(Error::at(&root.key("kind"), message))
        }
    }
}

/// Returns the root URL and the service path.
fn base_url(object: &mut ObjectReader<'_, '_>) -> Result<(String, String), Error> {
    let base_url = object.string("baseUrl")?;
    let base_path = object.string("basePath")?;
    let root_url = object.string("rootUrl")?;
    let service_path = object.string("servicePath")?;
    let (root_url, service_path) = match (root_url, service_path) {
        (Some(root_url), Some(service_path)) => (root_url, service_path),
        // Documents from before 2012 have only `baseUrl` or `basePath`.
        (root_url, _) => split_base(root_url.as_deref(), base_url, base_path).ok_or_else(|| missing("rootUrl"))?,
    };
    if !root_url.starts_with("https://") && !root_url.starts_with("http://") {
        let message = format!("expected an https URL, found `{}`", excerpt(&root_url, 60));
        return Err(Error::at(&Pointer::ROOT.key("rootUrl"), message));
    }
    Ok((root_url, service_path))
}

/// Splits the base URL of an older document into the root URL and the service path.
fn split_base(root_url: Option<&str>, base_url: Option<String>, base_path: Option<String>) -> Option<(String, String)> {
    let url = base_url.or_else(|| {
        let path = base_path?;
        let root = root_url.unwrap_or("https://www.googleapis.com/");
        Some(format!("{}/{}", root.trim_end_matches('/'), path.trim_start_matches('/')))
    })?;
    let host_start = url.find("://")? + 3;
    let host_end = url.get(host_start..)?.find('/').map_or(url.len(), |at| host_start + at + 1);
    Some((url.get(..host_end)?.to_owned(), url.get(host_end..)?.to_owned()))
}

fn scopes(object: &mut ObjectReader<'_, '_>, warnings: &mut Warnings) -> Result<BTreeMap<String, String>, Error> {
    let Some(auth) = object.take("auth") else {
        return Ok(BTreeMap::new());
    };
    let parent = object.pointer;
    let pointer = parent.key("auth");
    let mut auth = ObjectReader::new(auth, pointer, warnings)?;
    let scopes = match auth.take("oauth2") {
        None => BTreeMap::new(),
        Some(node) => {
            let mut oauth2 = ObjectReader::new(node, pointer.key("oauth2"), warnings)?;
            let scopes = oauth2.map("scopes", warnings, |node, pointer, warnings| {
                let mut scope = ObjectReader::new(node, pointer, warnings)?;
                let description = scope.string("description")?.unwrap_or_default();
                scope.finish(warnings);
                Ok(description)
            })?;
            oauth2.finish(warnings);
            scopes
        }
    };
    auth.finish(warnings);
    Ok(scopes)
}

fn endpoints(
    object: &mut ObjectReader<'_, '_>,
    warnings: &mut Warnings,
) -> Result<Vec<(String, Option<String>)>, Error> {
    let parent = object.pointer;
    let pointer = parent.key("endpoints");
    let items = match object.take("endpoints") {
        None => return Ok(Vec::new()),
        Some(Node::Array(items)) => items,
        Some(other) => return Err(unexpected(&pointer, "an array", &other)),
    };
    let mut endpoints = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        let pointer = pointer.index(index);
        let mut endpoint = ObjectReader::new(item, pointer, warnings)?;
        endpoint.ignore(&["description", "deprecated"]);
        let url = endpoint.string("endpointUrl")?.ok_or_else(|| Error::at(&pointer, "`endpointUrl` is missing"))?;
        let location = endpoint.string("location")?;
        endpoint.finish(warnings);
        endpoints.push((url, location));
    }
    Ok(endpoints)
}
