//! Field masks.

use std::fmt;

use super::{Event, ReadError, View, Wire};

/// A set of field paths such as `owner.displayName`: the fields that an update changes, or that a
/// response contains.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FieldMask(Vec<String>);

impl FieldMask {
    /// Returns the paths, in the order in which they were added.
    #[must_use]
    pub fn paths(&self) -> &[String] {
        &self.0
    }
}

impl<S: Into<String>> FromIterator<S> for FieldMask {
    fn from_iter<I: IntoIterator<Item = S>>(paths: I) -> Self {
        Self(paths.into_iter().map(Into::into).collect())
    }
}

impl<S: Into<String>> Extend<S> for FieldMask {
    fn extend<I: IntoIterator<Item = S>>(&mut self, paths: I) {
        self.0.extend(paths.into_iter().map(Into::into));
    }
}

/// Splits a comma-separated list of paths.
impl From<&str> for FieldMask {
    fn from(paths: &str) -> Self {
        if paths.is_empty() { Self::default() } else { paths.split(',').collect() }
    }
}

impl fmt::Display for FieldMask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(","))
    }
}

impl Wire for FieldMask {
    fn empty() -> Self {
        Self::default()
    }

    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        match event {
            Event::Str(paths) => *self = paths.into(),
            other => return Err(ReadError::expected("a comma-separated list of field paths", &other)),
        }
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::String(self.to_string())
    }
}

crate::__serde!(FieldMask);

#[cfg(test)]
mod tests {
    use super::FieldMask;
    use crate::wire::{decode, encode};

    #[test]
    fn joins_and_splits_paths_at_commas() {
        let mask: FieldMask = ["name", "owner.displayName"].into_iter().collect();
        assert_eq!(mask.to_string(), "name,owner.displayName");
        assert_eq!(encode(&mask), br#""name,owner.displayName""#);
        assert_eq!(decode(br#""name,owner.displayName""#), Ok(mask));
        assert_eq!(decode(br#""""#), Ok(FieldMask::default()));
        assert!(FieldMask::default().paths().is_empty());
        assert!(decode::<FieldMask>(br#"{"paths":["a"]}"#).is_err());
    }
}
