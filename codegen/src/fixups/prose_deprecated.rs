//! Descriptions that start with "Deprecated.", "DEPRECATED: use `uris`" or "*Deprecated*", of items
//! that the document does not mark as deprecated.

use crate::discovery::{JsonSchema, RestMethod, SchemaKind};

/// Marks a schema, and the values of an enum, if their description says that they are deprecated.
pub(super) fn apply(schema: &mut JsonSchema) {
    schema.deprecated |= schema.description.as_deref().is_some_and(is_deprecated);
    if let SchemaKind::Enum(values) = &mut schema.kind {
        for value in values {
            value.deprecated |= is_deprecated(&value.description);
        }
    }
}

/// Marks a method if its description says that it is deprecated.
pub(super) fn apply_to_method(method: &mut RestMethod) {
    method.deprecated |= method.description.as_deref().is_some_and(is_deprecated);
}

const WORD: &str = "deprecated";

/// Words that continue a statement. Other words make it a sentence about something else, such as
/// "Deprecated features are shut down".
const CONTINUATIONS: &[&str] = &["and", "as", "because", "for", "in", "since", "use"];

/// Returns `true` if a description says that the item is deprecated.
pub(crate) fn is_deprecated(description: &str) -> bool {
    // Markdown and brackets.
    let text = description.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some((word, rest)) = text.split_at_checked(WORD.len()).filter(|(word, _)| word.eq_ignore_ascii_case(WORD))
    else {
        return false;
    };
    let next_word = rest.split(|c: char| !c.is_alphanumeric()).nth(1).unwrap_or_default();
    match rest.chars().next() {
        None => true,
        Some(c) if c.is_alphanumeric() || c == '_' => false,
        Some(c) if c.is_whitespace() => {
            let is_statement = CONTINUATIONS.iter().any(|continuation| continuation.eq_ignore_ascii_case(next_word));
            is_statement || next_word.is_empty() || word.chars().all(|c| c.is_ascii_uppercase())
        }
        Some(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::is_deprecated;

    #[test]
    fn recognizes_statements_at_the_start() {
        for text in [
            "Deprecated.",
            "deprecated",
            "DEPRECATED: use `uris` instead.",
            "[Deprecated] Not set.",
            "(Deprecated) The score.",
            "*Deprecated*. For add-ons.",
            " **DEPRECATED.** Other",
            "Deprecated, use name.",
            "Deprecated - use name.",
            "Deprecated in favor of name.",
            "Deprecated\nand ignored.",
            "DEPRECATED Use name.",
        ] {
            assert!(is_deprecated(text), "{text}");
        }
    }

    #[test]
    fn ignores_other_sentences() {
        for text in [
            "",
            "Use name. Deprecated.",
            "Deprecated features are shut down.",
            "Deprecatedness.",
            "deprecated_fields lists them.",
            "Not deprecated.",
            "é",
        ] {
            assert!(!is_deprecated(text), "{text}");
        }
    }
}
