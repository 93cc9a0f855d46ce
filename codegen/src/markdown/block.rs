//! Blocks: paragraphs, lists and code fences.

use std::borrow::Cow;

use super::html::break_blocks;
use super::lines::Lines;
use super::link::LinkBase;
use super::marks::fence_mark;
use super::span::visible;

/// Converts a description to lines of Markdown that contain neither doctests nor broken links nor
/// HTML.
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
            // A fence ends with a line that consists of the same mark. Any other line belongs to
            // the code.
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

#[cfg(test)]
mod tests {
    use discovery_checks::markdown::Allowed;

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

    fn faults(text: &str) -> Vec<String> {
        discovery_checks::markdown::faults(&joined(text), Allowed::default())
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
