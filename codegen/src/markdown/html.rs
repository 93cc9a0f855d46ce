//! The HTML that descriptions contain: a few elements have a counterpart in Markdown, all others
//! are text.

use super::link::{LinkBase, Target, escape_label, is_url, write};
use super::span::code;

/// Replaces block-level tags with line breaks and list markers.
pub(super) fn break_blocks(text: &str) -> String {
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
        let replacement = match name.trim_end_matches('/') {
            "li" => Some("\n* "),
            "p" | "ul" | "ol" | "/ul" | "/ol" | "table" | "/table" | "pre" | "/pre" | "dl" | "/dl" | "h1" | "h2"
            | "h3" | "h4" | "/h1" | "/h2" | "/h3" | "/h4" => Some("\n\n"),
            "br" | "tr" | "dt" => Some("\n"),
            "/p" | "/li" | "/tr" | "/dt" | "/dd" | "/br" => Some("\n"),
            _ => None,
        };
        match replacement {
            Some(replacement) => {
                out.push_str(replacement);
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

/// Writes the tag or autolink at the start of `text` and returns its length, or that of the whole
/// element. Returns `None` for everything that Markdown cannot express.
pub(super) fn angle(text: &str, base: &LinkBase, out: &mut String) -> Option<usize> {
    let end = text.find('>')?;
    let inner = text.get(1..end)?;
    if (inner.starts_with("https://") || inner.starts_with("http://")) && inner.chars().all(is_url) {
        out.push_str(text.get(..=end)?);
        return Some(end + 1);
    }
    let name = inner.trim_start_matches('/').trim_end_matches('/').trim();
    let name = name.split_whitespace().next().unwrap_or("").to_ascii_lowercase();
    let closing = inner.starts_with('/');
    match name.as_str() {
        "code" | "tt" | "samp" | "kbd" | "var" if !closing => {
            let close = format!("</{name}>");
            let after = text.get(end + 1..)?;
            let length = after.to_ascii_lowercase().find(&close)?;
            let span = plain(after.get(..length)?);
            if span.trim().is_empty() {
                return None;
            }
            out.push_str(&code(span.trim()));
            Some(end + 1 + length + close.len())
        }
        "a" if !closing => {
            let after = text.get(end + 1..)?;
            let length = after.to_ascii_lowercase().find("</a>")?;
            let label = plain(after.get(..length)?);
            match attribute(inner, "href").and_then(|target| base.resolve(target)) {
                Some(target @ Target::Url(_)) => write(&label, target, out),
                _ => out.push_str(&escape_label(label.trim())),
            }
            Some(end + 1 + length + "</a>".len())
        }
        // Emphasis adds little and breaks easily, so only its text is kept.
        "b" | "strong" | "i" | "em" | "u" | "span" | "div" | "font" | "sup" | "sub" | "ul" | "ol" | "/ul" | "dl"
        | "dd" | "dt" | "table" | "tbody" | "thead" | "tr" | "td" | "th" | "p" | "br" | "li" | "pre" | "h1" | "h2"
        | "h3" | "h4" | "aside" | "section" => {
            if matches!(name.as_str(), "td" | "th" | "dd") && !out.ends_with([' ', '\n']) {
                out.push(' ');
            }
            Some(end + 1)
        }
        _ => None,
    }
}

/// Removes the tags from a piece of HTML.
fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let Some(end) = rest.get(start..).and_then(|tail| tail.find('>')) else {
            break;
        };
        out.push_str(rest.get(..start).unwrap_or(""));
        rest = rest.get(start + end + 1..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// Returns the quoted value of an attribute.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let at = tag.find(name)?;
    let value = tag.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split(quote).next()
}
