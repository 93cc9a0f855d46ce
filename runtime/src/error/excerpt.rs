//! Excerpts of bodies that are not JSON: the pages of proxies and of networks that ask to sign in.

use std::fmt;

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::printable::Printable;

/// The maximum number of characters of an excerpt.
const MAX_CHARS: usize = 200;

/// The number of bytes in which an excerpt is searched for.
const MAX_BYTES: usize = 64 << 10;

/// Elements whose content is not displayed by a browser.
const HIDDEN: [&str; 2] = ["script", "style"];

/// Returns the first characters of a body, on one line. Of a page, only what a browser displays.
pub(crate) fn excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body.get(..MAX_BYTES).unwrap_or(body));
    let shown = if is_markup(body) { text_of_markup(&text) } else { String::new() };
    let text: &str = if shown.trim().is_empty() { &text } else { &shown };
    let mut line = String::new();
    for word in text.split_whitespace() {
        if line.len() > 4 * MAX_CHARS {
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    match line.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

/// Returns `true` if a body is HTML or XML.
pub(super) fn is_markup(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

/// Returns the text outside of tags, or as much of it as an excerpt needs.
fn text_of_markup(markup: &str) -> String {
    let mut text = String::new();
    let mut rest = markup;
    while text.len() < 8 * MAX_CHARS
        && let Some((before, tag)) = rest.split_once('<')
    {
        text.push_str(before);
        text.push(' ');
        rest = after_tag(tag).unwrap_or_default();
    }
    text.push_str(rest);
    text
}

/// Returns what follows a tag, or an element that is not displayed, after its `<`.
fn after_tag(tag: &str) -> Option<&str> {
    if let Some(comment) = tag.strip_prefix("!--") {
        return comment.split_once("-->").map(|(_, rest)| rest);
    }
    let end = match HIDDEN.iter().find(|name| starts_with_ignoring_case(tag, name)) {
        Some(name) => {
            let mut tags = tag.match_indices("</").filter_map(|(position, _)| tag.get(position + 2..));
            tags.find(|tag| starts_with_ignoring_case(tag, name))?
        }
        None => tag,
    };
    end.split_once('>').map(|(_, rest)| rest)
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start))
}

/// Displays the type and the start of a body that is not JSON: `; the body is text/html: Sign in`.
pub(super) struct ForeignBody<'a> {
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
}

impl fmt::Display for ForeignBody<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let content_type = self.headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()));
        match content_type {
            Some(content_type) => write!(f, "; the body is {}: ", Printable(&content_type))?,
            None => f.write_str("; the body is not JSON: ")?,
        }
        fmt::Display::fmt(&Printable(excerpt(self.body)), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_a_browser_shows() {
        for (body, expected) in [
            ("short and\n  stout", "short and stout"),
            (
                "<!DOCTYPE html><html><head><title>Sign in</title></head>\n<body><p>to <b>the</b> network</body>",
                "Sign in to the network",
            ),
            (
                "<STYLE type=x>a > b { color: red }</STYLE><script>if (a < b) {}</script>Error <!-- a > b --> 404",
                "Error 404",
            ),
            ("<html></html>", "<html></html>"),
            ("<unclosed", "<unclosed"),
            ("<script>never closed", "<script>never closed"),
            ("<!-- a comment", "<!-- a comment"),
            ("", ""),
        ] {
            assert_eq!(excerpt(body.as_bytes()), expected, "{body}");
        }
    }

    #[test]
    fn is_short() {
        let expected = format!("{}…", "é".repeat(MAX_CHARS));
        assert_eq!(excerpt("é".repeat(MAX_BYTES).as_bytes()), expected);
        assert_eq!(excerpt(format!("<p>{}", "é".repeat(MAX_BYTES)).as_bytes()), expected);
        assert!(excerpt("<b>x".repeat(MAX_BYTES).as_bytes()).len() <= 2 * MAX_CHARS + 3);
    }
}
