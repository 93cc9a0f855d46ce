//! JSON with sorted objects, a record of duplicate keys, and strings borrowed where possible.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::diagnostics::Error;

/// A JSON value.
#[derive(Debug)]
pub(super) enum Node<'a> {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    String(Cow<'a, str>),
    Array(Vec<Node<'a>>),
    Object(Members<'a>),
}

/// The members of an object, sorted by key. `duplicates` lists keys that occur more than once; the
/// last occurrence is used.
#[derive(Debug, Default)]
pub(super) struct Members<'a> {
    pub(super) entries: Vec<(Cow<'a, str>, Node<'a>)>,
    pub(super) duplicates: Vec<String>,
}

impl Node<'_> {
    /// Returns the name of the JSON type, with an article, for messages.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Bool(_) => "a boolean",
            Node::Number(_) => "a number",
            Node::String(_) => "a string",
            Node::Array(_) => "an array",
            Node::Object(_) => "an object",
        }
    }
}

/// Parses JSON text.
pub(super) fn parse(text: &str) -> Result<Node<'_>, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    serde_json::from_str(text).map_err(|error| {
        // serde_json appends the position, which `Error` prints already.
        let message = error.to_string();
        let position = format!(" at line {} column {}", error.line(), error.column());
        let message = match message.strip_suffix(&position).unwrap_or(&message) {
            "recursion limit exceeded" => "values are nested deeper than 127 levels",
            other => other,
        };
        let help = if text.trim_start().starts_with('<') {
            "the file appears to be HTML or XML; save the JSON document as returned by `…/$discovery/rest?version=…`"
        } else if text.trim().is_empty() {
            "the file is empty"
        } else {
            "the generator accepts Google API Discovery documents, as returned by `…/$discovery/rest?version=…`"
        };
        Error::text(error.line(), error.column(), format!("invalid JSON: {message}")).help(help)
    })
}

impl<'de> Deserialize<'de> for Node<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(serde_json::Number::from_f64(value).map_or(Node::Null, Node::Number))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Node::String(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Node::String(Cow::Owned(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Node::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries: Vec<(Cow<'de, str>, Node<'de>)> = Vec::new();
        while let Some(Key(key)) = map.next_key()? {
            entries.push((key, map.next_value()?));
        }
        // The sort is stable, so duplicate keys stay in the order of the text.
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        let mut duplicates = Vec::new();
        entries.dedup_by(|later, earlier| {
            let is_duplicate = later.0 == earlier.0;
            if is_duplicate {
                duplicates.push(later.0.clone().into_owned());
                std::mem::swap(later, earlier);
            }
            is_duplicate
        });
        Ok(Node::Object(Members { entries, duplicates }))
    }
}

/// A key, borrowed from the text unless it contains an escape.
struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(value)))
            }
            fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(value.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_keys_and_records_duplicates() {
        let Ok(Node::Object(members)) = parse(r#"{"b": 1, "a": 2, "b": 3, "\u0063": 4}"#) else {
            panic!("expected an object");
        };
        let keys: Vec<_> = members.entries.iter().map(|(key, _)| key.as_ref()).collect();
        assert_eq!(keys, ["a", "b", "c"]);
        assert_eq!(members.duplicates, ["b"]);
        assert!(matches!(&members.entries[1].1, Node::Number(n) if n.as_u64() == Some(3)));
    }

    #[test]
    fn rejects_deeply_nested_values() {
        let text = "[".repeat(100_000);
        let error = parse(&text).unwrap_err();
        assert!(error.message().contains("nested deeper"), "{error}");
    }

    #[test]
    fn reports_line_and_column() {
        let error = parse("{\n  \"a\": ,\n}").unwrap_err();
        assert!(error.to_string().starts_with("line 2, column 8: invalid JSON: expected value"), "{error}");
    }
}
