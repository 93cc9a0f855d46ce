//! Objects that are one of several messages, for [`union!`](crate::union).

use super::read::deserialize;
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
    deserialize(object).map_err(|error: serde_json::Error| ReadError::new(error.to_string()))
}
