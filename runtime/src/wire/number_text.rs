//! The numbers in a JSON text, and which of them [`Json`] cannot represent.

use super::{Json, decode, encode_json};

/// Returns `true` if every number in a JSON text is written like [`Json`] writes it, so that the
/// text does not have to be kept.
pub(crate) fn is_exact(json: &str) -> bool {
    numbers(json).all(|text| decode::<Json>(text.as_bytes()).is_ok_and(|number| encode_json(&number) == text))
}

/// Returns `true` if a JSON text contains a number that is too large for a float.
pub(super) fn has_huge_number(json: &str) -> bool {
    numbers(json).any(|text| text.parse::<f64>().is_ok_and(f64::is_infinite))
}

/// Returns the numbers of a JSON text.
fn numbers(json: &str) -> impl Iterator<Item = &str> {
    let mut rest = json;
    std::iter::from_fn(move || {
        loop {
            let start = rest.find(|c: char| c == '"' || c == '-' || c.is_ascii_digit())?;
            let (_, found) = rest.split_at_checked(start)?;
            if let Some(string) = found.strip_prefix('"') {
                rest = after_string(string)?;
                continue;
            }
            let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
            let len = found.find(|c: char| !is_part(c)).unwrap_or(found.len());
            let (number, after) = found.split_at_checked(len)?;
            rest = after;
            return Some(number);
        }
    })
}

/// Returns the text after the quotation mark that ends a string.
fn after_string(string: &str) -> Option<&str> {
    let mut escaped = false;
    let end = string.bytes().position(|byte| {
        let is_end = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        is_end
    })?;
    string.get(end + 1..)
}

#[cfg(test)]
mod tests {
    use super::{has_huge_number, is_exact};

    #[test]
    fn finds_numbers_that_would_change() {
        for json in ["1", "-5", "18446744073709551615", "0.5", r#"{"a":[1,"1.0","\"2.00"],"b":null}"#, "1e+30", "{}"] {
            assert!(is_exact(json), "{json}");
        }
        for json in ["1.00", "18446744073709551616", "1E5", "-0", r#"{"a\"":[1.50]}"#, r#"["\\",1.0e2]"#, "1e999"] {
            assert!(!is_exact(json), "{json}");
        }
    }

    #[test]
    fn finds_numbers_beyond_floats() {
        assert!(has_huge_number(r#"{"a":[1,-1e309]}"#));
        assert!(!has_huge_number(r#"{"a":["1e309",1e308,1e-999]}"#));
    }
}
