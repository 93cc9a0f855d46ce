//! `RestMethod`: one call.

use std::collections::BTreeMap;

use super::json::Node;
use super::object::Object;
use super::schema::JsonSchema;
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings};

/// A method of a resource, or of the API itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct RestMethod {
    pub(crate) id: String,
    pub(crate) path: String,
    pub(crate) http_method: String,
    pub(crate) description: Option<String>,
    pub(crate) parameters: BTreeMap<String, JsonSchema>,
    pub(crate) parameter_order: Vec<String>,
    pub(crate) request: Option<JsonSchema>,
    /// The name that older documents give to the body among the parameters.
    pub(crate) request_name: Option<String>,
    pub(crate) response: Option<JsonSchema>,
    pub(crate) scopes: Vec<String>,
    pub(crate) media_upload: Option<MediaUpload>,
    pub(crate) supports_media_upload: bool,
    pub(crate) supports_media_download: bool,
    pub(crate) use_media_download_service: bool,
    pub(crate) supports_subscription: bool,
    pub(crate) api_version: Option<String>,
    pub(crate) deprecated: bool,
    /// Whether the method becomes code. All names are made for the whole document, so that choosing one more
    /// method renames nothing.
    pub(crate) selected: bool,
}

/// How a method takes media.
#[derive(Clone, Debug, Default)]
pub(crate) struct MediaUpload {
    pub(crate) accept: Vec<String>,
    /// As the document writes it: `10MB`, `5120GB`.
    pub(crate) max_size: Option<String>,
    pub(crate) simple_path: Option<String>,
    pub(crate) resumable_path: Option<String>,
}

impl RestMethod {
    pub(super) fn read(node: Node<'_>, pointer: Pointer<'_>, warnings: &mut Warnings) -> Result<Self, Error> {
        let mut object = Object::new(node, pointer, warnings)?;
        // `flatPath` is `path` with its variables spelled out; `path` is what goes on the wire.
        object.ignore(&["flatPath", "etagRequired"]);
        let missing = |key: &str| {
            Error::at(&pointer, format!("expected a method with `id`, `path` and `httpMethod`; `{key}` is missing"))
        };
        let mut request_name = None;
        let request = match object.take("request") {
            None => None,
            Some(mut node) => {
                if let Node::Object(members) = &mut node
                    && let Some(index) = members
                        .entries
                        .iter()
                        .position(|(key, value)| key == "parameterName" && matches!(value, Node::String(_)))
                    && let (_, Node::String(name)) = members.entries.remove(index)
                {
                    request_name = Some(name.into_owned());
                }
                Some(JsonSchema::read(node, pointer.key("request"), warnings)?)
            }
        };
        let method = Self {
            id: object.string("id")?.ok_or_else(|| missing("id"))?,
            path: object.string("path")?.ok_or_else(|| missing("path"))?,
            http_method: object.string("httpMethod")?.ok_or_else(|| missing("httpMethod"))?,
            description: object.string("description")?,
            parameters: object.map("parameters", warnings, JsonSchema::read)?,
            parameter_order: object.strings("parameterOrder")?,
            request,
            request_name,
            response: match object.take("response") {
                None => None,
                Some(node) => Some(JsonSchema::read(node, pointer.key("response"), warnings)?),
            },
            scopes: object.strings("scopes")?,
            media_upload: match object.take("mediaUpload") {
                None => None,
                Some(node) => Some(MediaUpload::read(node, pointer.key("mediaUpload"), warnings)?),
            },
            supports_media_upload: object.bool("supportsMediaUpload")?,
            supports_media_download: object.bool("supportsMediaDownload")?,
            use_media_download_service: object.bool("useMediaDownloadService")?,
            supports_subscription: object.bool("supportsSubscription")?,
            api_version: object.string("apiVersion")?,
            deprecated: object.bool("deprecated")?,
            selected: true,
        };
        object.finish(warnings);
        Ok(method)
    }
}

impl MediaUpload {
    fn read(node: Node<'_>, pointer: Pointer<'_>, warnings: &mut Warnings) -> Result<Self, Error> {
        let mut object = Object::new(node, pointer, warnings)?;
        let mut upload =
            Self { accept: object.strings("accept")?, max_size: object.text("maxSize")?, ..Self::default() };
        if let Some(node) = object.take("protocols") {
            let mut protocols = Object::new(node, pointer.key("protocols"), warnings)?;
            for (key, path) in [("simple", &mut upload.simple_path), ("resumable", &mut upload.resumable_path)] {
                if let Some(node) = protocols.take(key) {
                    let at = protocols.pointer;
                    let mut protocol = Object::new(node, at.key(key), warnings)?;
                    // Both protocols take a multipart body; no document says otherwise.
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
