//! Characters and code spans: the smallest pieces of Markdown.

/// Returns the text as a code span, whatever characters it contains.
pub(crate) fn code(text: &str) -> String {
    // Nearly all texts are like this.
    let is_plain = |byte| matches!(byte, b' '..=b'~') && byte != b'`';
    if text.bytes().all(is_plain) && !text.trim().is_empty() {
        return format!("`{text}`");
    }
    let text: String = text.chars().map(visible).collect();
    let text = text.replace(['\n', '\r', '\t'], " ");
    if text.trim().is_empty() {
        return "an empty string".to_owned();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    if longest == 0 {
        return format!("`{text}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

/// Returns the text on a single line, e.g. for a title: white space, such as a line break, becomes a
/// space, and other characters that are not [`visible`] are replaced.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().map(visible).collect()
}

/// Replaces control characters, and characters that reorder or hide text, with U+FFFD.
pub(crate) fn visible(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{061c}'
        | '\u{feff}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => '\u{fffd}',
        _ if c.is_control() => '\u{fffd}',
        _ => c,
    }
}

/// Returns the length of the code span at the start of `text`, including its backticks. Returns
/// `None` if the backticks have no counterpart or enclose only white space.
pub(super) fn code_span(text: &str) -> Option<usize> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let body = text.get(ticks..).filter(|_| ticks > 0)?;
    let mut from = 0;
    loop {
        let start = from + body.get(from..)?.find('`')?;
        let run = body.get(start..)?;
        let length = run.len() - run.trim_start_matches('`').len();
        if length == ticks {
            return (!body.get(..start)?.trim().is_empty()).then_some(ticks + start + ticks);
        }
        from = start + length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encloses_any_text_in_a_code_span() {
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("\u{202e}"), "`\u{fffd}`");
        assert_eq!(code(""), "an empty string");
    }

    #[test]
    fn joins_lines() {
        assert_eq!(one_line(" a\r\nb\u{2028}c\td "), "a b c d");
        assert_eq!(one_line("a\u{7}\u{202e}"), "a\u{fffd}\u{fffd}");
    }

    #[test]
    fn measures_code_spans() {
        assert_eq!(code_span("`a` b"), Some(3));
        assert_eq!(code_span("``a`b`` c"), Some(7));
        for text in ["`a", "` `", "a", ""] {
            assert_eq!(code_span(text), None, "{text}");
        }
    }
}
