//! Blocks: paragraphs, lists and code fences.

use std::borrow::Cow;

use super::html::break_blocks;
use super::inline::escape;
use super::inline_list::{self, Part};
use super::link::LinkBase;
use super::span::visible;
use super::wrap::wrap;

/// Converts a description to lines of Markdown that contain neither doctests nor broken links nor HTML.
pub(crate) fn clean(text: &str, base: &LinkBase) -> Vec<String> {
    let plain = text.bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte));
    let text: Cow<'_, str> = if plain {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.replace("\r\n", "\n").replace('\t', "    ").chars().map(visible).collect())
    };
    let text = if text.contains('<') { Cow::Owned(break_blocks(&text)) } else { text };
    let mut out = Lines::new(base);
    let mut fence: Option<String> = None;
    for line in text.lines() {
        let trimmed = line.trim();
        if let Some(mark) = &fence {
            // A fence ends with a line that consists of the same mark. Any other line belongs to the code.
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
            // Without `text`, rustdoc would compile the block as a test.
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

/// Returns the mark if the line opens a fence: three or more backticks or tildes, unless the line closes it again.
fn fence_mark(line: &str) -> Option<String> {
    let first = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.len() - line.trim_start_matches(first).len();
    let info = line.get(length..)?;
    (length >= 3 && !info.contains(first)).then(|| first.to_string().repeat(length))
}

struct Lines<'b> {
    base: &'b LinkBase,
    lines: Vec<String>,
    paragraph: String,
    /// The marker before the paragraph, indented, if it is a list item.
    marker: Option<String>,
    /// The indentation, in the source, of the lists that are open.
    lists: Vec<usize>,
    paragraph_break: bool,
}

impl<'b> Lines<'b> {
    fn new(base: &'b LinkBase) -> Self {
        Self {
            base,
            lines: Vec::new(),
            paragraph: String::new(),
            marker: None,
            lists: Vec::new(),
            paragraph_break: false,
        }
    }

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
            // A deeply indented item would be code.
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
        let mut text = std::mem::take(&mut self.paragraph);
        let marker = self.marker.take();
        if text.is_empty() && marker.is_none() {
            return;
        }
        collapse(&mut text);
        let is_item = marker.is_some();
        if !is_item || self.lists.len() == 1 && self.paragraph_break && !self.after_item() {
            self.separate();
        }
        self.paragraph_break = !is_item;
        let first = marker.unwrap_or_default();
        // A list within an item is nested in it, and prose after that list still belongs to the item.
        let indent = " ".repeat(first.len());
        // Deeper, the prose after it could become code.
        let parts = if first.len() > 3 { vec![Part::Prose(text.as_str())] } else { inline_list::split(&text) };
        let mut parts = parts.into_iter();
        if let Some(Part::Prose(text) | Part::Item(_, text)) = parts.next() {
            self.block(text, &first, &indent);
        }
        let mut after_prose = !is_item;
        for part in parts {
            if after_prose || matches!(part, Part::Prose(_)) {
                self.separate();
            }
            after_prose = matches!(part, Part::Prose(_));
            match part {
                Part::Prose(text) => self.block(text, &indent, &indent),
                Part::Item(marker, text) => {
                    let marker = format!("{indent}{marker} ");
                    self.block(text, &marker, &" ".repeat(marker.len()));
                }
            }
        }
    }

    /// Writes a paragraph or a list item. Its first line starts with `first`, the others with `rest`.
    fn block(&mut self, text: &str, first: &str, rest: &str) {
        let mut text = escape(text, self.base);
        collapse(&mut text);
        if first.trim().is_empty() {
            text = guard(text);
        }
        let from = self.lines.len();
        wrap(&text, first, rest, &mut self.lines);
        self.lines.iter_mut().skip(from).for_each(defuse);
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

/// Replaces runs of spaces with one: at the start of a line they would make it code.
fn collapse(text: &mut String) {
    if text.contains("  ") {
        *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
}

/// Splits a line into its list marker and its text: `* a`, `- a`, `+ a`, `1. a` or a typographic bullet.
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

/// Escapes a line of a paragraph that would open a fence, after any number of other marks: its content would be a test.
fn defuse(line: &mut String) {
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
        clean(text, &LinkBase::new(Some("https://docs.example/"))).join("\n")
    }

    #[test]
    fn separates_and_nests_lists() {
        let text = "Kinds:\n  - `A`: one\n  - `B`: two\n      - inner\nmore of inner\n\nAfter.";
        assert_eq!(joined(text), "Kinds:\n\n* `A`: one\n* `B`: two\n  * inner more of inner\n\nAfter.");
    }

    #[test]
    fn never_makes_code_of_indented_text() {
        assert_eq!(joined("One\n\n    let x = 1;\n\n\tlet y = 2;"), "One\n\nlet x = 1;\n\nlet y = 2;");
    }

    #[test]
    fn marks_fences_as_text_and_closes_them() {
        assert_eq!(joined("Do:\n```rust\nlet x = 1;\n"), "Do:\n\n```text\nlet x = 1;\n```");
        assert_eq!(joined("Do:\n```\na\n```\nthen"), "Do:\n\n```text\na\n```\n\nthen");
    }

    #[test]
    fn escapes_headings_quotes_and_rules() {
        assert_eq!(joined("# Title"), "\\# Title");
        assert_eq!(joined("---"), "\\---");
        assert_eq!(joined("> quote"), "\\> quote");
        assert_eq!(joined("1.5 is a number"), "1\\.5 is a number");
    }

    #[test]
    fn converts_html_lists() {
        assert_eq!(joined("Any of:<ul><li>one</li><li>two</li></ul>done"), "Any of:\n\n* one\n* two\n\ndone");
    }

    /// Returns everything that a description must not become: tests, images, HTML, and links to anything but web pages.
    fn faults(text: &str) -> Vec<String> {
        use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, Options, Parser, Tag};
        let text = joined(text);
        // rustdoc looks up every label in brackets.
        let item = |_: BrokenLink<'_>| Some(("item".into(), "".into()));
        let page = |url: &str| url.starts_with("https://") || url.starts_with("http://");
        let is_fault = |event: &Event<'_>| match event {
            Event::Start(Tag::CodeBlock(kind)) => !matches!(kind, CodeBlockKind::Fenced(info) if &**info == "text"),
            Event::Start(Tag::Image { .. }) | Event::Html(_) | Event::InlineHtml(_) => true,
            Event::Start(Tag::Link { dest_url, .. }) => !page(dest_url),
            _ => false,
        };
        let events = Parser::new_with_broken_link_callback(&text, Options::empty(), Some(item));
        events.filter(is_fault).map(|event| format!("{event:?}: {text}")).collect()
    }

    #[test]
    fn never_opens_a_fence_in_prose() {
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
            assert_eq!(faults(&text), Vec::<String>::new(), "{text}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 4000, failure_persistence: None, ..Default::default() })]

        #[test]
        fn never_makes_more_than_text_of_a_description(words in proptest::collection::vec(proptest::sample::select(vec![
            "* ", "- ", "+ ", "1. ", "23) ", "> ", "# ", "~~~", "~", "```", "`", "``", "rust", "\n", "\n\n", "    ", "\t", " ", "x",
            "a.b", "<li>", "<p>", "</ul>", "[a](b)", "\\", "|", ":", "=", "---", "text", "é", " * ", " - ", ": * ", ". ", "A", " 1. ", " 2. ",
            "!", "[", "]", "(", ")", "[a](/b)", "[a](#b)", "[a](https://c.d/)", "<a href='/b'>", "</a>", "<img>", "https://c.d/", "//",
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]), 0..24)) {
            let found = faults(&words.concat());
            proptest::prop_assert!(found.is_empty(), "{found:?}");
        }
    }

    #[test]
    fn splits_inline_lists() {
        let text =
            "Types:\n * A: one of: * `a` * `b` Not `c`.\n\nLimits: - *Size:* 5 GB - *Count:* 3 files. Then more.";
        let expected = "Types:\n\n* A: one of:\n  * `a`\n  * `b`\n\n  Not `c`.\n\n\
                        Limits:\n\n* *Size:* 5 GB\n* *Count:* 3 files.\n\nThen more.";
        assert_eq!(joined(text), expected);
    }

    #[test]
    fn replaces_characters_that_reorder_text() {
        assert_eq!(joined("a\u{202e}b\u{0}c"), "a\u{fffd}b\u{fffd}c");
    }
}
