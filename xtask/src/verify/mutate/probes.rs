//! Changes that the crate or a warning must show.

use super::json::{Json, add, set};
use super::mutator::Mutator;
use super::position::{is_read, is_used};

/// A member that no object has.
const UNKNOWN_MEMBER: &str = "zqunknown";

impl Mutator<'_> {
    /// Changes a single value to one that has not been there. Returns its keys, or `None` if the
    /// chosen value does not have to have an effect.
    pub(super) fn change_one(&mut self, document: &mut Json) -> Option<Vec<String>> {
        let path = self.find(document, |keys, value| matches!(value, Json::Raw(_) | Json::Text(_)) && is_used(keys))?;
        if is_redundant(document, &path) {
            return None;
        }
        let new = match document.at(&path)? {
            Json::Raw(text) if text == "true" => Json::raw("false"),
            Json::Raw(text) if text == "false" => Json::raw("true"),
            Json::Raw(_) => Json::raw("77"),
            _ => Json::text("zqchange"),
        };
        let keys = document.keys(&path);
        set(document, Some(path), new);
        Some(keys)
    }

    /// Adds a member that the format does not have. Returns its keys, or `None` if no object of the
    /// document can have one.
    pub(super) fn add_unknown_member(&mut self, document: &mut Json) -> Option<Vec<String>> {
        let path = self.find(document, |keys, value| matches!(value, Json::Object(_)) && is_read(keys))?;
        let keys = document.keys(&path).into_iter().chain([UNKNOWN_MEMBER.to_owned()]).collect();
        add(document, Some(path), UNKNOWN_MEMBER.to_owned(), Json::text("zqtext"));
        Some(keys)
    }
}

/// Returns whether another member of the same object says the same, or is reported instead.
fn is_redundant(document: &Json, path: &[usize]) -> bool {
    let keys = document.keys(path);
    // The value may be an item of the member.
    let Some(at) = keys.iter().rposition(|key| key.parse::<usize>().is_err()) else { return false };
    let object = document.at(path.get(..at).unwrap_or_default());
    let text = |member: &str| {
        let value = object.and_then(|object| object.member(member));
        value.map(|value| value.to_string().trim_matches('"').to_lowercase()).unwrap_or_default()
    };
    match keys.get(at).map(String::as_str) {
        // Parameters of the path are always required.
        Some("required") => text("location") == "path",
        // Some objects and lists have a format, which has no meaning.
        Some("format") => matches!(text("type").as_str(), "object" | "array"),
        Some("enumDeprecated") if text("enumDescriptions").contains("deprecated") => true,
        // The runtime's type has its own documentation.
        Some("enumDescriptions") if text("enum").contains("null_value") => true,
        // `enum` is reported, or the value that has occurred before.
        Some("enumDescriptions" | "enumDeprecated") => {
            !matches!(text("type").as_str(), "string" | "") || object.is_some_and(|object| is_repeated(object, &keys))
        }
        // Descriptions may say so as well.
        Some("deprecated") => text("description").contains("deprecated"),
        _ => false,
    }
}

/// Returns whether an earlier value of the enum is the same as the one that the last key is about.
fn is_repeated(schema: &Json, keys: &[String]) -> bool {
    let index = keys.last().and_then(|key| key.parse::<usize>().ok());
    let Some((index, Json::List(values))) = index.zip(schema.member("enum")) else { return false };
    let value = |index: usize| values.get(index).map(Json::to_string);
    value(index).is_some() && (0..index).any(|earlier| value(earlier) == value(index))
}
