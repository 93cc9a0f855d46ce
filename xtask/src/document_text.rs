//! The text of a document file: sorted, and compared without its stamps.

mod tree;

use tree::Tree;

/// The members that change daily, even if nothing else does.
const STAMPS: [&str; 2] = ["etag", "revision"];

/// The JSON text of a document, regardless of its meaning.
#[derive(Debug)]
pub(crate) struct DocumentText(Tree);

impl DocumentText {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        // Some editors write a byte order mark, which JSON does not allow.
        Tree::parse(text.strip_prefix('\u{feff}').unwrap_or(text)).map(Self)
    }

    /// Returns the text with sorted keys and one value per line, so that a diff of two versions
    /// shows only what changed.
    pub(crate) fn sorted(&self) -> String {
        self.0.text()
    }

    /// Returns `true` if two documents differ in nothing but `etag` and `revision`.
    pub(crate) fn equals_without_stamps(&self, other: &Self) -> bool {
        let is_stamp = |key: &str| STAMPS.contains(&key);
        self.0.text_without(is_stamp) == other.0.text_without(is_stamp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_keys_and_keeps_values() {
        let document = DocumentText::parse(
            "\u{feff}{\"version\": \"v1\", \"name\":\"a\\u00e9\\n\", \"z\": [], \"b\": {}, \"n\": [1.50, 1e400, 123456789012345678901234567890, -0, null, true]}",
        )
        .expect("JSON");
        insta::assert_snapshot!(document.sorted(), @r#"
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
    fn ignores_stamps_of_the_document_only() {
        let parse = |text| DocumentText::parse(text).expect("JSON");
        let old = parse(r#"{"etag": "1", "revision": "20260101", "a": {"revision": "x"}}"#);
        assert!(old.equals_without_stamps(&parse(r#"{"a": {"revision": "x"}, "revision": "20260102"}"#)));
        assert!(!old.equals_without_stamps(&parse(r#"{"etag": "1", "revision": "20260101", "a": {"revision": "y"}}"#)));
    }

    #[test]
    fn rejects_deep_nesting() {
        let text = format!("{{\"a\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(DocumentText::parse(&text).expect_err("refused"), "values are nested deeper than 127 levels");
    }
}
