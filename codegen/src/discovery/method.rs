//! `RestMethod`: a method of a resource.

use std::collections::BTreeMap;
use std::fmt;

use super::JsonSchema;

/// A method of a resource, or of the API itself.
#[derive(Clone, Debug)]
pub(crate) struct RestMethod {
    pub(crate) id: String,
    pub(crate) path: String,
    pub(crate) http_method: HttpMethod,
    pub(crate) description: Option<String>,
    pub(crate) parameters: BTreeMap<String, Box<JsonSchema>>,
    pub(crate) parameter_order: Vec<String>,
    pub(crate) request: Option<JsonSchema>,
    /// The name of the request body among the parameters. Only older documents have one.
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
}

/// The upload protocols of a method, and their limits.
#[derive(Clone, Debug, Default)]
pub(crate) struct MediaUpload {
    pub(crate) accept: Vec<String>,
    /// As written in the document: `10MB`, `5120GB`.
    pub(crate) max_size: Option<String>,
    pub(crate) simple_path: Option<String>,
    pub(crate) resumable_path: Option<String>,
}

/// An HTTP method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HttpMethod {
    Get,
    Post,
    Put,
    Patch,
    Delete,
    Head,
    Options,
    /// A method that the generator does not support.
    Unknown(String),
}

impl HttpMethod {
    /// The supported methods, as listed in error messages.
    pub(crate) const SUPPORTED: &str = "GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS";

    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Unknown(name) => name,
        }
    }
}

impl From<String> for HttpMethod {
    fn from(name: String) -> Self {
        match name.as_str() {
            "GET" => Self::Get,
            "POST" => Self::Post,
            "PUT" => Self::Put,
            "PATCH" => Self::Patch,
            "DELETE" => Self::Delete,
            "HEAD" => Self::Head,
            "OPTIONS" => Self::Options,
            _ => Self::Unknown(name),
        }
    }
}

impl fmt::Display for HttpMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
