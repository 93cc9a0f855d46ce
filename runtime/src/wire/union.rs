//! Objects that are one of several messages, for [`union!`](crate::union).

use serde_core::de::DeserializeSeed;

use super::deserialize::ValueSeed;
use super::trail::Trail;
use super::{Event, Json, ReadError, Wire};

/// Reads an object without interpreting it.
pub fn read_object(event: Event<'_>) -> Result<Json, ReadError> {
    let Event::Map(_) = event else {
        return Err(ReadError::expected("an object", &event));
    };
    let mut object = Json::Null;
    object.read(event)?;
    Ok(object)
}

/// Returns the value of the discriminator, if it is a string.
#[must_use]
pub fn discriminator<'o>(object: &'o Json, name: &str) -> Option<&'o str> {
    object.get(name)?.as_str()
}

/// Reads an object as the message that its discriminator selects.
pub fn read_variant<T: Wire>(object: Json) -> Result<T, ReadError> {
    let mut value = T::empty();
    let mut trail = Trail::default();
    match (ValueSeed { target: &mut value, trail: &mut trail }).deserialize(object) {
        Ok(()) => Ok(value),
        Err(error) => Err(ReadError::nested(trail, error.to_string())),
    }
}
