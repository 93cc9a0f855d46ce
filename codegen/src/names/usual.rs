//! The case of texts in their usual spelling, which most texts have.
//!
//! The functions return what heck returns, in a fraction of the time, and `None` for other texts.

/// Returns the name in snake case of a text in camel case or snake case.
pub(super) fn snake(text: &str) -> Option<String> {
    let mut name = String::with_capacity(text.len() + 8);
    let (mut previous, mut is_lower) = (b'_', false);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' => is_lower = true,
            b'0'..=b'9' => {}
            b'_' if previous != b'_' => is_lower = false,
            // Words in capital letters are split by further rules.
            b'A'..=b'Z' if is_lower => {
                is_lower = false;
                name.push('_');
            }
            _ => return None,
        }
        name.push(byte.to_ascii_lowercase().into());
        previous = byte;
    }
    (previous != b'_').then_some(name)
}

/// Returns the name in upper camel case of a text in camel case, snake case or capital letters.
pub(super) fn upper_camel(text: &str) -> Option<String> {
    let is_capital = !text.bytes().any(|byte| byte.is_ascii_lowercase());
    let mut name = String::with_capacity(text.len());
    let (mut is_first, mut is_lower) = (true, false);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' if is_first => name.push(byte.to_ascii_uppercase().into()),
            b'A'..=b'Z' if is_first || is_lower => name.push(byte.into()),
            b'A'..=b'Z' if is_capital => name.push(byte.to_ascii_lowercase().into()),
            b'a'..=b'z' | b'0'..=b'9' => name.push(byte.into()),
            b'_' => {}
            _ => return None,
        }
        is_first = byte == b'_';
        is_lower = byte.is_ascii_lowercase() || is_lower && byte.is_ascii_digit();
    }
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use heck::{ToSnakeCase, ToUpperCamelCase};

    /// Returns all texts of up to seven of these characters.
    fn texts() -> Vec<String> {
        let mut texts = vec![String::new()];
        let mut first = 0;
        for _ in 0..7 {
            let end = texts.len();
            for index in first..end {
                texts.extend(["a", "b", "A", "B", "1", "_"].map(|end| format!("{}{end}", texts[index])));
            }
            first = end;
        }
        texts
    }

    #[test]
    fn the_usual_spelling_is_named_as_by_heck() {
        for text in texts() {
            assert_eq!(super::snake(&text).unwrap_or_else(|| text.to_snake_case()), text.to_snake_case(), "{text}");
            let camel = super::upper_camel(&text).unwrap_or_else(|| text.to_upper_camel_case());
            assert_eq!(camel, text.to_upper_camel_case(), "{text}");
        }
    }

    #[test]
    fn the_usual_spelling_needs_no_rules() {
        for (text, name) in [("pageSize", "page_size"), ("page_size", "page_size"), ("ipv4Address", "ipv4_address")] {
            assert_eq!(super::snake(text).as_deref(), Some(name));
        }
        let camel = [("PLAYER_LEFT", "PlayerLeft"), ("setLabels", "SetLabels"), ("set_labels", "SetLabels")];
        for (text, name) in camel {
            assert_eq!(super::upper_camel(text).as_deref(), Some(name));
        }
        for text in ["", "_", "_a", "a_", "a__b", "aBC", "Ab", "a-b", "é"] {
            assert_eq!(super::snake(text), None, "{text}");
        }
        for text in ["", "_", "ABc", "aBC", "A-B", "É"] {
            assert_eq!(super::upper_camel(text), None, "{text}");
        }
    }
}
