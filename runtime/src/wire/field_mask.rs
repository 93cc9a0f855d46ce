//! Which fields of a message are meant.

use std::fmt;

use super::{Event, ReadError, View, Wire};

/// The paths of fields, such as `owner.displayName`: those that an update sets, or that a response is to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FieldMask(Vec<String>);

impl FieldMask {
    /// The paths, in the order in which they were given.
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

/// Takes paths with commas between them apart.
impl From<&str> for FieldMask {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::default() } else { text.split(',').collect() }
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
            Event::Str(text) => *self = text.into(),
            other => return Err(ReadError::expected("field paths with commas between them", &other)),
        }
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::Text(self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::FieldMask;
    use crate::wire::{decode, encode};

    #[test]
    fn paths_are_joined_with_commas() {
        let mask: FieldMask = ["name", "owner.displayName"].into_iter().collect();
        assert_eq!(mask.to_string(), "name,owner.displayName");
        assert_eq!(encode(&mask), br#""name,owner.displayName""#);
        assert_eq!(decode(br#""name,owner.displayName""#), Ok(mask));
        assert_eq!(decode(br#""""#), Ok(FieldMask::default()));
        assert!(FieldMask::default().paths().is_empty());
        assert!(decode::<FieldMask>(br#"{"paths":["a"]}"#).is_err());
    }
}
