//! Numbers with what they count, for messages.

/// Returns a number and its noun, e.g. `1 method` or `2 methods`.
pub(crate) fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
