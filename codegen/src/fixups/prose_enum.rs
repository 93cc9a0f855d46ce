//! Older documents list a string's values in its description alone:
//!
//! ```text
//! The status of the room.
//! Possible values are:
//! - "ROOM_INVITING" - One or more players have not answered.
//! - "ROOM_ACTIVE" - All players are connected.
//! ```
//!
//! Such a string becomes an enum, which is open: a list in prose may be incomplete.

use crate::discovery::JsonSchema;

const INTRODUCTION: &str = "Possible values are:";

pub(super) fn apply(schema: &mut JsonSchema) {
    let plain_string = |schema: &JsonSchema| {
        schema.ty.as_deref() == Some("string") && schema.format.is_none() && schema.values.is_empty()
    };
    let of_items = schema.items.as_deref().is_some_and(plain_string);
    if !plain_string(schema) && !of_items {
        return;
    }
    let Some((text, values)) = schema.description.as_deref().and_then(split) else {
        return;
    };
    schema.description = Some(text);
    let target = match &mut schema.items {
        Some(items) if of_items => items.as_mut(),
        _ => schema,
    };
    (target.values, target.value_descriptions) = values.into_iter().unzip();
}

/// The text before the list, and the list: values with what is said of each.
fn split(description: &str) -> Option<(String, Vec<(String, String)>)> {
    let (text, list) = description.split_once(INTRODUCTION)?;
    let mut values: Vec<(String, String)> = Vec::new();
    for line in list.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (item(line), values.last_mut()) {
            (Some((value, said)), _) => values.push((value.to_owned(), said.to_owned())),
            // A list entry of another form: this is prose, not a list of values.
            (None, _) if line.starts_with("- ") || line.starts_with("* ") => return None,
            (None, Some((_, said))) => {
                said.push(' ');
                said.push_str(line);
            }
            (None, None) => return None,
        }
    }
    let mut seen: Vec<&str> = values.iter().map(|(value, _)| value.as_str()).collect();
    seen.sort_unstable();
    seen.dedup();
    (!values.is_empty() && seen.len() == values.len()).then(|| (text.trim_end().to_owned(), values))
}

/// `- "VALUE" - What it means.`
fn item(line: &str) -> Option<(&str, &str)> {
    let quoted = line.strip_prefix("- \"").or_else(|| line.strip_prefix("* \""))?;
    let (value, rest) = quoted.split_once('"')?;
    let rest = rest.trim_start();
    let said = rest.strip_prefix(['-', ':']).unwrap_or(rest).trim();
    let valid = !value.is_empty() && !value.contains(char::is_whitespace);
    valid.then_some((value, said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_list_out_of_the_text() {
        let (text, values) =
            split("Why.\nPossible values are:  \n- \"A\" - First. \n- \"B\" - Second,\n  in two lines.\n- \"C\"")
                .expect("a list");
        assert_eq!(text, "Why.");
        let values: Vec<_> = values.iter().map(|(value, said)| (value.as_str(), said.as_str())).collect();
        assert_eq!(values, [("A", "First."), ("B", "Second, in two lines."), ("C", "")]);
    }

    #[test]
    fn leaves_prose_alone() {
        assert_eq!(split("Possible values are: 1 to 5"), None);
        assert_eq!(split("Possible values are:\n- true: yes\n- false: no"), None);
        assert_eq!(split("Possible values are:\n- \"A\" - one\n- others"), None);
        assert_eq!(split("Possible values are:\n- \"A\" - one\n- \"A\" - two"), None);
    }
}
