//! Path templates: the part of RFC 6570 that Discovery documents use. `{x}` is one segment, whose
//! reserved characters are encoded; `{+x}` may be several segments; `{/x*}` is a list of segments,
//! each preceded by a slash.

use percent_encoding::{AsciiSet, utf8_percent_encode};

use crate::error::BuildError;
use crate::url::UNRESERVED;

/// The characters to encode in `{+x}`: reserved characters are kept, except `?` and `#`, which
/// would end the path.
const UNRESERVED_OR_RESERVED: &AsciiSet = &UNRESERVED
    .remove(b'/')
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b'[')
    .remove(b']');

/// Values by variable name. Only a list of segments has several.
pub(super) type Variables = [(&'static str, Vec<String>)];

/// A variable in a template.
pub(crate) struct Expression<'t> {
    pub(crate) operator: Operator,
    pub(crate) name: &'t str,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Operator {
    /// `{x}`
    Simple,
    /// `{+x}`
    Reserved,
    /// `{/x*}`
    Segments,
}

impl<'t> Expression<'t> {
    /// Parses what is between the braces.
    pub(crate) fn parse(text: &'t str) -> Self {
        let (operator, name) = match (text.strip_prefix('+'), text.strip_prefix('/')) {
            (Some(name), _) => (Operator::Reserved, name),
            (None, Some(name)) => (Operator::Segments, name),
            (None, None) => (Operator::Simple, text),
        };
        Self { operator, name: name.trim_end_matches('*') }
    }

    fn write(&self, values: &[String], path: &mut String) -> Result<(), BuildError> {
        if self.operator != Operator::Segments && values.is_empty() || values.iter().any(String::is_empty) {
            // The request would have the path of another method.
            return Err(BuildError::path_parameter(self.name, "must not be empty"));
        }
        for (index, value) in values.iter().enumerate() {
            match self.operator {
                Operator::Segments => path.push('/'),
                _ if index > 0 => path.push(','),
                _ => {}
            }
            match self.operator {
                Operator::Reserved => encode_reserved(value, path),
                Operator::Simple | Operator::Segments => path.extend(utf8_percent_encode(value, UNRESERVED)),
            }
        }
        Ok(())
    }
}

/// Returns the text before the first variable of a template, the variable, and the text after it.
pub(crate) fn first_variable(template: &str) -> Option<(&str, Expression<'_>, &str)> {
    let (literal, rest) = template.split_once('{')?;
    let (expression, rest) = rest.split_once('}')?;
    Some((literal, Expression::parse(expression), rest))
}

/// Appends an expanded template to a URL that is empty or ends with a slash.
pub(super) fn expand(template: &str, variables: &Variables, url: &mut String) -> Result<(), BuildError> {
    let mut rest = template;
    while let Some((literal, expression, after)) = first_variable(rest) {
        url.push_str(literal);
        rest = after;
        let values = variables.iter().find(|(name, _)| *name == expression.name);
        let start = url.len();
        expression.write(values.map_or(&[][..], |(_, values)| values.as_slice()), url)?;
        reject_dot_segments(url, start, rest, expression.name)?;
    }
    if rest.contains('{') {
        return Err(BuildError::new(format!("path template `{template}` is not supported")));
    }
    url.push_str(rest);
    Ok(())
}

/// Encodes a value, except what is percent-encoded already, as RFC 6570 requires.
fn encode_reserved(value: &str, path: &mut String) {
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('%') {
        path.extend(utf8_percent_encode(before, UNRESERVED_OR_RESERVED));
        let is_encoded = after.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        path.push_str(if is_encoded { "%" } else { "%25" });
        rest = after;
    }
    path.extend(utf8_percent_encode(rest, UNRESERVED_OR_RESERVED));
}

/// Rejects the segments `.` and `..` in the value that begins at `start`: proxies and servers would
/// resolve them, and the request would have another path.
fn reject_dot_segments(url: &str, start: usize, rest: &str, name: &str) -> Result<(), BuildError> {
    let from = url.get(..start).and_then(|before| before.rfind('/')).map_or(0, |slash| slash + 1);
    let segments = url.get(from..).unwrap_or("");
    // The last segment may continue after the value, as in `{name}:move`.
    let complete = if rest.is_empty() || rest.starts_with('/') {
        segments
    } else {
        segments.rsplit_once('/').map_or("", |(complete, _)| complete)
    };
    if complete.split('/').any(is_dot_segment) {
        return Err(BuildError::path_parameter(name, "must not contain the segment `.` or `..`"));
    }
    Ok(())
}

/// Returns `true` for `.` and `..`, also if the dots are percent-encoded.
fn is_dot_segment(segment: &str) -> bool {
    let (mut rest, mut dots) = (segment, 0);
    while let Some(after) = ["%2e", "%2E", "."].iter().find_map(|dot| rest.strip_prefix(dot)) {
        (rest, dots) = (after, dots + 1);
    }
    rest.is_empty() && (dots == 1 || dots == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expand_all(template: &str, values: &[&str]) -> Result<String, BuildError> {
        let mut url = String::new();
        expand(template, &[("x", values.iter().map(|&value| value.to_owned()).collect())], &mut url)?;
        Ok(url)
    }

    fn expand_one(template: &str, value: &str) -> Result<String, String> {
        expand_all(template, &[value]).map_err(|error| error.to_string())
    }

    /// The expected paths are those of Python's `uritemplate`.
    #[test]
    fn expands_like_rfc_6570() {
        for (template, value, expected) in [
            ("{x}", "a/b", "a%2Fb"),
            ("{x}", "a b", "a%20b"),
            ("{x}", "%41", "%2541"),
            ("{x}", "é", "%C3%A9"),
            ("{x}", "~-._", "~-._"),
            ("{x}", "a:b@c", "a%3Ab%40c"),
            ("{x}", "!$&'()*+,;=:/?#[]@", "%21%24%26%27%28%29%2A%2B%2C%3B%3D%3A%2F%3F%23%5B%5D%40"),
            ("{x}", "日本", "%E6%97%A5%E6%9C%AC"),
            ("{+x}", "a/b", "a/b"),
            ("{+x}", "%41", "%41"),
            ("{+x}", "%", "%25"),
            ("{+x}", "%zz", "%25zz"),
            ("{+x}", "100%25", "100%25"),
            ("{+x}", "é%41", "%C3%A9%41"),
            ("{+x}", "a%", "a%25"),
            ("{+x}", "a{b}", "a%7Bb%7D"),
            ("{+x}", "a\"b<c>", "a%22b%3Cc%3E"),
            ("{+x}", "a\\b", "a%5Cb"),
            ("{+x}", "!$&'()*+,;=:/[]@", "!$&'()*+,;=:/[]@"),
            ("v1/{+x}:setDefault", "projects/p/x y", "v1/projects/p/x%20y:setDefault"),
            ("a/{x}/b", "c", "a/c/b"),
            ("a{/x*}", "b/c", "a/b%2Fc"),
        ] {
            assert_eq!(expand_one(template, value).as_deref(), Ok(expected), "{template} {value}");
        }
    }

    /// Python's `uritemplate` keeps `?` and `#`, which end the path.
    #[test]
    fn encodes_characters_that_would_end_the_path() {
        assert_eq!(expand_one("{+x}/leave", "a?b#c").as_deref(), Ok("a%3Fb%23c/leave"));
    }

    #[test]
    fn expands_lists_of_segments() {
        let expand = |values: &[&str]| expand_all("a{/x*}", values);
        assert_eq!(expand(&["b", "c d"]).expect("a path"), "a/b/c%20d");
        assert_eq!(expand(&[]).expect("a path"), "a");
        assert!(expand(&[""]).is_err());
        assert!(expand(&[".."]).is_err());
    }

    #[test]
    fn rejects_dot_segments_and_empty_values() {
        for (template, value) in [
            ("a/{x}/b", ".."),
            ("a/{x}", "."),
            ("{x}", ".."),
            ("{+x}", "a/../b"),
            ("{+x}", "../a"),
            ("{+x}", "a/.."),
            ("{+x}", "a/%2e%2E/b"),
            ("{+x}:move", "../a"),
            ("a/{x}", ""),
            ("{+x}", ""),
        ] {
            let error = expand_one(template, value).expect_err(value);
            assert!(error.contains("`x`"), "{error}");
        }
        for (template, value) in [("{x}:move", ".."), ("a/{x}", "..."), ("a/{x}", ".b"), ("{+x}", "a/.b/c..")] {
            assert!(expand_one(template, value).is_ok(), "{template} {value}");
        }
    }
}
