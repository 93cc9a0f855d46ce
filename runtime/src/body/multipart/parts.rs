//! Splits a `multipart` body into its parts.

/// The parts between the delimiters.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Parts<'a> {
    pub(crate) complete: Vec<&'a [u8]>,
    /// Set if another part begins whose closing delimiter is missing.
    pub(crate) is_truncated: bool,
}

/// Splits a body into its parts.
pub(crate) fn parts<'a>(body: &'a [u8], boundary: &str) -> Parts<'a> {
    let mut parts = Parts::default();
    let mut start = None;
    let mut position = 0;
    for line in body.split_inclusive(|&byte| byte == b'\n') {
        let rest = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary.as_bytes()));
        if let Some(rest @ (b"" | b"--")) = rest.map(<[u8]>::trim_ascii_end) {
            // The line break before a delimiter is a part of the delimiter.
            parts.complete.extend(start.and_then(|start| body.get(start..position)).map(without_line_break));
            if !rest.is_empty() {
                return parts;
            }
            start = Some(position + line.len());
        }
        position += line.len();
    }
    parts.is_truncated = start.is_some_and(|start| start < body.len());
    parts
}

/// Returns the headers and the content of each part, or `None` if a part has no headers or the
/// content type has no boundary.
pub(crate) fn divide<'a>(content_type: &str, body: &'a [u8]) -> Option<Vec<(&'a [u8], &'a [u8])>> {
    let parts = parts(body, &boundary(content_type)?).complete.into_iter();
    let divided = |part: &'a [u8]| {
        let end = part.windows(4).position(|window| window == b"\r\n\r\n")?;
        Some((part.get(..end)?, part.get(end + 4..)?))
    };
    parts.map(divided).collect()
}

fn without_line_break(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}

/// Returns the parameter `boundary` of a `multipart` content type, quoted or not.
pub(crate) fn boundary(content_type: &str) -> Option<String> {
    let (media_type, mut rest) = content_type.split_once(';')?;
    if !media_type.trim().to_ascii_lowercase().starts_with("multipart/") {
        return None;
    }
    loop {
        let (name, value) = rest.split_once('=')?;
        let (value, after) = match value.trim_start().strip_prefix('"') {
            Some(quoted) => unquote(quoted)?,
            None => {
                let (value, after) = value.split_once(';').unwrap_or((value, ""));
                (value.trim().to_owned(), after)
            }
        };
        if name.trim().eq_ignore_ascii_case("boundary") {
            return Some(value).filter(|value| !value.is_empty());
        }
        rest = after.trim_start().trim_start_matches(';');
    }
}

/// Returns the text up to the closing quote, without escapes, and the text after the quote.
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.chars();
    loop {
        match chars.next()? {
            '"' => return Some((value, chars.as_str())),
            '\\' => value.push(chars.next()?),
            other => value.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_boundary() {
        for (content_type, expected) in [
            ("multipart/mixed; boundary=batch_a-b", Some("batch_a-b")),
            ("multipart/mixed; boundary=\"a; b\"", Some("a; b")),
            ("Multipart/Mixed;charset=\"x;boundary=no\";Boundary=\"a\\\"b\" ; x=y", Some("a\"b")),
            ("multipart/mixed; x=y; boundary= a ;z", Some("a")),
            ("multipart/mixed", None),
            ("multipart/mixed; boundary=", None),
            ("multipart/mixed; boundary=\"a", None),
            ("text/html; boundary=a", None),
            ("", None),
        ] {
            assert_eq!(boundary(content_type).as_deref(), expected, "{content_type}");
        }
    }

    #[test]
    fn splits_at_delimiters() {
        for (body, expected, is_truncated) in [
            ("--b\r\nx\r\n--b\r\n\r\ny\r\n\r\n--b--\r\n", &["x", "\r\ny\r\n"][..], false),
            ("before\n--b\nx\n--b  \ny\n--b--\nafter\n--b\nz\n--b\n", &["x", "y"], false),
            ("--b\r\nx --b\r\n--bc\r\n--b", &["x --b\r\n--bc"], false),
            ("--b\r\nx\r\n--b\r\ny", &["x"], true),
            ("--b\r\n--b--", &[""], false),
            ("--c\r\nx\r\n--c--", &[], false),
            ("", &[], false),
        ] {
            let complete = expected.iter().map(|part| part.as_bytes()).collect();
            assert_eq!(parts(body.as_bytes(), "b"), Parts { complete, is_truncated }, "{body:?}");
        }
    }
}
