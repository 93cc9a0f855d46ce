//! JSON that is written back unchanged, except for order and white space: numbers keep their
//! digits.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// The maximum depth, which is that of the generator.
const MAX_DEPTH: usize = 127;

#[derive(Debug)]
pub(super) enum Tree {
    Object(BTreeMap<String, Tree>),
    Array(Vec<Tree>),
    String(String),
    /// A number, a boolean or null.
    Other(Box<RawValue>),
}

/// An error while reading a value.
enum TreeError {
    TooDeep,
    Json(serde_json::Error),
}

impl Tree {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let raw: &RawValue = serde_json::from_str(text).map_err(|error| error.to_string())?;
        Self::new(raw, 0).map_err(|error| match error {
            TreeError::TooDeep => format!("values are nested deeper than {MAX_DEPTH} levels"),
            TreeError::Json(error) => error.to_string(),
        })
    }

    fn new(raw: &RawValue, depth: usize) -> Result<Self, TreeError> {
        if depth > MAX_DEPTH {
            return Err(TreeError::TooDeep);
        }
        let text = raw.get();
        Ok(match text.as_bytes().first() {
            Some(b'{') => {
                let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).map_err(TreeError::Json)?;
                let trees = members.into_iter().map(|(key, value)| Self::new(value, depth + 1).map(|tree| (key, tree)));
                Self::Object(trees.collect::<Result<_, _>>()?)
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text).map_err(TreeError::Json)?;
                Self::Array(items.into_iter().map(|item| Self::new(item, depth + 1)).collect::<Result<_, _>>()?)
            }
            Some(b'"') => Self::String(serde_json::from_str(text).map_err(TreeError::Json)?),
            _ => Self::Other(raw.to_owned()),
        })
    }

    /// Returns the pretty-printed text, with a newline at the end.
    pub(super) fn text(&self) -> String {
        // Serialization to memory fails only for keys that are not strings.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Returns the text without some members of the outermost object.
    pub(super) fn text_without(&self, omit: impl Fn(&str) -> bool) -> String {
        match self {
            Self::Object(members) => {
                let members: BTreeMap<_, _> = members.iter().filter(|(key, _)| !omit(key)).collect();
                serde_json::to_string(&members).unwrap_or_default()
            }
            other => other.text(),
        }
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Object(members) => serializer.collect_map(members),
            Self::Array(items) => serializer.collect_seq(items),
            Self::String(text) => serializer.serialize_str(text),
            Self::Other(raw) => raw.serialize(serializer),
        }
    }
}
