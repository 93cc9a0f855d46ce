//! Text within a paragraph. Valid code spans, links and HTML are preserved; everything else is
//! escaped.

use super::html::angle;
use super::link::{LinkBase, bracket, url};
use super::span::{code, code_span};

/// Converts the text of one paragraph or list item, without its marker, to Markdown that renders as
/// the same text.
pub(crate) fn escape(text: &str, base: &LinkBase) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let has_url = text.contains("http");
    // Most text is plain and is copied in runs. An `h` may start a URL.
    let is_special = |c| matches!(c, '`' | '<' | '[' | ']' | '>' | '\\') || c == 'h' && has_url;
    while let Some(at) = rest.find(is_special) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        rest = special;
        let Some(c) = rest.chars().next() else {
            break;
        };
        let consumed = match c {
            '`' => span(rest, &mut out),
            '<' => angle(rest, base, &mut out),
            '[' => bracket(rest, base, &mut out),
            'h' => url(rest, &mut out),
            '\\' => backslash(rest, &mut out),
            _ => None,
        };
        let consumed = consumed.unwrap_or_else(|| {
            if c != 'h' {
                out.push('\\');
            }
            out.push(c);
            c.len_utf8()
        });
        rest = rest.get(consumed..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// Writes the code span at the start of `text` and returns its length. Three backticks could open a
/// fence, so a span is written with fewer or not as code.
fn span(text: &str, out: &mut String) -> Option<usize> {
    let length = code_span(text)?;
    let span = text.get(..length)?;
    if !span.starts_with("```") {
        out.push_str(span);
        return Some(length);
    }
    let shorter = code(span.trim_matches('`').trim());
    if shorter.starts_with("```") {
        return None;
    }
    out.push_str(&shorter);
    Some(length)
}

/// Keeps a backslash before punctuation, which is Markdown's own escape; any other backslash is
/// text.
fn backslash(text: &str, out: &mut String) -> Option<usize> {
    let next = text.chars().nth(1).filter(char::is_ascii_punctuation)?;
    out.push('\\');
    out.push(next);
    Some(1 + next.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_text_to_markdown_that_renders_as_it_reads() {
        for (text, markdown) in [
            ("a `code` span", "a `code` span"),
            ("a lone ` tick", "a lone \\` tick"),
            ("a ```code``` span", "a `code` span"),
            ("a ```c``d``` span", "a \\```c``d\\`\\`\\` span"),
            ("see [the guide](https://a.example/b) now", "see [the guide](https://a.example/b) now"),
            ("a [Type][google.Type] here", "a \\[Type\\]\\[google.Type\\] here"),
            ("Vec<String> & co", "Vec\\<String\\> & co"),
            ("see https://a.example/b_(c).", "see <https://a.example/b_(c)>."),
            ("(https://a.example/b)", "(<https://a.example/b>)"),
            ("<https://a.example/>", "<https://a.example/>"),
            ("<code>a < b</code>", "`a < b`"),
            ("<b>bold</b> move", "bold move"),
            ("<a href=\"https://a.example/\">a guide</a>", "[a guide](https://a.example/)"),
            ("<a href=\"javascript:x\">a guide</a>", "a guide"),
            ("<a href=\"/guide\">a guide</a>", "[a guide](https://docs.example/guide)"),
            ("see [the guide](/guide) now", "see [the guide](https://docs.example/guide) now"),
            ("see [the `x` field](#x) now", "see the `x` field now"),
            ("<script>x</script>", "\\<script\\>x\\</script\\>"),
            ("a\\*b \\d", "a\\*b \\\\d"),
            ("ahttp://x", "ahttp://x"),
            ("see inhttps://a.example/b", "see in<https://a.example/b>"),
            ("[`a.b`](https://a.example/)", "[`a.b`](https://a.example/)"),
            ("[a `Vec<T>` <b> ` c](https://a.example/)", "[a \\`Vec\\<T\\>\\` \\<b\\> \\` c](https://a.example/)"),
            ("[a `Vec<T>` <b>](https://a.example/)", "[a `Vec<T>` \\<b\\>](https://a.example/)"),
            ("é http://é", "é http://é"),
        ] {
            assert_eq!(escape(text, &LinkBase::new(Some("https://docs.example/api"))), markdown, "{text}");
        }
    }

    #[test]
    fn never_writes_an_image() {
        for (text, markdown) in [
            ("![alt](https://a.example/x.png)", "!<https://a.example/x.png>"),
            ("![alt](/x.png)", "!<https://docs.example/x.png>"),
            ("!<a href='https://a.example/x.png'>alt</a>", "!<https://a.example/x.png>"),
            ("\\![alt](https://a.example/x.png)", "\\!<https://a.example/x.png>"),
            ("<img src='https://a.example/x.png'>", "\\<img src='<https://a.example/x.png>'\\>"),
        ] {
            assert_eq!(escape(text, &LinkBase::new(Some("https://docs.example/api"))), markdown, "{text}");
        }
    }
}
