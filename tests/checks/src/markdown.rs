//! Checks that documentation contains nothing that rustdoc runs or loads.

use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, Options, Parser, Tag};

/// Markup that the generator writes, but that a description of a document must not become.
#[derive(Clone, Copy, Debug, Default)]
pub struct Allowed {
    /// Examples, which are compiled: code blocks marked `no_run`.
    pub examples: bool,
    /// Links to items and headings.
    pub items: bool,
}

/// Returns everything that text must not become: tests, images, HTML, and links to anything but web
/// pages.
#[must_use]
pub fn faults(markdown: &str, allowed: Allowed) -> Vec<String> {
    // rustdoc looks up every label in brackets.
    let item = |_: BrokenLink<'_>| Some(("item".into(), "".into()));
    let is_fault = |event: &Event<'_>| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            !(&**info == "text" || allowed.examples && &**info == "no_run")
        }
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented) | Tag::Image { .. }) => true,
        Event::Html(_) | Event::InlineHtml(_) => true,
        Event::Start(Tag::Link { dest_url, .. }) => !(is_page(dest_url) || allowed.items && is_item(dest_url)),
        _ => false,
    };
    let events = Parser::new_with_broken_link_callback(markdown, options(), Some(item));
    events.filter(is_fault).map(|event| format!("{event:?}: {markdown}")).collect()
}

/// Returns the code of the examples: blocks marked `no_run`.
#[must_use]
pub fn examples(markdown: &str) -> Vec<String> {
    let mut examples = Vec::new();
    let mut inside = false;
    for event in Parser::new_ext(markdown, options()) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if &*info == "no_run" => {
                inside = true;
                examples.push(String::new());
            }
            Event::End(_) => inside = false,
            Event::Text(text) if inside => {
                if let Some(example) = examples.last_mut() {
                    example.push_str(&text);
                }
            }
            _ => {}
        }
    }
    examples
}

/// The extensions that rustdoc enables.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
}

fn is_page(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// Returns whether the destination of a link is a path, a heading, or a label in brackets that is
/// one.
fn is_item(destination: &str) -> bool {
    !destination.is_empty()
        && destination.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '#' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_rustdoc_would_run_or_load() {
        let none = Allowed::default();
        for text in [
            "```\nf();\n```",
            "```rust\nf();\n```",
            "a\n\n    f();",
            "![a](https://a.example/b.png)",
            "<b>a</b>",
            "[a](b)",
            "[a]",
            "```no_run\nf();\n```",
        ] {
            assert_eq!(faults(text, none).len().min(1), 1, "{text}");
        }
        for text in ["a", "```text\nf();\n```", "[a](https://a.example/)", "`[a]`", "\\[a\\]"] {
            assert_eq!(faults(text, none), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn accepts_what_the_generator_writes() {
        let allowed = Allowed { examples: true, items: true };
        let text = "[`Rooms::leave`] in [`A`](crate::scopes::A), [features](#features)\n\n```no_run\nf();\n```";
        assert_eq!(faults(text, allowed), Vec::<String>::new());
        assert_eq!(examples(text), ["f();\n"]);
        assert_eq!(faults("[a](b/c)\n\n[a](/etc)", allowed).len(), 2);
    }
}
