//! The marks at the start of a line that make it a list item, a heading or code.

/// Returns the mark if the line opens a fence: three or more backticks or tildes, unless the line
/// closes it again.
pub(super) fn fence_mark(line: &str) -> Option<String> {
    let first = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.len() - line.trim_start_matches(first).len();
    let info = line.get(length..)?;
    (length >= 3 && !info.contains(first)).then(|| first.to_string().repeat(length))
}

/// Splits a line into its list marker and its text: `* a`, `- a`, `+ a`, `1. a` or a typographic
/// bullet.
pub(super) fn list_marker(line: &str) -> Option<(&'static str, &str)> {
    for bullet in ["* ", "- ", "+ ", "• ", "· "] {
        if let Some(text) = line.strip_prefix(bullet) {
            let text = text.trim_start();
            return (!text.is_empty()).then_some(("*", text));
        }
    }
    let after = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - after.len();
    let text = after.strip_prefix(". ").or_else(|| after.strip_prefix(") "))?.trim_start();
    ((1..=2).contains(&digits) && !text.is_empty()).then_some(("1.", text))
}

/// Escapes a line of a paragraph that would open a fence, after any number of other marks: its
/// content would be a test.
pub(super) fn defuse(line: &mut String) {
    let mut text = line.trim_start();
    while let Some(rest) = without_marker(text) {
        text = rest;
    }
    let ticks = text.trim_start_matches('`');
    // Backticks with a counterpart on the same line are a code span.
    let fence = text.starts_with("~~~") || text.len() - ticks.len() >= 3 && !ticks.contains('`');
    if fence {
        let at = line.len() - text.len();
        line.insert(at, '\\');
    }
}

/// Removes the mark of a list, a quote or a heading.
fn without_marker(text: &str) -> Option<&str> {
    let rest = match text.trim_start_matches(|c: char| c.is_ascii_digit()) {
        numbered if numbered.len() < text.len() => numbered.strip_prefix(['.', ')'])?,
        other => other.strip_prefix(['*', '-', '+', '>', '#', '|', ':'])?,
    };
    Some(rest.trim_start())
}

/// Escapes a paragraph that would start as a heading, a quote, a table, a rule or a list.
pub(super) fn guard(text: String) -> String {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() < text.len() && digits.starts_with(['.', ')']) {
        let (number, rest) = text.split_at(text.len() - digits.len());
        return format!("{number}\\{rest}");
    }
    if text.starts_with(['#', '=', '|', '~', '-', '+', '*', '_', ':']) {
        return format!("\\{text}");
    }
    text
}
