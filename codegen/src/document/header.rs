//! The members that identify a document.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::diagnostics::Error;
use crate::diagnostics::pointer::Pointer;

/// The members that identify a Discovery document.
///
/// [`Header::parse`] skips the rest of the document, which makes it fast enough for a folder of
/// hundreds of documents. A member that is missing or not a string is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Header {
    /// The kind of document. `discovery#restDescription` for a Discovery document.
    pub kind: String,
    /// The name of the API: `drive`.
    pub name: String,
    /// The version of the API: `v3`.
    pub version: String,
    /// The revision, usually a date: `20260131`.
    pub revision: String,
    /// The title of the API.
    pub title: String,
    /// The description of the API.
    pub description: String,
}

impl Header {
    /// Reads the header of a document, ignoring a leading byte order mark.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not a JSON object.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).map_err(|error| invalid(&error))?;
        let string = |key: &str| {
            members.get(key).and_then(|raw| serde_json::from_str::<String>(raw.get()).ok()).unwrap_or_default()
        };
        Ok(Self {
            kind: string("kind"),
            name: string("name"),
            version: string("version"),
            revision: string("revision"),
            title: string("title"),
            description: string("description"),
        })
    }
}

fn invalid(error: &serde_json::Error) -> Error {
    if error.is_data() {
        return Error::at(&Pointer::ROOT, "expected a Discovery document, which is a JSON object");
    }
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message);
    Error::text(error.line(), error.column(), format!("invalid JSON: {message}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_strings_and_ignores_other_values() {
        let header = Header::parse("\u{feff}{\"name\": \"notes\", \"version\": 1, \"schemas\": {\"a\": [1e999]}}");
        let expected = Header { name: "notes".to_owned(), ..Header::default() };
        assert_eq!(header, Ok(expected));
    }

    #[test]
    fn rejects_everything_but_objects() {
        let error = |text| Header::parse(text).expect_err("an error").to_string();
        assert_eq!(error("{"), "line 1, column 1: invalid JSON: EOF while parsing an object");
        assert_eq!(error("[]"), "expected a Discovery document, which is a JSON object");
    }
}
