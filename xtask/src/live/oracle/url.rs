//! When two URLs are the same request. Only what can mean nothing to a server is made alike:
//!
//! - which query parameter comes first; the order of one parameter's own values is kept
//! - in a query: how a character is written, `%20` or `+` for a space, since both are decoded before anyone reads them
//! - in a path: unreserved characters that need no percent (RFC 3986, 6.2.2.2), and the case of hexadecimal digits
//!   (6.2.2.1); reserved ones are another path when they are encoded, so they are compared as they stand
//! - `number` parameters: `1e-07` and `0.0000001` are one number

use std::collections::BTreeSet;

use super::method::Method;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Url {
    /// Scheme, host and path.
    pub(super) place: String,
    /// By name.
    pub(super) query: Vec<(String, String)>,
}

impl Url {
    /// `numbers` are the parameters that hold one.
    pub(super) fn new(url: &str, numbers: &BTreeSet<&str>) -> Self {
        let (place, query) = url.split_once('?').unwrap_or((url, ""));
        let mut pairs: Vec<(String, String)> = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                let (name, value) = (decoded(name), decoded(value));
                let number = numbers.contains(name.as_str()).then(|| value.parse::<f64>().ok()).flatten();
                (name, number.map_or(value, |number| format!("{number:?}")))
            })
            .collect();
        pairs.sort_by(|a, b| a.0.cmp(&b.0));
        Self { place: path(place), query: pairs }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.query.iter().any(|(other, _)| other == name)
    }

    /// Whether a server would take a part of the path for a way to elsewhere.
    pub(super) fn has_dots(&self) -> bool {
        let segments = self.place.split('/');
        segments.map(|segment| segment.replace("%2E", ".")).any(|segment| segment == "." || segment == "..")
    }
}

/// The parameters whose values are compared as numbers.
pub(super) fn numbers<'d>(method: &Method<'d>) -> BTreeSet<&'d str> {
    let is_number = |(name, schema): (&'d str, &serde_json::Value)| {
        (schema.get("type").and_then(serde_json::Value::as_str) == Some("number")).then_some(name)
    };
    method.parameters().filter_map(is_number).collect()
}

/// The bytes that a text stands for, written in one way only.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let (byte, after) = match (first, escape(rest)) {
            (b'%', Some((byte, after))) => (byte, after),
            (b'+', _) => (b' ', tail),
            _ => (first, tail),
        };
        bytes.push(byte);
        rest = after;
    }
    // Bytes that are no text stay apart from the sign that stands for them.
    String::from_utf8(bytes).unwrap_or_else(|error| format!("{:02x?}", error.into_bytes()))
}

fn path(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        rest = after;
        match escape(format!("%{after}").as_bytes()).map(|(byte, _)| byte) {
            Some(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => out.push(char::from(byte)),
            Some(byte) => out.push_str(&format!("%{byte:02X}")),
            None => {
                out.push('%');
                continue;
            }
        }
        rest = rest.get(2..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// `%41`, and what follows.
fn escape(text: &[u8]) -> Option<(u8, &[u8])> {
    let digits = text.get(1..3).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
    let byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    Some((byte, text.get(3..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        let numbers = ["n"].into();
        Url::new(a, &numbers) == Url::new(b, &numbers)
    }

    #[test]
    fn what_means_nothing_is_equal() {
        for (a, b) in [
            ("https://a/b?x=1&y=2", "https://a/b?y=2&x=1"),
            ("https://a/b?x=a+b", "https://a/b?x=a%20b"),
            ("https://a/b?x=%7e%2a", "https://a/b?x=~*"),
            ("https://a/b?a%2Bb=1", "https://a/b?a%2bb=1"),
            ("https://a/%7E%41", "https://a/~A"),
            ("https://a/%c3%a9", "https://a/%C3%A9"),
            ("https://a/b?n=1e-07", "https://a/b?n=0.0000001"),
            ("https://a/b?n=nan", "https://a/b?n=NaN"),
            ("https://a/b?", "https://a/b"),
        ] {
            assert!(same(a, b), "{a} {b}");
        }
    }

    #[test]
    fn what_means_something_differs() {
        for (a, b) in [
            ("https://a/b?x=1&x=2", "https://a/b?x=2&x=1"),
            ("https://a/b?x=1", "https://a/b?x=1&x=1"),
            ("https://a/b?x=a%2Bb", "https://a/b?x=a+b"),
            ("https://a/b?x=%2541", "https://a/b?x=%41"),
            ("https://a/b?x=1%262", "https://a/b?x=1&2"),
            ("https://a/b?x=%FF", "https://a/b?x=%EF%BF%BD"),
            ("https://a/b?x=1e-07", "https://a/b?x=0.0000001"),
            ("https://a/b?x=", "https://a/b"),
            ("https://a/b?x=e%CC%81", "https://a/b?x=%C3%A9"),
            ("https://a/%2F", "https://a//"),
            ("https://a/%2B", "https://a/+"),
            ("https://a/%20", "https://a/+"),
            ("https://a/%2541", "https://a/%41"),
            ("https://a/%zz", "https://a/%25zz"),
            ("https://a/b", "https://a/b/"),
            ("https://a/b", "http://a/b"),
            ("https://a/B", "https://a/b"),
        ] {
            assert!(!same(a, b), "{a} {b}");
        }
    }

    #[test]
    fn dots() {
        let dots = |url| Url::new(url, &BTreeSet::new()).has_dots();
        assert!(dots("https://a/../b") && dots("https://a/%2e%2E") && dots("https://a/./b?x"));
        assert!(!dots("https://a/...") && !dots("https://a/..b?x=/../"));
    }
}
