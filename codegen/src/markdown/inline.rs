//! What stands within a line: code spans, links, HTML, and everything that must be escaped.

/// A text as a code span, whatever it holds.
pub(crate) fn code(text: &str) -> String {
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

/// A text for a place that has one line, such as a title.
pub(crate) fn one_line(text: &str) -> String {
    let text: String = text.chars().map(visible).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Control characters, and those that reorder or hide text, become a replacement character.
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

/// One paragraph or list item, without its marker, as Markdown that renders as it reads.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    // Most text is plain: it goes over in runs. An `h` may start a URL.
    while let Some(at) = rest.find(['`', '<', '[', ']', '>', '\\', 'h']) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        rest = special;
        let Some(c) = rest.chars().next() else {
            break;
        };
        let taken = match c {
            '`' => code_span(rest, &mut out),
            '<' => angle(rest, &mut out),
            '[' => bracket(rest, &mut out),
            'h' => url(rest, &mut out),
            '\\' => backslash(rest, &mut out),
            _ => None,
        };
        let taken = taken.unwrap_or_else(|| {
            match c {
                '`' | '<' | '[' | ']' | '\\' => {
                    out.push('\\');
                    out.push(c);
                }
                '>' => out.push_str("\\>"),
                _ => out.push(c),
            }
            c.len_utf8()
        });
        rest = rest.get(taken..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// A code span with a partner for its backticks goes through as it is.
fn code_span(text: &str, out: &mut String) -> Option<usize> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let body = text.get(ticks..)?;
    let mut from = 0;
    loop {
        let start = from + body.get(from..)?.find('`')?;
        let run = body.get(start..)?;
        let length = run.len() - run.trim_start_matches('`').len();
        if length == ticks {
            let span = body.get(..start)?;
            if span.trim().is_empty() {
                return None;
            }
            out.push_str(text.get(..ticks)?);
            out.push_str(span);
            out.push_str(text.get(..ticks)?);
            return Some(ticks + start + ticks);
        }
        from = start + length;
    }
}

/// `<b>`, `<code>` and a few others mean what Markdown can say; a URL in brackets stays; all else is text.
fn angle(text: &str, out: &mut String) -> Option<usize> {
    let end = text.find('>')?;
    let inner = text.get(1..end)?;
    if (inner.starts_with("https://") || inner.starts_with("http://"))
        && inner.chars().all(|c| is_url(c) && !matches!(c, '<' | '>'))
    {
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
            let target = attribute(inner, "href").filter(|target| {
                (target.starts_with("https://") || target.starts_with("http://"))
                    && target.chars().all(is_url)
                    && !target.contains(['(', ')'])
            });
            match target {
                Some(target) if !label.trim().is_empty() && !label.contains("://") => {
                    out.push_str(&format!("[{}]({target})", escape_label(label.trim())));
                }
                Some(target) => out.push_str(&format!("<{target}>")),
                None => out.push_str(&escape(label.trim())),
            }
            Some(end + 1 + length + "</a>".len())
        }
        // Emphasis adds little and breaks easily; its text stays.
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

/// The text of a piece of HTML.
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

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let at = tag.find(name)?;
    let value = tag.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split(quote).next()
}

/// The text of a link. Its code spans stay, unless they could end the link.
fn escape_label(label: &str) -> String {
    let parts: Vec<&str> = label.split('`').collect();
    let mut spans = parts.iter().skip(1).step_by(2);
    if parts.len().is_multiple_of(2) || spans.any(|span| span.trim().is_empty() || span.contains(['[', ']', '\\'])) {
        return escape_marks(label);
    }
    let part =
        |(index, part): (usize, &&str)| if index.is_multiple_of(2) { escape_marks(part) } else { format!("`{part}`") };
    parts.iter().enumerate().map(part).collect()
}

fn escape_marks(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('[', "\\[")
        .replace(']', "\\]")
        .replace('`', "\\`")
        .replace('<', "\\<")
        .replace('>', "\\>")
}

/// `[text](https://…)` is a link. `[text][ref]` and `[text]` would be looked up in the crate: brackets only.
fn bracket(text: &str, out: &mut String) -> Option<usize> {
    let close = text.find(']')?;
    let label = text.get(1..close)?;
    let target = text.get(close + 1..)?.strip_prefix('(')?;
    let end = target.find(')')?;
    let target = target.get(..end)?;
    let linked = target.starts_with("https://") || target.starts_with("http://");
    if !linked || label.contains('[') || label.trim().is_empty() || !target.chars().all(is_url) || target.contains('(')
    {
        return None;
    }
    if label == target || label.contains("://") {
        out.push_str(&format!("<{target}>"));
    } else {
        out.push_str(&format!("[{}]({target})", escape_label(label)));
    }
    Some(1 + close + 1 + end + 1)
}

/// A bare URL becomes a link, without the punctuation that ends its sentence; also one that sticks to a word.
fn url(text: &str, out: &mut String) -> Option<usize> {
    if !(text.starts_with("https://") || text.starts_with("http://")) {
        return None;
    }
    let mut url = text.get(..text.find(|c| !is_url(c)).unwrap_or(text.len()))?;
    loop {
        let unbalanced = url.ends_with(')') && url.matches(')').count() > url.matches('(').count();
        let Some(shorter) = url
            .strip_suffix(['.', ',', ';', ':', '!', '?', '\'', '"', '*', '_'])
            .or_else(|| url.strip_suffix(')').filter(|_| unbalanced))
        else {
            break;
        };
        url = shorter;
    }
    if url.len() <= "https://".len() {
        return None;
    }
    out.push_str(&format!("<{url}>"));
    Some(url.len())
}

fn is_url(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c)
}

/// A backslash before punctuation is Markdown's own escape; any other is text.
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
    fn renders_as_it_reads() {
        for (text, markdown) in [
            ("a `code` span", "a `code` span"),
            ("a lone ` tick", "a lone \\` tick"),
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
            ("<script>x</script>", "\\<script\\>x\\</script\\>"),
            ("a\\*b \\d", "a\\*b \\\\d"),
            ("ahttp://x", "ahttp://x"),
            ("see inhttps://a.example/b", "see in<https://a.example/b>"),
            ("[`a.b`](https://a.example/)", "[`a.b`](https://a.example/)"),
            ("[a `Vec<T>` <b> ` c](https://a.example/)", "[a \\`Vec\\<T\\>\\` \\<b\\> \\` c](https://a.example/)"),
            ("[a `Vec<T>` <b>](https://a.example/)", "[a `Vec<T>` \\<b\\>](https://a.example/)"),
            ("é http://é", "é http://é"),
        ] {
            assert_eq!(escape(text), markdown, "{text}");
        }
    }

    #[test]
    fn code_spans_hold_anything() {
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("\u{202e}"), "`\u{fffd}`");
        assert_eq!(code(""), "an empty string");
    }
}
