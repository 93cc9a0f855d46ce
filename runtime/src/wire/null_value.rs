//! The value that is always `null`.

use super::{Event, ReadError, View, Wire};

/// The JSON value `null` (`google.protobuf.NullValue`).
///
/// A field of this type is `Some(NullValue)` if the message contains `null`, and `None` if it does
/// not contain the field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NullValue;

impl Wire for NullValue {
    fn empty() -> Self {
        Self
    }

    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        match event {
            Event::Null | Event::Str("NULL_VALUE") | Event::I64(0) | Event::U64(0) => Ok(()),
            other => Err(ReadError::expected("null", &other)),
        }
    }

    fn view(&self) -> View<'_> {
        View::Null
    }

    fn accepts_null() -> bool {
        true
    }
}

crate::__serde!(NullValue);

#[cfg(test)]
mod tests {
    use super::NullValue;
    use crate::wire::{decode, encode};

    #[test]
    fn reads_null_and_its_names_and_writes_null() {
        for json in ["null", r#""NULL_VALUE""#, "0"] {
            assert_eq!(decode::<Option<NullValue>>(json.as_bytes()), Ok(Some(NullValue)), "{json}");
        }
        assert_eq!(encode(&Some(NullValue)), b"null");
        assert!(decode::<NullValue>(br#""null""#).is_err());
    }
}
