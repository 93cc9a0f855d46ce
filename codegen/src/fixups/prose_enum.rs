//! Older documents list the values of a string only in its description:
//!
//! ```text
//! The status of the room.
//! Possible values are:
//! - "ROOM_INVITING" - One or more players have not answered.
//! - "ROOM_ACTIVE" - All players are connected.
//! ```
//!
//! Such a string becomes an enum. Enums are open, so a list in prose may be incomplete.

use crate::discovery::{EnumValue, JsonSchema, SchemaKind};

const INTRODUCTION: &str = "Possible values are:";

/// Turns a string, or the items of a list of strings, into an enum if the description lists the
/// values.
pub(super) fn apply(schema: &mut JsonSchema) {
    let of_items = match &schema.kind {
        SchemaKind::Array(Some(items)) => items.is_plain_string(),
        _ => false,
    };
    if !of_items && !schema.is_plain_string() {
        return;
    }
    let Some((text, values)) = schema.description.as_deref().and_then(split) else {
        return;
    };
    schema.description = Some(text);
    match &mut schema.kind {
        SchemaKind::Array(Some(items)) => items.kind = SchemaKind::Enum(values),
        kind => *kind = SchemaKind::Enum(values),
    }
}

/// Splits a description into the text before the list, and the values in the list.
fn split(description: &str) -> Option<(String, Vec<EnumValue>)> {
    let (text, list) = description.split_once(INTRODUCTION)?;
    let mut values: Vec<EnumValue> = Vec::new();
    for line in list.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (entry(line), values.last_mut()) {
            (Some((value, description)), _) => values.push(EnumValue {
                value: value.to_owned(),
                description: description.to_owned(),
                deprecated: false,
            }),
            // An entry in another form: this is prose, not a list of values.
            (None, _) if line.starts_with("- ") || line.starts_with("* ") => return None,
            (None, Some(last)) => {
                last.description.push(' ');
                last.description.push_str(line);
            }
            (None, None) => return None,
        }
    }
    let mut unique: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
    unique.sort_unstable();
    unique.dedup();
    (!values.is_empty() && unique.len() == values.len()).then(|| (text.trim_end().to_owned(), values))
}

/// Parses `- "VALUE" - Description.` into the value and its description.
fn entry(line: &str) -> Option<(&str, &str)> {
    let quoted = line.strip_prefix("- \"").or_else(|| line.strip_prefix("* \""))?;
    let (value, rest) = quoted.split_once('"')?;
    let rest = rest.trim_start();
    let description = rest.strip_prefix(['-', ':']).unwrap_or(rest).trim();
    let valid = !value.is_empty() && !value.contains(char::is_whitespace);
    valid.then_some((value, description))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_the_list_from_the_text() {
        let (text, values) =
            split("Why.\nPossible values are:  \n- \"A\" - First. \n- \"B\" - Second,\n  in two lines.\n- \"C\"")
                .expect("the description has a list");
        assert_eq!(text, "Why.");
        let values: Vec<_> = values.iter().map(|value| (value.value.as_str(), value.description.as_str())).collect();
        assert_eq!(values, [("A", "First."), ("B", "Second, in two lines."), ("C", "")]);
    }

    #[test]
    fn does_not_split_other_prose() {
        assert_eq!(split("Possible values are: 1 to 5"), None);
        assert_eq!(split("Possible values are:\n- true: yes\n- false: no"), None);
        assert_eq!(split("Possible values are:\n- \"A\" - one\n- others"), None);
        assert_eq!(split("Possible values are:\n- \"A\" - one\n- \"A\" - two"), None);
    }
}
