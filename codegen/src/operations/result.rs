//! The results of operations, as far as a document tells.

use super::message::bare;
use super::{OperationKind, needs_only_path, prose, request, response};
use crate::discovery::{HttpMethod, RestDescription, RestMethod, RestResource, SchemaKind};

/// The result of an operation.
#[derive(Debug)]
pub(crate) enum OperationResult<'d> {
    /// A resource was deleted.
    Nothing,
    /// The response in the operation's message is of this schema.
    Response(&'d str),
    /// The result is a resource that another method returns.
    Resource { schema: &'d str, get: &'d RestMethod },
    /// The operation's message is all there is.
    Message,
    /// The type of the response is only known when it arrives.
    Unknown,
}

impl<'d> OperationResult<'d> {
    /// Returns the schema of the result, unless it is the operation's message or not known.
    pub(crate) fn schema(&self) -> Option<&'d str> {
        match self {
            Self::Response(schema) | Self::Resource { schema, .. } => Some(schema),
            Self::Nothing | Self::Message | Self::Unknown => None,
        }
    }
}

/// The verbs of methods whose result is a resource.
const RESOURCE_VERBS: &[&str] = &["create", "insert", "patch", "update"];

/// Finds the types that belong to the operation of one method.
pub(super) struct Finder<'f, 'd> {
    pub(super) description: &'d RestDescription,
    pub(super) method: &'d RestMethod,
    /// The name of the method in its resource.
    pub(super) name: &'f str,
    pub(super) resource: &'d RestResource,
}

impl<'d> Finder<'_, 'd> {
    /// Returns the result. `message` is the schema of the operation's message.
    pub(super) fn result(&self, message: &'d str, kind: OperationKind) -> OperationResult<'d> {
        if self.method.http_method == HttpMethod::Delete || self.name.starts_with("delete") {
            return OperationResult::Nothing;
        }
        match kind {
            OperationKind::Response => {
                let schema = self.described("response").or_else(|| self.written()).or_else(|| self.paired("Response"));
                schema.map_or(OperationResult::Unknown, OperationResult::Response)
            }
            OperationKind::Status => {
                let resource = self.written().filter(|schema| *schema != message);
                resource.and_then(|schema| self.resource(schema)).unwrap_or(OperationResult::Message)
            }
        }
    }

    /// Returns the schema of the metadata.
    pub(super) fn metadata(&self) -> Option<&'d str> {
        self.described("metadata").or_else(|| self.paired("Metadata"))
    }

    /// Returns the schema that the method's description names.
    fn described(&self, field: &str) -> Option<&'d str> {
        prose::schema_of_field(self.method.description.as_deref()?, field, self.package(), self.description)
    }

    /// Returns the schema of the resource that the method writes: its request, or the field of a
    /// request such as `CreateInstanceRequest`.
    fn written(&self) -> Option<&'d str> {
        let verb = |name: &str| {
            let name = name.to_ascii_lowercase();
            RESOURCE_VERBS.iter().find(|verb| name.starts_with(**verb)).map(|verb| verb.len())
        };
        verb(self.name)?;
        let request = request(self.method)?;
        let Some(name) = bare(request).strip_suffix("Request") else { return Some(request) };
        // `PATCH` is often called update in the name of its message.
        let name = name.get(verb(name)?..)?;
        let SchemaKind::Object(object) = &self.description.schemas.get(request)?.kind else { return None };
        let mut fields = object.properties.values().filter_map(|property| property.reference());
        fields.find(|schema| bare(schema) == name && !name.is_empty())
    }

    /// Returns the schema whose name is that of the request with another ending.
    fn paired(&self, ending: &str) -> Option<&'d str> {
        let request = request(self.method)?.strip_suffix("Request")?;
        let name = format!("{request}{ending}");
        self.description.schemas.get_key_value(&name).map(|(name, _)| name.as_str())
    }

    /// Returns the package in the names of the method's schemas.
    fn package(&self) -> &str {
        let name = request(self.method).or_else(|| response(self.method)).unwrap_or_default();
        name.strip_suffix(bare(name)).unwrap_or_default()
    }

    /// Returns the resource with the method that returns it, if there is one.
    fn resource(&self, schema: &'d str) -> Option<OperationResult<'d>> {
        let get = self.resource.methods.values().find(|method| {
            let ends_with_variable = method.path.ends_with('}');
            let is_get = method.http_method == HttpMethod::Get && response(method) == Some(schema);
            is_get && needs_only_path(method) && ends_with_variable && extends(&method.path, self.method)
        })?;
        Some(OperationResult::Resource { schema, get })
    }
}

/// Returns `true` if all variables of a path but the last are parameters of the method.
fn extends(path: &str, method: &RestMethod) -> bool {
    let variables: Vec<&str> =
        path.split('{').skip(1).filter_map(|part| part.split('}').next()).map(|name| name.trim_matches('+')).collect();
    variables.split_last().is_some_and(|(_, rest)| rest.iter().all(|name| method.parameters.contains_key(*name)))
}
