//! `RestDescription`: the whole document.

use std::collections::{BTreeMap, BTreeSet};

use super::json::{self, Node};
use super::method::RestMethod;
use super::object::Object;
use super::schema::JsonSchema;
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings, excerpt};

/// An API.
#[derive(Clone, Debug, Default)]
pub(crate) struct RestDescription {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) documentation_link: Option<String>,
    pub(crate) root_url: String,
    pub(crate) service_path: String,
    pub(crate) batch_path: Option<String>,
    pub(crate) mtls_root_url: Option<String>,
    /// Regional endpoints: the URL and where it is.
    pub(crate) endpoints: Vec<(String, Option<String>)>,
    /// OAuth scopes and what they grant.
    pub(crate) scopes: BTreeMap<String, String>,
    pub(crate) features: Vec<String>,
    pub(crate) schemas: BTreeMap<String, JsonSchema>,
    /// The schemas that selected methods reach; none: all of them, reached or not.
    pub(crate) reached: Option<BTreeSet<String>>,
    /// The API itself as a resource: its own methods and the resources.
    pub(crate) root: RestResource,
}

/// A group of methods.
#[derive(Clone, Debug, Default)]
pub(crate) struct RestResource {
    pub(crate) methods: BTreeMap<String, RestMethod>,
    pub(crate) resources: BTreeMap<String, RestResource>,
    pub(crate) deprecated: bool,
}

impl RestDescription {
    /// The schema itself, or the one that it refers to.
    pub(crate) fn resolve<'d>(&'d self, schema: &'d JsonSchema) -> Option<&'d JsonSchema> {
        match &schema.reference {
            Some(name) => self.schemas.get(name),
            None => Some(schema),
        }
    }

    /// Reads a document's text.
    pub(crate) fn parse(text: &str, warnings: &mut Warnings) -> Result<Self, Error> {
        let root = Pointer::ROOT;
        let node = json::parse(text)?;
        if !matches!(node, Node::Object(_)) {
            let message = format!("expected a Discovery document, which is an object; found {}", node.kind());
            return Err(Error::at(&root, message));
        }
        let mut object = Object::new(node, root, warnings)?;
        is_rest_description(&mut object)?;
        object.ignore(&[
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
            // What every method takes is the client's to offer, whatever the document says of it.
            "parameters",
            // Whether `{+x}` may be encoded in full; servers take either, and the client follows RFC 6570.
            "fullyEncodeReservedExpansion",
        ]);
        let missing = |key: &str| {
            Error::at(&root, format!("expected a Discovery document; `{key}` is missing"))
                .help("the generator reads documents as `…/$discovery/rest?version=…` answers them")
        };
        let base_url = object.string("baseUrl")?;
        let base_path = object.string("basePath")?;
        let root_url = object.string("rootUrl")?;
        let service_path = object.string("servicePath")?;
        let (root_url, service_path) = match (root_url, service_path) {
            (Some(root_url), Some(service_path)) => (root_url, service_path),
            // Documents from before 2012 know only `baseUrl` or `basePath`.
            (root_url, _) => older_base(root_url.as_deref(), base_url, base_path).ok_or_else(|| missing("rootUrl"))?,
        };
        if !root_url.starts_with("https://") && !root_url.starts_with("http://") {
            let message = format!("expected an https URL, found `{}`", excerpt(&root_url, 60));
            return Err(Error::at(&root.key("rootUrl"), message));
        }
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
            schemas: object.map("schemas", warnings, JsonSchema::read)?,
            reached: None,
            root: RestResource {
                methods: object.map("methods", warnings, RestMethod::read)?,
                resources: object.map("resources", warnings, RestResource::read)?,
                deprecated: false,
            },
        };
        object.finish(warnings);
        Ok(description)
    }
}

/// Refuses what is JSON but no REST description, and says what it seems to be.
fn is_rest_description(object: &mut Object<'_, '_>) -> Result<(), Error> {
    let root = Pointer::ROOT;
    if object.has("error") && !object.has("rootUrl") {
        let said = match object.take("error") {
            Some(Node::Object(members)) => members.entries.into_iter().find_map(|(key, node)| match node {
                Node::String(text) if key == "message" => Some(format!(": \"{}\"", excerpt(&text, 60))),
                _ => None,
            }),
            _ => None,
        };
        return Err(Error::at(
            &root.key("error"),
            format!("this is a server's error message, not a Discovery document{}", said.unwrap_or_default()),
        )
        .help("fetch the document again"));
    }
    if let Some(key) = ["openapi", "swagger"].into_iter().find(|key| object.has(key)) {
        return Err(Error::at(&root.key(key), "this is an OpenAPI document, not a Discovery document")
            .help("the generator reads documents as `…/$discovery/rest?version=…` answers them"));
    }
    let kind = match object.take("kind") {
        Some(Node::String(kind)) => kind,
        _ => return Ok(()),
    };
    match kind.as_ref() {
        "discovery#restDescription" => Ok(()),
        "discovery#directoryList" => {
            Err(Error::at(&root.key("kind"), "this is the directory of APIs, not the document of one")
                .help("fetch the document of one API: the `discoveryRestUrl` of an entry"))
        }
        other => Err(Error::at(
            &root.key("kind"),
            format!("expected `discovery#restDescription`, found `{}`", excerpt(other, 60)),
        )),
    }
}

/// Root URL and service path from the members that older documents have.
fn older_base(root_url: Option<&str>, base_url: Option<String>, base_path: Option<String>) -> Option<(String, String)> {
    let url = base_url.or_else(|| {
        let path = base_path?;
        let root = root_url.unwrap_or("https://www.googleapis.com/");
        Some(format!("{}/{}", root.trim_end_matches('/'), path.trim_start_matches('/')))
    })?;
    let host_start = url.find("://")? + 3;
    let host_end = url.get(host_start..)?.find('/').map_or(url.len(), |at| host_start + at + 1);
    Some((url.get(..host_end)?.to_owned(), url.get(host_end..)?.to_owned()))
}

fn scopes(object: &mut Object<'_, '_>, warnings: &mut Warnings) -> Result<BTreeMap<String, String>, Error> {
    let Some(auth) = object.take("auth") else {
        return Ok(BTreeMap::new());
    };
    let parent = object.pointer;
    let pointer = parent.key("auth");
    let mut auth = Object::new(auth, pointer, warnings)?;
    let scopes = match auth.take("oauth2") {
        None => BTreeMap::new(),
        Some(node) => {
            let mut oauth2 = Object::new(node, pointer.key("oauth2"), warnings)?;
            let scopes = oauth2.map("scopes", warnings, |node, pointer, warnings| {
                let mut scope = Object::new(node, pointer, warnings)?;
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

fn endpoints(object: &mut Object<'_, '_>, warnings: &mut Warnings) -> Result<Vec<(String, Option<String>)>, Error> {
    let parent = object.pointer;
    let pointer = parent.key("endpoints");
    match object.take("endpoints") {
        None => Ok(Vec::new()),
        Some(Node::Array(items)) => items
            .into_iter()
            .enumerate()
            .map(|(index, item)| {
                let pointer = pointer.index(index);
                let mut endpoint = Object::new(item, pointer, warnings)?;
                endpoint.ignore(&["description", "deprecated"]);
                let url =
                    endpoint.string("endpointUrl")?.ok_or_else(|| Error::at(&pointer, "expected an `endpointUrl`"))?;
                let location = endpoint.string("location")?;
                endpoint.finish(warnings);
                Ok((url, location))
            })
            .collect(),
        Some(other) => Err(super::object::unexpected(&pointer, "an array", &other)),
    }
}

impl RestDescription {
    /// Whether this schema becomes a type.
    pub(crate) fn is_reached(&self, schema: &str) -> bool {
        self.reached.as_ref().is_none_or(|reached| reached.contains(schema))
    }
}

impl RestResource {
    /// Whether any of its methods, or of those below it, becomes code.
    pub(crate) fn is_selected(&self) -> bool {
        self.methods.values().any(|method| method.selected) || self.resources.values().any(Self::is_selected)
    }

    fn read(node: Node<'_>, pointer: Pointer<'_>, warnings: &mut Warnings) -> Result<Self, Error> {
        let mut object = Object::new(node, pointer, warnings)?;
        let resource = Self {
            methods: object.map("methods", warnings, RestMethod::read)?,
            resources: object.map("resources", warnings, Self::read)?,
            deprecated: object.bool("deprecated")?,
        };
        object.finish(warnings);
        Ok(resource)
    }
}
