//! Halves of surrogate pairs, which are not characters.
//!
//! Servers that cut a text after some number of UTF-16 units can cut a pair in half, and some JSON
//! writers then escape one half.

/// What a half is replaced by: U+FFFD, which is what browsers show instead.
const REPLACEMENT: &[u8] = br"\ufffd";

/// Replaces every escaped half of a surrogate pair in a JSON text. Returns `None` if there are
/// none. The length and all positions remain the same.
pub(super) fn replace_lone_surrogates(json: &[u8]) -> Option<Vec<u8>> {
    let mut replaced: Option<Vec<u8>> = None;
    let mut position = 0;
    while let Some(rest) = json.get(position..).filter(|rest| !rest.is_empty()) {
        let escape = unit(rest);
        position += match escape {
            Some(first) if is_leading(first) && rest.get(6..).and_then(unit).is_some_and(is_trailing) => 12,
            Some(half) if is_leading(half) || is_trailing(half) => {
                let text = replaced.get_or_insert_with(|| json.to_vec());
                if let Some(target) = text.get_mut(position..position + REPLACEMENT.len()) {
                    target.copy_from_slice(REPLACEMENT);
                }
                REPLACEMENT.len()
            }
            // The character after a backslash is part of the escape, even another backslash.
            _ if rest.first() == Some(&b'\\') => 2,
            _ => 1,
        };
    }
    replaced
}

/// Returns the UTF-16 unit of an escape such as `\ud83d` at the start of a text.
fn unit(text: &[u8]) -> Option<u16> {
    let digits = text.strip_prefix(br"\u")?.get(..4)?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

fn is_leading(unit: u16) -> bool {
    (0xD800..0xDC00).contains(&unit)
}

fn is_trailing(unit: u16) -> bool {
    (0xDC00..0xE000).contains(&unit)
}

#[cfg(test)]
mod tests {
    use super::replace_lone_surrogates;

    #[test]
    fn replaces_halves_and_keeps_pairs() {
        for (text, expected) in [
            (r#""\ud83d""#, Some(r#""\ufffd""#)),
            (r#""a\uDE00b""#, Some(r#""a\ufffdb""#)),
            (r#""\ud83d\ud83d\ude00""#, Some(r#""\ufffd\ud83d\ude00""#)),
            (r#""\ude00\ud83d""#, Some(r#""\ufffd\ufffd""#)),
            (r#""\ud83d\u0041""#, Some(r#""\ufffd\u0041""#)),
            (r#""\ud83d\ude00\ud83d""#, Some(r#""\ud83d\ude00\ufffd""#)),
            (r#""\ud83d\ude00""#, None),
            (r#""\\ud83d""#, None),
            (r#""\\\ud83d""#, Some(r#""\\\ufffd""#)),
            (r#""\ud83""#, None),
            (r#""\u+d83d""#, None),
            ("", None),
            ("\\", None),
        ] {
            let replaced = replace_lone_surrogates(text.as_bytes());
            assert_eq!(replaced.as_deref(), expected.map(str::as_bytes), "{text}");
        }
    }
}
