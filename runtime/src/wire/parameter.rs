//! Values of path and query parameters.

use super::float::format_non_finite;
use super::{Json, View, Wire, encode};

/// Formats a value as parameter values: none for an absent value, one for each item of a list, and
/// one otherwise.
pub(crate) fn parameter_values(value: &dyn Wire) -> Vec<String> {
    let formatted = match value.view() {
        View::Null => return Vec::new(),
        View::Seq(items) => {
            return (0..items.len()).filter_map(|index| items.at(index)).flat_map(parameter_values).collect();
        }
        View::Bool(value) => value.to_string(),
        View::I32(value) => value.to_string(),
        View::U32(value) => value.to_string(),
        View::I64(value) => value.to_string(),
        View::U64(value) => value.to_string(),
        View::Integer(value) => value.to_string(),
        View::F32(value) if value.is_finite() => value.to_string(),
        View::F64(value) if value.is_finite() => value.to_string(),
        View::F32(value) => format_non_finite(value.into()).to_owned(),
        View::F64(value) => format_non_finite(value).to_owned(),
        View::Str(value) => value.to_owned(),
        View::Json(Json::String(value)) => value.clone(),
        View::String(value) => value,
        View::Date(value) => value.to_string(),
        View::DateTime(value) => value.to_string(),
        View::Duration(value) => value.to_string(),
        View::Timestamp(value) => value.to_string(),
        View::Number(value) => value.to_string(),
        View::Message(_) | View::Json(_) => String::from_utf8_lossy(&encode(value)).into_owned(),
    };
    vec![formatted]
}

/// Formats several values as parameter values.
pub(crate) fn all_parameter_values<T: Wire>(values: impl IntoIterator<Item = T>) -> Vec<String> {
    values.into_iter().flat_map(|value| parameter_values(&value)).collect()
}
