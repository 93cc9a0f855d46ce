//! The first sentence of a text that is clean already: what rustdoc's lists and our tables have room for.

/// Beyond this a paragraph is too long for a list.
const LONG: usize = 160;

const ABBREVIATIONS: &[&str] = &["approx", "etc", "incl", "max", "min", "No", "resp", "vs"];

/// The first sentence for a cell of a table, which has one line. Empty if the text does not start with a paragraph.
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

/// Lets the first sentence of a long paragraph stand alone: rustdoc's lists show the whole of the first paragraph.
pub(crate) fn lead(lines: &mut Vec<String>) {
    let first = paragraph(lines);
    // What starts with a mark is a list, a heading or code.
    let plain = first.first().is_some_and(|line| line.starts_with(char::is_alphabetic));
    if !plain || first.iter().map(String::len).sum::<usize>() < LONG {
        return;
    }
    // The sentence ends within a line or with it, and never in the paragraph's last place.
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

/// Behind the dot of the first sentence, outside of code spans and links.
fn end(text: &str) -> Option<usize> {
    let (mut ticks, mut depth, mut escaped) = (false, 0_usize, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => {}
            '`' => ticks = !ticks,
            '[' | '(' | '<' if !ticks => depth += 1,
            ']' | ')' | '>' if !ticks => depth = depth.saturating_sub(1),
            '.' if !ticks && depth == 0 => {
                let (before, after) = (text.get(..at)?, text.get(at + 1..)?);
                let word = before.rsplit(' ').next().unwrap_or(before);
                let closed = before.ends_with(['`', ')', ']', '>']);
                // An initial, or with dots of its own, or one of these: `e.g.` ends no sentence.
                let short = word.len() < 2 || word.contains('.') || ABBREVIATIONS.contains(&word);
                if (closed || !short) && after.starts_with(' ') && !after.trim_start().starts_with(char::is_lowercase) {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped && !ticks;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_cell_is_one_sentence_of_the_first_paragraph() {
        for (text, expected) in [
            ("Lists rooms. Sorted.", "Lists rooms."),
            ("Lists\nrooms.\n\nSorted.", "Lists rooms."),
            ("Lists, e.g. rooms. Sorted.", "Lists, e.g. rooms."),
            ("Reads `a. b|c`. Sorted.", "Reads `a. b\\|c`."),
            ("See [the docs. All](https://x.y). Sorted.", "See [the docs. All](https://x.y)."),
            ("Version 1.5 of it. Sorted.", "Version 1.5 of it."),
            ("```text\ncode\n```", ""),
            ("", ""),
        ] {
            assert_eq!(cell(&lines(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_long_paragraph_is_parted_behind_its_first_sentence() {
        let rest = "And so on. ".repeat(20);
        let mut text = lines(&format!("What it\nis. {rest}\nEnd."));
        lead(&mut text);
        assert_eq!(text.get(..3), Some(&["What it".to_owned(), "is.".to_owned(), String::new()][..]));
        let mut short = lines("What it is. No more.");
        lead(&mut short);
        assert_eq!(short, ["What it is. No more."]);
    }

    #[test]
    fn a_text_in_one_sentence_stays() {
        let mut text = vec!["a ".repeat(100), "- b".to_owned()];
        let before = text.clone();
        lead(&mut text);
        assert_eq!(text, before);
    }
}
