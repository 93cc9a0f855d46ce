//! Files with credentials, in JSON.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use http::HeaderValue;

use crate::error::AuthError;
use crate::wire::Json;

/// The limit of a file, in bytes.
const MAX_SIZE: u64 = 1 << 20;

/// Reads credentials from a file. Errors in its content name it.
pub(super) fn read<T>(path: &Path, from_value: impl FnOnce(&Json) -> Result<T, AuthError>) -> Result<T, AuthError> {
    let mut text = Vec::new();
    let file = File::open(path).and_then(|file| file.take(MAX_SIZE).read_to_end(&mut text));
    let unreadable = |error| AuthError::new(format!("{} cannot be read", path.display())).with_displayed_cause(error);
    file.map_err(|error: std::io::Error| unreadable(error))?;
    let credentials = parse(&text).and_then(|credentials| from_value(&credentials));
    credentials.map_err(|error| AuthError::new(format!("{}: {error}", path.display())))
}

/// Parses the content of a file.
pub(super) fn parse(text: &[u8]) -> Result<Json, AuthError> {
    // The error of the parser could quote a secret.
    serde_json::from_slice(text).map_err(|_| AuthError::new("credentials are not valid JSON"))
}

/// Returns an error if the credentials are of another type.
pub(super) fn expect_type(credentials: &Json, expected: &str) -> Result<(), AuthError> {
    match required(credentials, "type")? {
        actual if actual == expected => Ok(()),
        actual => Err(AuthError::new(format!("credentials are of the type `{actual}`; expected `{expected}`"))),
    }
}

/// Returns a member that must be a text.
pub(super) fn required<'c>(credentials: &'c Json, name: &str) -> Result<&'c str, AuthError> {
    optional(credentials, name).ok_or_else(|| AuthError::new(format!("credentials have no `{name}`")))
}

/// Returns a member that is a list of texts, or an empty list if it is missing.
pub(super) fn texts<'c>(credentials: &'c Json, name: &str) -> Result<Vec<&'c str>, AuthError> {
    let texts = match credentials.get(name) {
        None | Some(Json::Null) => Some(Vec::new()),
        Some(list) => list.as_array().and_then(|list| list.iter().map(Json::as_str).collect()),
    };
    texts.ok_or_else(|| AuthError::new(format!("`{name}` is not a list of texts")))
}

/// Returns the project that is billed for requests.
pub(super) fn quota_project(credentials: &Json) -> Result<Option<HeaderValue>, AuthError> {
    let project = optional(credentials, "quota_project_id").map(HeaderValue::try_from).transpose();
    project.map_err(|_| AuthError::new("`quota_project_id` is not the ID of a project"))
}

/// Returns a member that is a text, unless it is empty.
pub(super) fn optional<'c>(credentials: &'c Json, name: &str) -> Option<&'c str> {
    credentials.get(name).and_then(Json::as_str).filter(|text| !text.is_empty())
}
