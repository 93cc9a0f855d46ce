//! Line wrapping.

use super::span::code_span;

/// The width of a line of documentation, without the comment mark and its indentation.
const WIDTH: usize = 96;

/// Wraps a paragraph of Markdown. The first line starts with `first`, the others with `rest`.
pub(crate) fn wrap(text: &str, first: &str, rest: &str, out: &mut Vec<String>) {
    let mut lines = Wrapped { line: start(first), width: first.chars().count(), is_empty: true, rest, out };
    if text.contains('`') {
        lines.words(words(text));
    } else if text.is_ascii() {
        // Faster, and the same for text without control characters.
        lines.words(text.split_ascii_whitespace());
    } else {
        lines.words(text.split_whitespace());
    }
    if !lines.is_empty {
        lines.out.push(lines.line);
    }
}

/// The lines of a paragraph that is being wrapped.
struct Wrapped<'w> {
    /// The line that is being filled, and its number of characters.
    line: String,
    width: usize,
    /// No word was added to the line.
    is_empty: bool,
    /// The start of the lines that follow.
    rest: &'w str,
    out: &'w mut Vec<String>,
}

impl Wrapped<'_> {
    fn words<'t>(&mut self, words: impl IntoIterator<Item = &'t str>) {
        for word in words {
            let length = word.chars().count();
            if !self.is_empty && self.width + 1 + length > WIDTH && !starts_block(word) {
                self.out.push(std::mem::replace(&mut self.line, start(self.rest)));
                self.width = self.rest.chars().count();
                self.is_empty = true;
            }
            if !self.is_empty {
                self.line.push(' ');
                self.width += 1;
            }
            self.line.push_str(word);
            self.width += length;
            self.is_empty = false;
        }
    }
}

/// Returns a line that starts with this indentation.
fn start(indent: &str) -> String {
    // The capacity of nearly all lines.
    let mut line = String::with_capacity(WIDTH);
    line.push_str(indent);
    line
}

/// Splits at white space, but not within a code span, unless the span is longer than a line.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut characters = text.char_indices();
    let mut start = 0;
    // The end of the last code span, or of the last backticks without a counterpart.
    let (mut span_end, mut ticks_end) = (0, 0);
    let mut escaped = false;
    let next = move || {
        for (at, c) in characters.by_ref() {
            if c == '`' && !escaped && at >= span_end.max(ticks_end) {
                let rest = text.get(at..).unwrap_or_default();
                match code_span(rest) {
                    Some(length) => span_end = at + length,
                    None => ticks_end = at + rest.len() - rest.trim_start_matches('`').len(),
                }
            }
            escaped = c == '\\' && !escaped && at >= span_end;
            let is_long = || at - start > WIDTH && !interrupts_code(text.get(at..).unwrap_or_default().trim_start());
            if c.is_whitespace() && (at >= span_end || is_long()) {
                let word = text.get(start..at);
                start = at + c.len_utf8();
                if word.is_some_and(|word| !word.is_empty()) {
                    return word;
                }
            }
        }
        let last = text.get(start..).filter(|word| !word.is_empty());
        start = text.len();
        last
    };
    std::iter::from_fn(next)
}

/// Returns whether a line that starts with this part of a code span would not belong to the span:
/// blocks take precedence over spans. Elsewhere, these characters are escaped.
fn interrupts_code(text: &str) -> bool {
    starts_block(text) || text.starts_with(['<', '[', ':', '_'])
}

/// Returns whether a line that starts with this word would start a list, a heading or a quote.
fn starts_block(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < word.len() && (digits.starts_with('.') || digits.starts_with(')'));
    numbered || word.starts_with(['-', '+', '*', '#', '>', '=', '|', '~']) || word.starts_with("```")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_starts_a_line_with_a_list_marker() {
        let mut out = Vec::new();
        wrap(&format!("{} - b", "a".repeat(95)), "", "", &mut out);
        assert_eq!(out, [format!("{} -", "a".repeat(95)), "b".to_owned()]);
    }

    #[test]
    fn never_ends_a_code_span_with_a_block() {
        let long = "a".repeat(100);
        for block in
            ["<script>f()</script>", "<div>", "# b", "> b", "- b", "1. b", "```", "~~~", "___", ":-- | --", "[^a]: b"]
        {
            for ticks in ["`", "``"] {
                let span = format!("{ticks}{long} {block} {long} {block} {long}{ticks}");
                let mut out = Vec::new();
                wrap(&span, "", "", &mut out);
                assert!(out.len() > 1 && !out.iter().any(|line| line.starts_with(block)), "{out:?}");
                assert_eq!(out.join(" "), span);
            }
        }
    }

    #[test]
    fn indents_continuation_lines() {
        let mut out = Vec::new();
        wrap(&format!("{} b", "a".repeat(96)), "- ", "  ", &mut out);
        assert_eq!(out, [format!("- {}", "a".repeat(96)), "  b".to_owned()]);
    }
}
