//! JSON that comes out as it went in, but for order and white space: numbers keep their digits.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// As deep as the generator reads.
const DEPTH: usize = 127;

#[derive(Debug)]
pub(super) enum Tree {
    Object(BTreeMap<String, Tree>),
    Array(Vec<Tree>),
    String(String),
    /// A number, a boolean or null.
    Other(Box<RawValue>),
}

impl Tree {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let raw: &RawValue = serde_json::from_str(text).map_err(|error| error.to_string())?;
        Self::new(raw, 0)
            .map_err(|error| error.unwrap_or_else(|| format!("values are nested deeper than {DEPTH} levels")))
    }

    /// `None` for too deep.
    fn new(raw: &RawValue, depth: usize) -> Result<Self, Option<String>> {
        if depth > DEPTH {
            return Err(None);
        }
        let bad = |error: serde_json::Error| Some(error.to_string());
        let text = raw.get();
        Ok(match text.as_bytes().first() {
            Some(b'{') => {
                let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).map_err(bad)?;
                let trees = members.into_iter().map(|(key, value)| Self::new(value, depth + 1).map(|tree| (key, tree)));
                Self::Object(trees.collect::<Result<_, _>>()?)
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text).map_err(bad)?;
                Self::Array(items.into_iter().map(|item| Self::new(item, depth + 1)).collect::<Result<_, _>>()?)
            }
            Some(b'"') => Self::String(serde_json::from_str(text).map_err(bad)?),
            _ => Self::Other(raw.to_owned()),
        })
    }

    /// Pretty, with a newline at the end.
    pub(super) fn text(&self) -> String {
        // Writing to memory cannot fail, and all keys are strings.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The text without some members of the outermost object.
    pub(super) fn text_without(&self, left_out: impl Fn(&str) -> bool) -> String {
        match self {
            Self::Object(members) => {
                let members: BTreeMap<_, _> = members.iter().filter(|(key, _)| !left_out(key)).collect();
                serde_json::to_string(&members).unwrap_or_default()
            }
            other => other.text(),
        }
    }

    /// The values of an object that is a member of this one; nothing where it is not there.
    pub(super) fn children(&self, key: &str) -> impl Iterator<Item = &Self> {
        let children = match self.get(key) {
            Some(Self::Object(children)) => Some(children.values()),
            _ => None,
        };
        children.into_iter().flatten()
    }

    pub(super) fn string(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.get(key),
            _ => None,
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
