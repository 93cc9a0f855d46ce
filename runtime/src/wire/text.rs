//! Values as text: in paths and queries.

use super::write::not_finite;
use super::{Json, View, Wire, encode};

/// The texts of a value: of a list one for each item, of what is absent none.
pub(crate) fn texts(value: &dyn Wire) -> Vec<String> {
    let text = match value.view() {
        View::Null => return Vec::new(),
        View::Seq(items) => return (0..items.len()).filter_map(|index| items.at(index)).flat_map(texts).collect(),
        View::Bool(value) => value.to_string(),
        View::I32(value) => value.to_string(),
        View::U32(value) => value.to_string(),
        View::I64(value) => value.to_string(),
        View::U64(value) => value.to_string(),
        View::F32(value) if value.is_finite() => value.to_string(),
        View::F64(value) if value.is_finite() => value.to_string(),
        View::F32(value) => not_finite(value.into()).to_owned(),
        View::F64(value) => not_finite(value).to_owned(),
        View::Str(text) => text.to_owned(),
        View::Json(Json::String(text)) => text.clone(),
        View::Text(text) => text,
        View::Number(value) => value.to_string(),
        View::Message(_) | View::Json(_) => String::from_utf8_lossy(&encode(value)).into_owned(),
    };
    vec![text]
}
