//! Links. Only links to web pages are preserved: rustdoc would resolve any other label in brackets
//! as an item of the crate.

use super::span::code_span;

/// The origin against which relative links of a document's descriptions are resolved.
#[derive(Clone, Debug, Default)]
pub(crate) struct LinkBase {
    origin: Option<String>,
}

/// The result of resolving the target of a link.
pub(super) enum Target {
    /// A URL of a web page.
    Url(String),
    /// A relative link that cannot be resolved.
    Unresolved,
}

impl LinkBase {
    /// Uses the origin of the API's documentation, if that is an `https` URL.
    pub(crate) fn new(documentation_link: Option<&str>) -> Self {
        let origin = |link: &str| {
            let host = link.strip_prefix("https://")?.split(['/', '?', '#']).next()?;
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
            (host.contains('.') && host.chars().all(plain)).then(|| format!("https://{host}"))
        };
        Self { origin: documentation_link.and_then(origin) }
    }

    /// Resolves a link's target. Returns `None` if the text does not look like a target:
    /// `[a-z]([0-9])` is a pattern.
    pub(super) fn resolve(&self, target: &str) -> Option<Target> {
        if !target.chars().all(is_url) || target.contains(['(', ')']) {
            return None;
        }
        if target.starts_with("https://") || target.starts_with("http://") {
            return Some(Target::Url(target.to_owned()));
        }
        let resolved = |url: String| Some(Target::Url(url));
        if let Some(rest) = target.strip_prefix("//") {
            return if rest.contains('.') { resolved(format!("https://{rest}")) } else { Some(Target::Unresolved) };
        }
        if target.starts_with('/') {
            return match &self.origin {
                Some(origin) => resolved(format!("{origin}{target}")),
                None => Some(Target::Unresolved),
            };
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '#');
        let relative = target.starts_with(['#', '.']) || target.contains(['#', '/']);
        (relative && target.chars().all(plain)).then_some(Target::Unresolved)
    }
}

/// Writes the link at the start of `text` and returns its length. `[text](https://…)` stays a link,
/// a relative link is resolved or reduced to its label; `[text][ref]` and `[text]` are not links.
pub(super) fn bracket(text: &str, base: &LinkBase, out: &mut String) -> Option<usize> {
    let close = text.find(']')?;
    let label = text.get(1..close)?;
    let target = text.get(close + 1..)?.strip_prefix('(')?;
    let end = target.find(')')?;
    if label.contains('[') || label.trim().is_empty() {
        return None;
    }
    write(label, base.resolve(target.get(..end)?)?, out);
    Some(1 + close + 1 + end + 1)
}

/// Writes a link. A link to a page whose label is a URL is written as an autolink.
pub(super) fn write(label: &str, target: Target, out: &mut String) {
    match target {
        // After an exclamation mark, a link with a label would be an image, which browsers load
        // from anywhere.
        Target::Url(url) if label.contains("://") || label.trim().is_empty() || out.ends_with('!') => {
            out.push_str(&format!("<{url}>"));
        }
        Target::Url(url) => out.push_str(&format!("[{}]({url})", escape_label(label.trim()))),
        Target::Unresolved => out.push_str(&escape_label(label.trim())),
    }
}

/// Writes the bare URL at the start of `text` as an autolink, without the punctuation that ends its
/// sentence, and returns its length. The URL may directly follow a word.
pub(super) fn url(text: &str, out: &mut String) -> Option<usize> {
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

pub(super) fn is_url(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c)
}

/// Escapes the label of a link. Its code spans stay, unless they could end the link.
pub(super) fn escape_label(label: &str) -> String {
    let mut out = String::with_capacity(label.len() + 8);
    let mut rest = label;
    while let Some(at) = rest.find('`') {
        let (before, ticks) = rest.split_at(at);
        let run = ticks.len() - ticks.trim_start_matches('`').len();
        let span = code_span(ticks).filter(|_| run == 1).and_then(|length| ticks.get(..length));
        let Some(span) = span.filter(|span| !span.contains(['[', ']', '\\'])) else { return escape_marks(label) };
        out.push_str(&escape_marks(before));
        out.push_str(span);
        rest = ticks.get(span.len()..).unwrap_or("");
    }
    out.push_str(&escape_marks(rest));
    out
}

fn escape_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if matches!(c, '\\' | '[' | ']' | '`' | '<' | '>') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, documentation: &str) -> Option<String> {
        let mut out = String::new();
        bracket(text, &LinkBase::new(Some(documentation)), &mut out).map(|_| out)
    }

    #[test]
    fn resolves_relative_links_against_the_documentation() {
        let documentation = "https://developers.google.com/workspace/drive/";
        for (text, expected) in [
            ("[guide](/drive/api?hl=en#x)", "[guide](https://developers.google.com/drive/api?hl=en#x)"),
            ("[guide](//support.google.com/a)", "[guide](https://support.google.com/a)"),
            ("[guide](https://a.example/b)", "[guide](https://a.example/b)"),
            ("[`a.b`](#fields)", "`a.b`"),
            ("[field <a>](advertisers.channels#Channel.FIELDS.id)", "field \\<a\\>"),
            ("[guide](../v1/operations)", "guide"),
            ("[guide](//x)", "guide"),
        ] {
            assert_eq!(written(text, documentation).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn reduces_relative_links_to_their_label_without_a_base() {
        for documentation in ["", "http://cloud.google.com/", "https://", "https://user@a.example/", "https://a b.c/"] {
            assert_eq!(written("[guide](/docs)", documentation).as_deref(), Some("guide"), "{documentation}");
        }
    }

    #[test]
    fn leaves_patterns_alone() {
        for text in ["[a-z]([-a-z0-9]*[a-z0-9])?", "[a](?:[a-z]{0,61})", "[a](b)", "[a](b c)", "[a](javascript:x)"] {
            assert_eq!(written(text, "https://a.example/"), None, "{text}");
        }
    }
}
