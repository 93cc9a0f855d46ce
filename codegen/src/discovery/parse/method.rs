//! Parses a `RestMethod`.

use super::json::Node;
use super::object::ObjectReader;
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings};
use crate::discovery::{HttpMethod, JsonSchema, MediaUpload, RestMethod};

impl RestMethod {
    pub(super) fn parse(node: Node<'_>, pointer: Pointer<'_>, warnings: &mut Warnings) -> Result<Self, Error> {
        let mut object = ObjectReader::new(node, pointer, warnings)?;
        // `flatPath` is `path` with the patterns of its variables expanded; requests use `path`.
        object.ignore(&["flatPath", "etagRequired"]);
        let missing = |key: &str| Error::at(&pointer, format!("method has no `{key}`"));
        let mut request_name = None;
        let request = match object.take("request") {
            None => None,
            Some(mut node) => {
                request_name = take_parameter_name(&mut node);
                Some(JsonSchema::parse(node, pointer.key("request"), warnings)?)
            }
        };
        let method = Self {
            id: object.string("id")?.ok_or_else(|| missing("id"))?,
            path: object.string("path")?.ok_or_else(|| missing("path"))?,
            http_method: HttpMethod::from(object.string("httpMethod")?.ok_or_else(|| missing("httpMethod"))?),
            description: object.string("description")?,
            parameters: object.map("parameters", warnings, JsonSchema::parse_boxed)?,
            parameter_order: object.strings("parameterOrder")?,
            request,
            request_name,
            response: match object.take("response") {
                None => None,
                Some(node) => Some(JsonSchema::parse(node, pointer.key("response"), warnings)?),
            },
            scopes: object.strings("scopes")?,
            media_upload: match object.take("mediaUpload") {
                None => None,
                Some(node) => Some(MediaUpload::parse(node, pointer.key("mediaUpload"), warnings)?),
            },
            supports_media_upload: object.bool("supportsMediaUpload")?,
            supports_media_download: object.bool("supportsMediaDownload")?,
            use_media_download_service: object.bool("useMediaDownloadService")?,
            supports_subscription: object.bool("supportsSubscription")?,
            api_version: object.string("apiVersion")?,
            deprecated: object.bool("deprecated")?,
        };
        object.finish(warnings);
        Ok(method)
    }
}

/// Removes `parameterName` from a request: it is not a member of a schema.
fn take_parameter_name(request: &mut Node<'_>) -> Option<String> {
    let Node::Object(members) = request else { return None };
    let is_name = |key: &str, value: &Node<'_>| key == "parameterName" && matches!(value, Node::String(_));
    let index = members.entries.iter().position(|(key, value)| is_name(key, value))?;
    match members.entries.remove(index) {
        (_, Node::String(name)) => Some(name.into_owned()),
        _ => None,
    }
}

impl MediaUpload {
    fn parse(node: Node<'_>, pointer: Pointer<'_>, warnings: &mut Warnings) -> Result<Self, Error> {
        let mut object = ObjectReader::new(node, pointer, warnings)?;
        let mut upload =
            Self { accept: object.strings("accept")?, max_size: object.scalar("maxSize")?, ..Self::default() };
        if let Some(node) = object.take("protocols") {
            let mut protocols = ObjectReader::new(node, pointer.key("protocols"), warnings)?;
            for (key, path) in [("simple", &mut upload.simple_path), ("resumable", &mut upload.resumable_path)] {
                if let Some(node) = protocols.take(key) {
                    let parent = protocols.pointer;
                    let mut protocol = ObjectReader::new(node, parent.key(key), warnings)?;
                    // `true` for both protocols in every known document.
                    protocol.ignore(&["multipart"]);
                    *path = protocol.string("path")?;
                    protocol.finish(warnings);
                }
            }
            protocols.finish(warnings);
        }
        object.finish(warnings);
        Ok(upload)
    }
}
