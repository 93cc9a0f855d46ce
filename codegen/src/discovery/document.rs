//! `RestDescription`: a whole document.

use std::collections::BTreeMap;

use super::{JsonSchema, RestResource, SchemaKind};

/// The description of an API.
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
    /// URLs of the regional endpoints, each with its location.
    pub(crate) endpoints: Vec<(String, Option<String>)>,
    /// Descriptions of the OAuth scopes by URL.
    pub(crate) scopes: BTreeMap<String, String>,
    pub(crate) features: Vec<String>,
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
