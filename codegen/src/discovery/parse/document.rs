//! Parses a `RestDescription`, and reports what the input is if it is something else.

use std::collections::BTreeMap;

use super::global_parameters;
use super::json::{self, Node};
use super::object::ObjectReader;
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings, excerpt};
use crate::discovery::{Addresses, JsonSchema, RestDescription, RestMethod, RestResource};

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
        let addresses = Addresses::parse(&mut object, warnings)?;
        global_parameters::parse(&mut object, warnings)?;
        let description = Self {
            name: object.string("name")?.ok_or_else(|| missing("name"))?,
            version: object.string("version")?.ok_or_else(|| missing("version"))?,
            title: object.string("title")?,
            description: object.string("description")?,
            documentation_link: documentation_link(&mut object, warnings)?,
            addresses,
            scopes: scopes(&mut object, warnings)?,
            data_wrapper: data_wrapper(&mut object, warnings)?,
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

pub(super) fn missing(key: &str) -> Error {
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

/// Returns the link to the documentation if a browser can follow it.
fn documentation_link(object: &mut ObjectReader<'_, '_>, warnings: &mut Warnings) -> Result<Option<String>, Error> {
    let link = object.string("documentationLink")?.filter(|link| !link.is_empty());
    let is_page = |link: &String| link.starts_with("https://") || link.starts_with("http://");
    if link.as_ref().is_some_and(|link| !is_page(link)) {
        let parent = object.pointer;
        warnings.push(&parent.key("documentationLink"), "not the URL of a web page; ignored");
    }
    Ok(link.filter(is_page))
}

/// Returns whether bodies are wrapped in `data`, and reports other features.
fn data_wrapper(object: &mut ObjectReader<'_, '_>, warnings: &mut Warnings) -> Result<bool, Error> {
    let parent = object.pointer;
    let pointer = parent.key("features");
    let mut data_wrapper = false;
    for (index, feature) in object.strings("features")?.iter().enumerate() {
        if feature == "dataWrapper" {
            data_wrapper = true;
        } else {
            warnings.push(&pointer.index(index), format!("unknown feature `{}`; ignored", excerpt(feature, 60)));
        }
    }
    Ok(data_wrapper)
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
