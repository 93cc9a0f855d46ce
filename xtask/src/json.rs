//! JSON for tools, which may also be read in a terminal.

use std::fmt::Write as _;

use discovery_codegen::is_printable;
use serde_json::Value;

/// Returns a value with indentation, without a newline at the end. Characters that a terminal does
/// not display unchanged are escaped, which does not change their meaning.
pub(crate) fn pretty(value: &Value) -> String {
    let text = format!("{value:#}");
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        // Line breaks in strings are escaped already.
        if is_printable(c) || c == '\n' {
            escaped.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_characters_without_changing_values() {
        let all: String = ('\0'..='\u{2fff}').chain('\u{e0000}'..='\u{e007f}').collect();
        let value = serde_json::json!({ &all: [all], "é": "é" });
        let text = pretty(&value);
        assert!(text.chars().all(|c| is_printable(c) || c == '\n'));
        assert!(text.contains("\"é\": \"é\""), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), value);
    }
}
