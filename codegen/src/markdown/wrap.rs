//! Line wrapping.

use super::span::code_span;

/// The width of a line of documentation, without the comment mark and its indentation.
const WIDTH: usize = 96;

/// Wraps a paragraph of Markdown. The first line starts with `first`, the others with `rest`.
pub(crate) fn wrap(text: &str, first: &str, rest: &str, out: &mut Vec<String>) {
    if is_simple(text) && first.is_ascii() && rest.is_ascii() {
        wrap_simple(text, first, rest, out);
    } else {
        wrap_words(text, first, rest, out);
    }
}

/// Returns whether single spaces separate all words of a text, which is ASCII and has no code spans.
fn is_simple(text: &str) -> bool {
    let is_separated = !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  ");
    // Without an early end, the compiler looks at many bytes at once.
    let is_other = |byte: u8| !matches!(byte, b' '..=b'~') || byte == b'`';
    is_separated && !text.bytes().fold(false, |found, byte| found | is_other(byte))
}

/// Wraps a simple text, which is copied line by line.
fn wrap_simple(text: &str, first: &str, rest: &str, out: &mut Vec<String>) {
    let (mut indent, mut remaining) = (first, text);
    while !remaining.is_empty() {
        let end = line_end(remaining, WIDTH.saturating_sub(indent.len()));
        let (line, after) = remaining.split_at_checked(end).unwrap_or((remaining, ""));
        out.push([indent, line].concat());
        remaining = after.trim_start_matches(' ');
        indent = rest;
    }
}

/// Returns the length of the first line of a simple text.
fn line_end(text: &str, width: usize) -> usize {
    // The space after the last word that fits.
    let fitting = text.get(..=width).map(|start| start.rfind(' '));
    let mut end = match fitting {
        None => return text.len(),
        Some(fitting) => fitting.or_else(|| text.find(' ')),
    };
    // A word that starts a block belongs to the line, whether it fits or not.
    while let Some(space) = end {
        let next = text.get(space + 1..).unwrap_or_default();
        if !starts_block(next) {
            return space;
        }
        end = next.find(' ').map(|length| space + 1 + length);
    }
    text.len()
}

/// Wraps any text, word by word.
fn wrap_words(text: &str, first: &str, rest: &str, out: &mut Vec<String>) {
    let mut lines = Wrapped { line: start(first), width: first.chars().count(), is_empty: true, rest, out };
    if text.contains('`') {
        lines.words(words(text));
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
            // Most characters.
            if c.is_ascii_alphanumeric() {
                escaped = false;
                continue;
            }
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
    fn simple_text_is_wrapped_like_any_other() {
        let words = ["a", "-", "1.", "12", &"b".repeat(40), &"c".repeat(93), &"d".repeat(94), &"e".repeat(95)];
        let mut texts = vec![String::new()];
        let mut from = 0;
        for _ in 0..5 {
            let end = texts.len();
            for index in from..end {
                texts.extend(words.map(|word| format!("{} {word}", texts[index]).trim_start().to_owned()));
            }
            from = end;
        }
        for text in texts {
            assert!(is_simple(&text));
            let (mut simple, mut any) = (Vec::new(), Vec::new());
            wrap_simple(&text, "- ", "  ", &mut simple);
            wrap_words(&text, "- ", "  ", &mut any);
            assert_eq!(simple, any);
        }
        for text in [" a", "a ", "a  b", "a\tb", "`a`", "ä"] {
            assert!(!is_simple(text), "{text}");
        }
    }

    #[test]
    fn indents_continuation_lines() {
        let mut out = Vec::new();
        wrap(&format!("{} b", "a".repeat(96)), "- ", "  ", &mut out);
        assert_eq!(out, [format!("- {}", "a".repeat(96)), "  b".to_owned()]);
    }
}
