//! Lines: paragraphs, lists and code fences.

use std::borrow::Cow;

use super::inline::{escape, visible};
use super::wrap::wrap;

/// A description as lines of Markdown that hold no doctest, no broken link and no HTML.
pub(crate) fn clean(text: &str) -> Vec<String> {
    let plain = text.bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte));
    let text: Cow<'_, str> = if plain {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.replace("\r\n", "\n").replace('\t', "    ").chars().map(visible).collect())
    };
    let text = if text.contains('<') { Cow::Owned(break_html(&text)) } else { text };
    let mut out = Lines::default();
    let mut fence: Option<String> = None;
    for line in text.lines() {
        let trimmed = line.trim();
        if let Some(mark) = &fence {
            // Only a line of the same mark alone ends a fence; others are the code's own.
            if trimmed.starts_with(mark.as_str()) && trimmed.trim_matches('`').trim_matches('~').is_empty() {
                out.lines.push(mark.clone());
                fence = None;
                out.paragraph_break = true;
            } else {
                out.lines.push(line.trim_end().to_owned());
            }
            continue;
        }
        if let Some(mark) = fence_mark(trimmed) {
            out.end_paragraph();
            out.separate();
            // `text`: whatever a document shows is no test of ours.
            out.lines.push(format!("{mark}text"));
            fence = Some(mark);
            continue;
        }
        out.line(line);
    }
    out.end_paragraph();
    if let Some(mark) = fence {
        out.lines.push(mark);
    }
    while out.lines.last().is_some_and(String::is_empty) {
        out.lines.pop();
    }
    out.lines
}

/// Block-level HTML means a new line.
fn break_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let name: String = tag
            .chars()
            .skip(1)
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
            .collect::<String>()
            .to_ascii_lowercase();
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let with = match name.trim_end_matches('/') {
            "li" => Some("\n* "),
            "p" | "ul" | "ol" | "/ul" | "/ol" | "table" | "/table" | "pre" | "/pre" | "dl" | "/dl" | "h1" | "h2"
            | "h3" | "h4" | "/h1" | "/h2" | "/h3" | "/h4" => Some("\n\n"),
            "br" | "tr" | "dt" => Some("\n"),
            "/p" | "/li" | "/tr" | "/dt" | "/dd" | "/br" => Some("\n"),
            _ => None,
        };
        match with {
            Some(with) => {
                out.push_str(with);
                rest = tag.get(end..).unwrap_or("");
            }
            None => {
                out.push('<');
                rest = tag.get(1..).unwrap_or("");
            }
        }
    }
    out.push_str(rest);
    out
}

/// Three or more backticks or tildes open a fence, unless the line closes it again.
fn fence_mark(line: &str) -> Option<String> {
    let first = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.len() - line.trim_start_matches(first).len();
    let info = line.get(length..)?;
    (length >= 3 && !info.contains(first)).then(|| first.to_string().repeat(length))
}

#[derive(Default)]
struct Lines {
    lines: Vec<String>,
    paragraph: String,
    /// The list marker that the paragraph stands behind, with its indent.
    marker: Option<String>,
    /// Indents, in the source, of the lists that are open.
    lists: Vec<usize>,
    paragraph_break: bool,
}

impl Lines {
    fn line(&mut self, line: &str) {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            self.end_paragraph();
            self.paragraph_break = true;
            return;
        }
        let indent = line.len() - line.trim_start().len();
        if let Some((marker, text)) = list_marker(trimmed) {
            self.end_paragraph();
            while self.lists.last().is_some_and(|&open| open > indent) {
                self.lists.pop();
            }
            if self.lists.last() != Some(&indent) {
                if self.lists.is_empty() {
                    self.paragraph_break = true;
                }
                self.lists.push(indent);
            }
            // Deep nesting would be code; no reader needs more than four levels.
            let depth = self.lists.len().min(4) - 1;
            self.marker = Some(format!("{}{marker} ", "  ".repeat(depth)));
            self.paragraph.push_str(text);
            return;
        }
        if self.paragraph.is_empty() {
            self.lists.clear();
        } else {
            self.paragraph.push(' ');
        }
        self.paragraph.push_str(trimmed);
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.paragraph);
        let marker = self.marker.take();
        if text.is_empty() && marker.is_none() {
            return;
        }
        let in_list = marker.is_some();
        if !in_list || self.lists.len() == 1 && self.paragraph_break && !self.after_item() {
            self.separate();
        }
        self.paragraph_break = false;
        let first = marker.unwrap_or_default();
        let rest = " ".repeat(first.len());
        let mut text = escape(&text);
        // Several blanks would only be seen at the start of a line, where they make code of it.
        if text.contains("  ") {
            text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        if !in_list {
            text = guard(text);
        }
        let from = self.lines.len();
        wrap(&text, &first, &rest, &mut self.lines);
        self.lines.iter_mut().skip(from).for_each(defuse);
        if !in_list {
            self.paragraph_break = true;
        }
    }

    fn after_item(&self) -> bool {
        self.lines.last().is_some_and(|line| line.starts_with(['*', '-', ' ']) && !line.is_empty())
    }

    fn separate(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }
}

/// `* a`, `- a`, `+ a`, `1. a`, and the typographer's bullet.
fn list_marker(line: &str) -> Option<(&'static str, &str)> {
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

/// No line of a paragraph opens a fence, behind whatever marks it stands: what it shows would be a test.
fn defuse(line: &mut String) {
    let mut text = line.trim_start();
    while let Some(rest) = without_marker(text) {
        text = rest;
    }
    let ticks = text.trim_start_matches('`');
    // With another one behind it, it is a span.
    let fence = text.starts_with("~~~") || text.len() - ticks.len() >= 3 && !ticks.contains('`');
    if fence {
        let at = line.len() - text.len();
        line.insert(at, '\\');
    }
}

/// What stands behind the mark of a list, a quote or a heading.
fn without_marker(text: &str) -> Option<&str> {
    let behind = match text.trim_start_matches(|c: char| c.is_ascii_digit()) {
        numbered if numbered.len() < text.len() => numbered.strip_prefix(['.', ')'])?,
        other => other.strip_prefix(['*', '-', '+', '>', '#', '|', ':'])?,
    };
    Some(behind.trim_start())
}

/// A paragraph must not start as a heading, a quote, a table, a rule or a list.
fn guard(text: String) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> String {
        clean(text).join("\n")
    }

    #[test]
    fn lists_stand_apart_and_nest() {
        let text = "Kinds:\n  - `A`: one\n  - `B`: two\n      - inner\nmore of inner\n\nAfter.";
        assert_eq!(joined(text), "Kinds:\n\n* `A`: one\n* `B`: two\n  * inner more of inner\n\nAfter.");
    }

    #[test]
    fn indented_text_is_no_code() {
        assert_eq!(joined("One\n\n    let x = 1;\n\n\tlet y = 2;"), "One\n\nlet x = 1;\n\nlet y = 2;");
    }

    #[test]
    fn fences_are_text_and_are_closed() {
        assert_eq!(joined("Do:\n```rust\nlet x = 1;\n"), "Do:\n\n```text\nlet x = 1;\n```");
        assert_eq!(joined("Do:\n```\na\n```\nthen"), "Do:\n\n```text\na\n```\n\nthen");
    }

    #[test]
    fn headings_quotes_and_rules_are_text() {
        assert_eq!(joined("# Title"), "\\# Title");
        assert_eq!(joined("---"), "\\---");
        assert_eq!(joined("> quote"), "\\> quote");
        assert_eq!(joined("1.5 is a number"), "1\\.5 is a number");
    }

    #[test]
    fn html_lists_become_lists() {
        assert_eq!(joined("Any of:<ul><li>one</li><li>two</li></ul>done"), "Any of:\n\n* one\n* two\n\ndone");
    }

    /// What rustdoc would compile: fences with another word than ours, and what is indented.
    fn tests_in(text: &str) -> Vec<String> {
        use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
        let text = joined(text);
        let blocks = Parser::new(&text).filter_map(|event| match event {
            Event::Start(Tag::CodeBlock(kind)) => Some(kind),
            _ => None,
        });
        blocks
            .filter(|kind| !matches!(kind, CodeBlockKind::Fenced(info) if &**info == "text"))
            .map(|kind| format!("{kind:?}: {text}"))
            .collect()
    }

    #[test]
    fn prose_opens_no_fence() {
        let long = "x".repeat(100);
        for text in [
            format!("* ~~~rust {long} f();"),
            format!("1. ~~~rust {long} f();"),
            format!("* - ~~~rust {long} f();"),
            format!("* > ~~~rust {long} f();"),
            format!("<li>~~~rust {long} f();"),
            format!("```rust {long} f(); // ```"),
            format!("* ```rust {long} f(); // ```"),
            format!("a {long} ~~~rust {long} f();"),
            format!("`a {long} ```rust {long} f();`"),
            format!("```{long}[a](b)    *     ```"),
        ] {
            assert_eq!(tests_in(&text), Vec::<String>::new(), "{text}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 4000, failure_persistence: None, ..Default::default() })]

        #[test]
        fn no_text_is_a_test(words in proptest::collection::vec(proptest::sample::select(vec![
            "* ", "- ", "+ ", "1. ", "23) ", "> ", "# ", "~~~", "~", "```", "`", "``", "rust", "\n", "\n\n", "    ", "\t", " ", "x",
            "a.b", "<li>", "<p>", "</ul>", "[a](b)", "\\", "|", ":", "=", "---", "text", "é",
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]), 0..24)) {
            let found = tests_in(&words.concat());
            proptest::prop_assert!(found.is_empty(), "{found:?}");
        }
    }

    #[test]
    fn tricks_of_direction_show() {
        assert_eq!(joined("a\u{202e}b\u{0}c"), "a\u{fffd}b\u{fffd}c");
    }
}
