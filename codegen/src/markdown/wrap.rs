//! Line wrapping.

use super::span::code_span;

/// The width of a line of documentation, without the comment mark and its indentation.
const WIDTH: usize = 96;

/// Wraps a paragraph of Markdown. The first line starts with `first`, the others with `rest`.
pub(crate) fn wrap(text: &str, first: &str, rest: &str, out: &mut Vec<String>) {
    let start = |indent: &str| {
        // The capacity of nearly all lines.
        let mut line = String::with_capacity(WIDTH);
        line.push_str(indent);
        line
    };
    let mut line = start(first);
    let mut width = first.chars().count();
    let mut empty = true;
    for word in words(text) {
        let length = word.chars().count();
        if !empty && width + 1 + length > WIDTH && !starts_block(word) {
            out.push(std::mem::replace(&mut line, start(rest)));
            width = rest.chars().count();
            empty = true;
        }
        if !empty {
            line.push(' ');
            width += 1;
        }
        line.push_str(word);
        width += length;
        empty = false;
    }
    if !empty {
        out.push(line);
    }
}

/// Splits at white space, but not within a code span, unless the span is longer than a line.
fn words(text: &str) -> Vec<&str> {
    if !text.contains('`') {
        return text.split_whitespace().collect();
    }
    let mut words = Vec::new();
    let mut start = 0;
    // The end of the last code span, or of the last backticks without a counterpart.
    let (mut span_end, mut ticks_end) = (0, 0);
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        if c == '`' && !escaped && at >= span_end.max(ticks_end) {
            match code_span(rest) {
                Some(length) => span_end = at + length,
                None => ticks_end = at + rest.len() - rest.trim_start_matches('`').len(),
            }
        }
        escaped = c == '\\' && !escaped && at >= span_end;
        let splits = at >= span_end || at - start > WIDTH && !interrupts_code(rest.trim_start());
        if c.is_whitespace() && splits {
            if start < at {
                words.extend(text.get(start..at));
            }
            start = at + c.len_utf8();
        }
    }
    if start < text.len() {
        words.extend(text.get(start..));
    }
    words
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
