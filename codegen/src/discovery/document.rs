//! `RestDescription`: a whole document.

use std::collections::BTreeMap;

use super::{Addresses, JsonSchema, RestResource, SchemaKind};

/// The description of an API.
#[derive(Clone, Debug, Default)]
pub(crate) struct RestDescription {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) documentation_link: Option<String>,
    pub(crate) addresses: Addresses,
    /// Descriptions of the OAuth scopes by URL.
    pub(crate) scopes: BTreeMap<String, String>,
    /// The feature `dataWrapper`: bodies are wrapped in an object whose only member is `data`.
    pub(crate) data_wrapper: bool,
    pub(crate) schemas: BTreeMap<String, JsonSchema>,
    /// The methods of the API itself and its resources.
    pub(crate) root: RestResource,
}

impl RestDescription {
    /// Returns the schema that `schema` refers to, or `schema` itself if it is not a reference.
    pub(crate) fn resolve<'d>(&'d self, schema: &'d JsonSchema) -> Option<&'d JsonSchema> {
        match &schema.kind {
            SchemaKind::Reference(name) => self.schemas.get(name),
            _ => Some(schema),
        }
    }
}
