//! The first sentence of a text, which is all that rustdoc's lists and the table of methods have
//! room for.

/// The length from which on a paragraph is too long for rustdoc's lists.
const LONG: usize = 160;

const ABBREVIATIONS: &[&str] = &["approx", "etc", "incl", "max", "min", "No", "resp", "vs"];

/// Returns the first sentence of Markdown lines as the content of a table's cell, which is a single
/// line. Empty if the text does not start with a paragraph.
pub(crate) fn cell(lines: &[String]) -> String {
    let text = paragraph(lines).join(" ");
    if text.starts_with("```") || text.starts_with("~~~") {
        return String::new();
    }
    let text = match end(&text) {
        Some(at) => text.get(..at).unwrap_or(&text),
        None => &text,
    };
    // Even within a code span a bar ends the cell.
    text.replace('|', "\\|")
}

/// Separates the first sentence of a long paragraph, because rustdoc's lists of items show the
/// whole first paragraph.
pub(crate) fn lead(lines: &mut Vec<String>) {
    let first = paragraph(lines);
    // Text that starts with a mark is a list, a heading or code.
    let plain = first.first().is_some_and(|line| line.starts_with(char::is_alphabetic));
    if !plain || first.iter().map(String::len).sum::<usize>() < LONG {
        return;
    }
    // The sentence ends within a line or with it. The paragraph's last sentence has nothing to be
    // separated from.
    let (count, mut before) = (first.len(), String::new());
    for at in 0..count {
        let Some(line) = lines.get(at) else { return };
        let start = before.len();
        before.push_str(line);
        before.push(' ');
        let Some(found) = end(&before) else { continue };
        let Some((head, tail)) = line.split_at_checked(found.saturating_sub(start)) else { return };
        let (head, tail) = (head.trim_end().to_owned(), tail.trim_start().to_owned());
        if tail.is_empty() {
            if at + 1 < count {
                lines.insert(at + 1, String::new());
            }
        } else if tail.starts_with(|c: char| c.is_alphabetic() || c == '`' || c == '[') {
            lines.splice(at..=at, [head, String::new(), tail]);
        }
        return;
    }
}

fn paragraph(lines: &[String]) -> &[String] {
    let end = lines.iter().position(String::is_empty).unwrap_or(lines.len());
    lines.get(..end).unwrap_or(lines)
}

/// Returns the position after the first sentence, if another one follows. Dots within code spans,
/// links and parentheses do not count; a parenthesis that ends with a dot may end the sentence.
pub(super) fn end(text: &str) -> Option<usize> {
    let (mut in_code, mut depth, mut escaped, mut last) = (false, 0_usize, false, ' ');
    for (at, c) in text.char_indices() {
        let mut ends = false;
        match c {
            _ if escaped => {}
            '`' => in_code = !in_code,
            '[' | '(' | '<' if !in_code => depth += 1,
            ']' | ')' | '>' if !in_code => {
                depth = depth.saturating_sub(1);
                ends = depth == 0 && c == ')' && last == '.';
            }
            '.' if !in_code && depth == 0 => ends = is_full_stop(text.get(..at)?),
            _ => {}
        }
        let after = text.get(at + c.len_utf8()..)?;
        if ends && after.starts_with(' ') && !after.trim_start().starts_with(char::is_lowercase) {
            return Some(at + c.len_utf8());
        }
        escaped = c == '\\' && !escaped && !in_code;
        last = c;
    }
    None
}

/// Returns whether a dot after this text ends a sentence: it does not after an initial or an
/// abbreviation.
fn is_full_stop(before: &str) -> bool {
    let word = before.rsplit(' ').next().unwrap_or(before);
    let closed = before.ends_with(['`', ')', ']', '>']);
    let abbreviated = word.len() < 2 || word.contains('.') || ABBREVIATIONS.contains(&word);
    closed || !abbreviated
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn cell_is_the_first_sentence_of_the_first_paragraph() {
        for (text, expected) in [
            ("Lists rooms. Sorted.", "Lists rooms."),
            ("Lists\nrooms.\n\nSorted.", "Lists rooms."),
            ("Lists, e.g. rooms. Sorted.", "Lists, e.g. rooms."),
            ("Reads `a. b|c`. Sorted.", "Reads `a. b\\|c`."),
            ("See [the docs. All](https://x.y). Sorted.", "See [the docs. All](https://x.y)."),
            ("Version 1.5 of it. Sorted.", "Version 1.5 of it."),
            ("Lists rooms (and more.) Sorted.", "Lists rooms (and more.)"),
            ("Lists (e.g. all) rooms. Sorted.", "Lists (e.g. all) rooms."),
            ("```text\ncode\n```", ""),
            ("", ""),
        ] {
            assert_eq!(cell(&lines(text)), expected, "{text}");
        }
    }

    #[test]
    fn separates_the_first_sentence_of_a_long_paragraph() {
        let rest = "And so on. ".repeat(20);
        let mut text = lines(&format!("A room\nof. {rest}\nEnd."));
        lead(&mut text);
        assert_eq!(text.get(..3), Some(&["A room".to_owned(), "of.".to_owned(), String::new()][..]));
        let mut short = lines("A room. No more.");
        lead(&mut short);
        assert_eq!(short, ["A room. No more."]);
    }

    #[test]
    fn keeps_a_text_of_one_sentence() {
        let mut text = vec!["a ".repeat(100), "- b".to_owned()];
        let before = text.clone();
        lead(&mut text);
        assert_eq!(text, before);
    }
}
