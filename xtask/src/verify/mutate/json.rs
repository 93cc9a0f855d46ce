//! JSON that may be wrong in ways that `serde_json` does not represent: with duplicate keys, and
//! with numbers of any size.

use std::fmt;

use serde_json::Value;

/// A JSON value, or any other text in its position.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    /// Text that is written unchanged: `null`, booleans and numbers.
    Raw(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// A position in a document: the index of a member or an item at each level.
pub(super) type Path = Vec<usize>;

impl Json {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn raw(text: impl Into<String>) -> Self {
        Self::Raw(text.into())
    }

    pub(super) fn object<K: Into<String>>(members: impl IntoIterator<Item = (K, Json)>) -> Self {
        Self::Object(members.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    /// Returns the positions of all values in this one, itself included.
    pub(super) fn paths(&self) -> Vec<Path> {
        let mut paths = vec![Vec::new()];
        let mut work: Vec<(Path, &Self)> = vec![(Vec::new(), self)];
        while let Some((path, value)) = work.pop() {
            for (index, child) in value.children().enumerate() {
                let path: Path = path.iter().copied().chain([index]).collect();
                paths.push(path.clone());
                work.push((path, child));
            }
        }
        // In an order that does not depend on the walk.
        paths.sort();
        paths
    }

    fn children(&self) -> Box<dyn Iterator<Item = &Self> + '_> {
        match self {
            Self::Raw(_) | Self::Text(_) => Box::new(std::iter::empty()),
            Self::List(items) => Box::new(items.iter()),
            Self::Object(members) => Box::new(members.iter().map(|(_, value)| value)),
        }
    }

    pub(super) fn at(&self, path: &[usize]) -> Option<&Self> {
        path.iter().try_fold(self, |value, index| match value {
            Self::List(items) => items.get(*index),
            Self::Object(members) => members.get(*index).map(|(_, value)| value),
            Self::Raw(_) | Self::Text(_) => None,
        })
    }

    pub(super) fn at_mut(&mut self, path: &[usize]) -> Option<&mut Self> {
        path.iter().try_fold(self, |value, index| match value {
            Self::List(items) => items.get_mut(*index),
            Self::Object(members) => members.get_mut(*index).map(|(_, value)| value),
            Self::Raw(_) | Self::Text(_) => None,
        })
    }

    /// Returns the keys on the way to a position; indices of lists as text.
    pub(super) fn keys(&self, path: &[usize]) -> Vec<String> {
        let mut keys = Vec::with_capacity(path.len());
        let mut value = Some(self);
        for index in path {
            let (key, child) = match value {
                Some(Self::Object(members)) => match members.get(*index) {
                    Some((key, child)) => (key.clone(), Some(child)),
                    None => (String::new(), None),
                },
                Some(Self::List(items)) => (index.to_string(), items.get(*index)),
                _ => (index.to_string(), None),
            };
            keys.push(key);
            value = child;
        }
        keys
    }

    pub(super) fn member(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    pub(super) fn member_mut(&mut self, key: &str) -> Option<&mut Self> {
        match self {
            Self::Object(members) => members.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }
}

/// Replaces the value at a position, if there is one.
pub(super) fn set(document: &mut Json, path: Option<Path>, new: Json) {
    if let Some(value) = path.and_then(|path| document.at_mut(&path)) {
        *value = new;
    }
}

/// Adds a member to the object at a position, if there is one.
pub(super) fn add(document: &mut Json, path: Option<Path>, key: String, value: Json) {
    if let Some(Json::Object(members)) = path.and_then(|path| document.at_mut(&path)) {
        members.push((key, value));
    }
}

/// Returns the JSON pointer for these keys.
pub(super) fn pointer(keys: &[String]) -> String {
    keys.iter().map(|key| format!("/{}", key.replace('~', "~0").replace('/', "~1"))).collect()
}

impl From<&Value> for Json {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => Self::Raw(value.to_string()),
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(items) => Self::List(items.iter().map(Self::from).collect()),
            Value::Object(members) => Self::object(members.iter().map(|(key, value)| (key, value.into()))),
        }
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Raw(text) => f.write_str(text),
            Self::Text(text) => write!(f, "{}", Value::from(text.as_str())),
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    f.write_str(if index > 0 { "," } else { "" })?;
                    item.fmt(f)?;
                }
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (index, (key, value)) in members.iter().enumerate() {
                    f.write_str(if index > 0 { "," } else { "" })?;
                    write!(f, "{}:{value}", Value::from(key.as_str()))?;
                }
                f.write_str("}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn finds_and_prints_every_value() {
        let value = json!({"a": [1, {"b/c": null}], "d": "\u{1b}\""});
        let json = Json::from(&value);
        assert_eq!(json.to_string(), value.to_string());
        let pointers: Vec<String> = json.paths().iter().map(|path| pointer(&json.keys(path))).collect();
        assert_eq!(pointers, ["", "/a", "/a/0", "/a/1", "/a/1/b~1c", "/d"]);
        assert_eq!(json.at(&[0, 1, 0]), Some(&Json::raw("null")));
    }
}
