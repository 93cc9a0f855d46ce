//! The object that an upload creates, in the terms of the XML API.

use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};

use crate::error::BuildError;
use crate::headers::QUOTA_PROJECT;
use crate::printable::Printable;
use crate::request::UntypedCall;
use crate::wire::Json;

/// The only method whose media can be uploaded in parts.
const METHOD: &str = "storage.objects.insert";

/// The headers of fields of an object.
const FIELDS: &[(&str, &str)] = &[
    ("cacheControl", "cache-control"),
    ("contentDisposition", "content-disposition"),
    ("contentEncoding", "content-encoding"),
    ("contentLanguage", "content-language"),
    ("contentType", "content-type"),
    ("customTime", "x-goog-custom-time"),
    ("storageClass", "x-goog-storage-class"),
];

/// The headers of query parameters.
const PARAMETERS: &[(&str, &str)] = &[
    ("contentEncoding", "content-encoding"),
    ("kmsKeyName", "x-goog-encryption-kms-key-name"),
    ("userProject", QUOTA_PROJECT),
];

/// The query parameters that concern only the response or the name, which is part of the URL.
const IGNORED_PARAMETERS: &[&str] = &["alt", "fields", "name", "prettyPrint", "projection", "quotaUser"];

/// An object that does not exist yet.
pub(super) struct NewObject {
    pub(super) bucket: String,
    pub(super) name: String,
    /// The headers that describe the object.
    pub(super) headers: HeaderMap,
}

impl NewObject {
    /// Translates the arguments of a call. What the XML API does not have is an error.
    pub(super) fn of_call(call: &UntypedCall, content_type: &HeaderValue) -> Result<Self, BuildError> {
        if call.method.id() != METHOD {
            return Err(BuildError::new(format!("only the media of {METHOD} can be uploaded in parts")));
        }
        let mut object = Self {
            bucket: call.path_value("bucket").unwrap_or_default(),
            name: call.query_value("name").unwrap_or_default().to_owned(),
            headers: HeaderMap::from_iter([(CONTENT_TYPE, content_type.clone())]),
        };
        for (name, value) in call.query_parameters() {
            object.add_parameter(name, value)?;
        }
        if let Some(name) = call.headers().keys().find(|name| !is_available(name.as_str())) {
            return Err(unsupported("header", name.as_str()));
        }
        let message: Option<Json> = call.message().and_then(|message| serde_json::from_slice(message).ok());
        for (name, value) in message.as_ref().and_then(Json::as_object).into_iter().flatten() {
            object.add_field(name, value)?;
        }
        Ok(object)
    }

    fn add_parameter(&mut self, name: &str, value: &str) -> Result<(), BuildError> {
        match PARAMETERS.iter().find(|(parameter, _)| *parameter == name) {
            Some((_, header)) => self.add_header(header, value),
            None if name == "predefinedAcl" => self.add_header("x-goog-acl", &acl(value)),
            None if IGNORED_PARAMETERS.contains(&name) => Ok(()),
            None => Err(unsupported("parameter", name)),
        }
    }

    fn add_field(&mut self, name: &str, value: &Json) -> Result<(), BuildError> {
        match (name, value, value.as_str()) {
            (_, Json::Null, _) | ("kind" | "bucket", ..) => Ok(()),
            ("name", _, Some(text)) => {
                if self.name.is_empty() {
                    text.clone_into(&mut self.name);
                }
                Ok(())
            }
            ("metadata", Json::Object(entries), _) => entries.iter().try_for_each(|(key, value)| {
                let text = value.as_str().ok_or_else(|| unsupported("metadata", key))?;
                self.add_header(&format!("x-goog-meta-{key}"), text)
            }),
            (_, _, Some(text)) => match FIELDS.iter().find(|(field, _)| *field == name) {
                Some((_, header)) => self.add_header(header, text),
                None => Err(unsupported("field", name)),
            },
            _ => Err(unsupported("field", name)),
        }
    }

    fn add_header(&mut self, name: &str, value: &str) -> Result<(), BuildError> {
        let invalid = || BuildError::new(format!("`{}` has no value that a header can contain", Printable(name)));
        // Cloud Storage reads other characters in the encoding of the URL.
        let is_text = value.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        let value = HeaderValue::try_from(value).ok().filter(|_| is_text).ok_or_else(invalid)?;
        self.headers.insert(HeaderName::try_from(name).map_err(|_| invalid())?, value);
        Ok(())
    }
}

fn unsupported(what: &str, name: &str) -> BuildError {
    BuildError::new(format!("{what} `{}` is not available for uploads in parts", Printable(name)))
}

/// Returns `true` unless the header is a precondition or describes the body of a single request.
fn is_available(header: &str) -> bool {
    let is_precondition = header.starts_with("if-") || header.starts_with("x-goog-if-");
    !is_precondition && !matches!(header, "content-encoding" | "content-md5" | "x-goog-hash")
}

/// Returns the name of a predefined ACL in the XML API: `publicRead` is `public-read`.
fn acl(value: &str) -> String {
    let mut name = String::new();
    for c in value.chars() {
        if c.is_ascii_uppercase() {
            name.push('-');
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::acl;

    #[test]
    fn translates_predefined_acls() {
        for (json, xml) in [
            ("authenticatedRead", "authenticated-read"),
            ("bucketOwnerFullControl", "bucket-owner-full-control"),
            ("private", "private"),
            ("publicRead", "public-read"),
        ] {
            assert_eq!(acl(json), xml);
        }
    }
}
