//! The comparison of URLs. Only differences that a server cannot observe are ignored:
//!
//! - the order of query parameters, but not that of the values of one parameter
//! - the encoding of a query, e.g. `%20` or `+` for a space, because it is decoded before it is
//!   used
//! - in a path, the encoding of unreserved characters (RFC 3986, 6.2.2.2) and the case of
//!   hexadecimal digits (6.2.2.1), but not the encoding of reserved characters, which changes the
//!   path
//! - the notation of `number` parameters: `1e-07` and `0.0000001` are equal

use std::collections::BTreeSet;

use super::method::Method;

/// A normalized URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Url {
    /// Scheme, host and path.
    pub(super) location: String,
    /// Decoded names and values, sorted by name.
    pub(super) query: Vec<(String, String)>,
}

impl Url {
    /// Normalizes a URL. `numbers` are the names of parameters whose values are compared as
    /// numbers.
    pub(super) fn new(url: &str, numbers: &BTreeSet<&str>) -> Self {
        let (location, query) = url.split_once('?').unwrap_or((url, ""));
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
        Self { location: normalized(location), query: pairs }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.query.iter().any(|(other, _)| other == name)
    }

    /// Returns `true` if the path has a segment `.` or `..`.
    pub(super) fn has_dot_segments(&self) -> bool {
        let segments = self.location.split('/');
        segments.map(|segment| segment.replace("%2E", ".")).any(|segment| segment == "." || segment == "..")
    }
}

/// Returns the names of the parameters whose values are compared as numbers.
pub(super) fn numbers<'d>(method: &Method<'d>) -> BTreeSet<&'d str> {
    let is_number = |(name, schema): (&'d str, &serde_json::Value)| {
        (schema.get("type").and_then(serde_json::Value::as_str) == Some("number")).then_some(name)
    };
    method.parameters().filter_map(is_number).collect()
}

/// Decodes a name or value of a query.
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
    // Do not replace invalid UTF-8, because it differs from an encoded replacement character.
    String::from_utf8(bytes).unwrap_or_else(|error| format!("{:02x?}", error.into_bytes()))
}

/// Normalizes the encoding of a path.
fn normalized(text: &str) -> String {
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

/// Splits an escape such as `%41` off the start of a text.
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
    fn ignores_differences_without_effect() {
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
    fn compares_differences_with_effect() {
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
    fn finds_dot_segments() {
        let has_dot_segments = |url| Url::new(url, &BTreeSet::new()).has_dot_segments();
        assert!(
            has_dot_segments("https://a/../b")
                && has_dot_segments("https://a/%2e%2E")
                && has_dot_segments("https://a/./b?x")
        );
        assert!(!has_dot_segments("https://a/...") && !has_dot_segments("https://a/..b?x=/../"));
    }
}
