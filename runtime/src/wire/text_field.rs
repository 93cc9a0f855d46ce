//! Fields of messages whose type is not known.

use super::{FieldVisitor, Json, View, Wire, parameter_values};

/// Returns the value of a field as text, unless it is empty: a string, or bytes as base64.
pub(crate) fn text_field(message: &dyn Wire, name: &str) -> Option<String> {
    let mut text = None;
    match message.view() {
        View::Message(message) => message.fields(FieldVisitor(&mut |fields, unknown| {
            let known = fields.iter().find(|(field, _)| *field == name);
            let known = known.and_then(|(_, value)| parameter_values(*value).pop());
            // A partial message need not have the field.
            let unknown = || unknown.get(name).and_then(Json::as_str).map(str::to_owned);
            text = text.take().or(known).or_else(unknown);
        })),
        View::Json(json) => text = json.get(name).and_then(|value| value.as_str()).map(str::to_owned),
        _ => {}
    }
    text.filter(|text| !text.is_empty())
}
