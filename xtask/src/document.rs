//! A Discovery document as a file: what it says it is, what changed in it, and how it is written down. What it means
//! is the generator's business.

mod tree;

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use tree::Tree;

/// What a document says of itself.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) revision: String,
}

impl Header {
    /// Reads no more than it has to: a folder has hundreds of documents.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let members: BTreeMap<String, &RawValue> =
            serde_json::from_str(without_mark(text)).map_err(|error| error.to_string())?;
        // A member that is no text is as good as none here; the generator says what is wrong with it.
        let text = |key: &str| {
            members.get(key).and_then(|raw| serde_json::from_str::<String>(raw.get()).ok()).unwrap_or_default()
        };
        Ok(Self {
            kind: text("kind"),
            name: text("name"),
            version: text("version"),
            title: text("title"),
            description: text("description"),
            revision: text("revision"),
        })
    }
}

/// A whole document.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) header: Header,
    members: Tree,
}

impl Document {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        Ok(Self { header: Header::parse(text)?, members: Tree::parse(without_mark(text))? })
    }

    /// The document with sorted keys and a value a line, so that two versions differ where their contents do.
    pub(crate) fn text(&self) -> String {
        self.members.text()
    }

    /// Whether two documents differ in nothing but `etag` and `revision`, which change every day.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        let stamp = |key: &str| ["etag", "revision"].contains(&key);
        self.members.text_without(stamp) == other.members.text_without(stamp)
    }

    /// The ids of all methods, with their descriptions, in order.
    pub(crate) fn methods(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let mut resources = vec![&self.members];
        while let Some(resource) = resources.pop() {
            for method in resource.children("methods") {
                if let Some(id) = method.string("id") {
                    found.insert(id.to_owned(), method.string("description").unwrap_or_default().to_owned());
                }
            }
            resources.extend(resource.children("resources"));
        }
        found
    }
}

/// Some editors put a byte order mark in front; JSON has none.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_keep_every_value_and_sort_every_key() {
        let document = Document::parse(
            "\u{feff}{\"version\": \"v1\", \"name\":\"a\\u00e9\\n\", \"z\": [], \"b\": {}, \"n\": [1.50, 1e400, 123456789012345678901234567890, -0, null, true]}",
        )
        .expect("JSON");
        insta::assert_snapshot!(document.text(), @r#"
        {
          "b": {},
          "n": [
            1.50,
            1e400,
            123456789012345678901234567890,
            -0,
            null,
            true
          ],
          "name": "aé\n",
          "version": "v1",
          "z": []
        }
        "#);
    }

    #[test]
    fn stamps_are_no_difference() {
        let parse = |text| Document::parse(text).expect("JSON");
        let old = parse(r#"{"etag": "1", "revision": "20260101", "a": {"revision": "x"}}"#);
        assert!(old.says_the_same(&parse(r#"{"a": {"revision": "x"}, "revision": "20260102"}"#)));
        assert!(!old.says_the_same(&parse(r#"{"etag": "1", "revision": "20260101", "a": {"revision": "y"}}"#)));
    }

    #[test]
    fn deep_nesting_is_an_error() {
        let text = format!("{{\"a\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(Document::parse(&text).expect_err("refused"), "values are nested deeper than 127 levels");
    }

    #[test]
    fn methods_of_all_resources() {
        let document = Document::parse(
            r#"{"methods": {"m": {"id": "a.m", "description": "M."}},
                "resources": {"r": {"methods": {"n": {"id": "a.r.n"}}, "resources": {"s": {"methods": {"o": {"id": "a.r.s.o"}}}}}}}"#,
        )
        .expect("JSON");
        assert_eq!(document.methods().into_keys().collect::<Vec<_>>(), ["a.m", "a.r.n", "a.r.s.o"]);
    }
}
