//! Path templates: what Discovery uses of RFC 6570. `{x}` is one segment, whatever is in it; `{+x}` may be several;
//! `{/x*}` is a list of segments, each with its slash.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::BuildError;

/// All but RFC 3986's unreserved characters.
pub(super) const SIMPLE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Reserved characters stay, but for `?` and `#`: a value is a part of the path, and these two would end it.
const RESERVED: &AsciiSet = &SIMPLE
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

/// Values by name: several of one name where the template takes a list.
pub(super) type Values = [(&'static str, Vec<String>)];

pub(super) fn expand(template: &str, values: &Values) -> Result<String, BuildError> {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    let bad = || BuildError::new(format!("the path template `{template}` is not one that this client knows"));
    while let Some((literal, tail)) = rest.split_once('{') {
        out.push_str(literal);
        let (expression, after) = tail.split_once('}').ok_or_else(bad)?;
        rest = after;
        let (operator, name) = match expression.as_bytes().first() {
            Some(b'+') => ('+', expression.get(1..)),
            Some(b'/') => ('/', expression.get(1..)),
            _ => (' ', Some(expression)),
        };
        let name = name.ok_or_else(bad)?.trim_end_matches('*');
        let given = values.iter().find(|(given, _)| *given == name).map_or(&[][..], |(_, given)| given.as_slice());
        if operator != '/' && given.is_empty() || given.iter().any(String::is_empty) {
            return Err(BuildError::parameter(name, "is empty, which would make the request another one"));
        }
        let start = out.len();
        for (index, value) in given.iter().enumerate() {
            match operator {
                '/' => out.push('/'),
                _ if index > 0 => out.push(','),
                _ => {}
            }
            if operator == '+' { reserved(value, &mut out) } else { out.extend(utf8_percent_encode(value, SIMPLE)) }
        }
        refuse_dots(&out, start, rest, name)?;
    }
    out.push_str(rest);
    Ok(out)
}

/// Keeps what is percent-encoded already, as RFC 6570 says.
fn reserved(value: &str, out: &mut String) {
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('%') {
        out.extend(utf8_percent_encode(before, RESERVED));
        let encoded = after.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        out.push_str(if encoded { "%" } else { "%25" });
        rest = after;
    }
    out.extend(utf8_percent_encode(rest, RESERVED));
}

/// `.` and `..` would be resolved by whatever handles the URL next, so that the request would go elsewhere.
fn refuse_dots(out: &str, start: usize, rest: &str, name: &str) -> Result<(), BuildError> {
    let from = out.get(..start).and_then(|before| before.rfind('/')).map_or(0, |slash| slash + 1);
    // The last segment may go on behind the value: `{name}:move`, or with another value.
    let goes_on = rest.split('/').next().is_some_and(|tail| !tail.is_empty());
    let path = out.get(from..).unwrap_or("");
    let count = path.split('/').count();
    let complete = path.split('/').take(if goes_on { count - 1 } else { count });
    for segment in complete {
        let plain = segment.to_ascii_lowercase().replace("%2e", ".");
        if plain == "." || plain == ".." {
            return Err(BuildError::parameter(name, "has a segment `.` or `..`, which would lead elsewhere"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(template: &str, value: &str) -> Result<String, String> {
        expand(template, &[("x", vec![value.to_owned()])]).map_err(|error| error.to_string())
    }

    /// What Python's `uritemplate` makes of the same.
    #[test]
    fn expands_as_rfc_6570_says() {
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
            assert_eq!(one(template, value).as_deref(), Ok(expected), "{template} {value}");
        }
    }

    /// Where `uritemplate` differs: a `?` or `#` would end the path there.
    #[test]
    fn a_value_cannot_end_the_path() {
        assert_eq!(one("{+x}/leave", "a?b#c").as_deref(), Ok("a%3Fb%23c/leave"));
    }

    #[test]
    fn lists_of_segments() {
        let of = |values: &[&str]| expand("a{/x*}", &[("x", values.iter().map(|&v| v.to_owned()).collect())]);
        assert_eq!(of(&["b", "c d"]).expect("a path"), "a/b/c%20d");
        assert_eq!(of(&[]).expect("a path"), "a");
        assert!(of(&[""]).is_err());
        assert!(of(&[".."]).is_err());
    }

    #[test]
    fn dots_and_nothing_are_refused() {
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
            let error = one(template, value).expect_err(value);
            assert!(error.contains("`x`"), "{error}");
        }
        for (template, value) in [("{x}:move", ".."), ("a/{x}", "..."), ("a/{x}", ".b"), ("{+x}", "a/.b/c..")] {
            assert!(one(template, value).is_ok(), "{template} {value}");
        }
    }
}
