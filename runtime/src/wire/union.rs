//! Objects that are one of several messages, for [`union!`](crate::union).

use serde_core::de::DeserializeSeed;

use super::read::Seed;
use super::trail::Trail;
use super::{Event, Json, ReadError, Wire};

/// The object as it came.
pub fn union_object(event: Event<'_>) -> Result<Json, ReadError> {
    let Event::Map(_) = event else {
        return Err(ReadError::expected("an object", &event));
    };
    let mut object = Json::Null;
    object.read(event)?;
    Ok(object)
}

/// What the object says that it is.
pub fn union_kind<'o>(object: &'o Json, discriminant: &str) -> Option<&'o str> {
    object.get(discriminant)?.as_str()
}

/// The object as the message that it says it is.
pub fn union_variant<T: Wire>(object: Json) -> Result<T, ReadError> {
    let mut value = T::empty();
    let mut trail = Trail::default();
    match (Seed { wire: &mut value, trail: &mut trail }).deserialize(object) {
        Ok(()) => Ok(value),
        Err(error) => Err(ReadError::below(trail, error.to_string())),
    }
}
