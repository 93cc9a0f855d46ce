//! Line wrapping.

/// The width of a line of documentation, without the comment mark and its indentation.
const WIDTH: usize = 96;

/// Wraps a paragraph of Markdown. The first line starts with `first`, the others with `rest`.
pub(crate) fn wrap(text: &str, first: &str, rest: &str, out: &mut Vec<String>) {
    let mut line = first.to_owned();
    let mut width = first.chars().count();
    let mut empty = true;
    for word in words(text) {
        let length = word.chars().count();
        if !empty && width + 1 + length > WIDTH && !starts_block(word) {
            out.push(std::mem::replace(&mut line, rest.to_owned()));
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
    let mut words = Vec::new();
    let mut start = 0;
    let mut ticks = false;
    for (at, c) in text.char_indices() {
        if c == '`' && !text.get(..at).is_some_and(|before| before.ends_with('\\')) {
            ticks = !ticks;
        }
        let long = at - start > WIDTH;
        if c.is_whitespace() && (!ticks || long) {
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
    fn indents_continuation_lines() {
        let mut out = Vec::new();
        wrap(&format!("{} b", "a".repeat(96)), "- ", "  ", &mut out);
        assert_eq!(out, [format!("- {}", "a".repeat(96)), "  b".to_owned()]);
    }
}
