//! Types of results and metadata that a document only names in the description of a method:
//! "The metadata field type is CreateInstanceMetadata. The response field type is Instance."

use super::message::bare;
use crate::discovery::RestDescription;

/// The maximum number of words between the word that names a field and its type.
const MAX_DISTANCE: usize = 7;

/// Returns the schema that a description names as the type of the operation's `response` or
/// `metadata`. `prefix` is the package of the method's other schemas, to choose between schemas of
/// the same name.
pub(super) fn schema_of_field<'d>(
    text: &str,
    field: &str,
    prefix: &str,
    description: &'d RestDescription,
) -> Option<&'d str> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let fields = words.iter().enumerate().filter(|(_, word)| last_name(word).eq_ignore_ascii_case(field));
    fields.filter_map(|(index, _)| named_type(words.get(index + 1..)?, prefix, description)).next()
}

/// Returns the schema that the beginning of a sentence names: `contains X`, `type is X`,
/// `is of type X`.
fn named_type<'d>(words: &[&str], prefix: &str, description: &'d RestDescription) -> Option<&'d str> {
    let mut has_verb = false;
    for word in words.iter().take(MAX_DISTANCE) {
        if has_verb && let Some(schema) = schema(last_name(word), prefix, description) {
            return Some(schema);
        }
        has_verb |= matches!(*word, "type" | "contain" | "contains" | "containing" | "is:" | "type:");
        if word.ends_with('.') {
            return None;
        }
    }
    None
}

/// Returns the last name in a word: `Instance` for `[google.example.v1.Instance],`.
fn last_name(word: &str) -> &str {
    let word = word.split(['[', ']', '(', '<']).find(|part| part.contains(char::is_alphanumeric)).unwrap_or(word);
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    word.rsplit('.').next().unwrap_or(word)
}

fn schema<'d>(name: &str, prefix: &str, description: &'d RestDescription) -> Option<&'d str> {
    if !name.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let candidates: Vec<&str> = description
        .schemas
        .keys()
        .map(String::as_str)
        .filter(|schema| bare(schema) == name || *schema == name)
        .collect();
    match candidates.as_slice() {
        [] => None,
        [only] => Some(only),
        several => several.iter().copied().find(|schema| *schema == format!("{prefix}{name}")),
    }
}
