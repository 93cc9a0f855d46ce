//! Converts arbitrary text to an identifier.

/// The keywords of Rust, including reserved ones.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names that cannot be written as `r#…`.
const NEVER_RAW: &[&str] = &["self", "Self", "super", "crate", "_", ""];

/// Replaces all characters that are not allowed in an identifier: with separators, or with words
/// for them if nothing else would be left. The result is ASCII, because identifiers must not
/// contain look-alike letters.
pub(super) fn words(text: &str) -> String {
    if text.chars().any(|c| c.is_ascii_alphanumeric()) && text.is_ascii() {
        return text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    }
    let mut out = String::new();
    for c in text.chars() {
        match c {
            _ if c.is_ascii_alphanumeric() => out.push(c),
            '_' | ' ' | '-' | '.' | '$' | '@' | '/' | ':' => out.push('_'),
            '*' => out.push_str("_star_"),
            '+' => out.push_str("_plus_"),
            '=' => out.push_str("_equal_"),
            '<' => out.push_str("_less_"),
            '>' => out.push_str("_greater_"),
            '!' => out.push_str("_not_"),
            other => out.push_str(&format!("_u{:x}_", u32::from(other))),
        }
    }
    out
}

/// Returns `true` if a name has a meaning of its own in Rust.
pub(crate) fn is_reserved(name: &str) -> bool {
    KEYWORDS.contains(&name) || NEVER_RAW.contains(&name)
}

/// Returns the name as source text: raw if it is a keyword, with an underscore if it starts with a
/// digit.
pub(super) fn identifier(name: String) -> String {
    if KEYWORDS.contains(&name.as_str()) {
        return format!("r#{name}");
    }
    if NEVER_RAW.contains(&name.as_str()) {
        return format!("{name}_");
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("_{name}");
    }
    name
}
