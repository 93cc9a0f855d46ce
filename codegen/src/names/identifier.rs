//! Converts arbitrary text to an identifier.

use std::borrow::Cow;

/// The keywords of Rust, including reserved ones.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names that cannot be written as `r#…`.
const NEVER_RAW: &[&str] = &["self", "Self", "super", "crate", "_", ""];

/// Returns the text with words instead of all signs, separated by underscores.
pub(super) fn spelled(text: &str) -> String {
    let has_words = text.chars().any(|c| c.is_ascii_alphanumeric());
    let mut out = String::new();
    let mut previous = None;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let is_sign_of_number = characters.peek().is_some_and(char::is_ascii_digit)
            && !previous.is_some_and(|previous: char| previous.is_ascii_alphanumeric());
        previous = Some(c);
        match c {
            _ if c.is_ascii_alphanumeric() => out.push(c),
            '_' if has_words => out.push('_'),
            '-' if is_sign_of_number => out.push_str("_minus_"),
            other => match sign(other) {
                Some(word) => out.push_str(&format!("_{word}_")),
                None => out.push_str(&format!("_u{:x}_", u32::from(other))),
            },
        }
    }
    out
}

/// Returns the word for a sign.
fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '_' => "underscore",
        '-' => "dash",
        '+' => "plus",
        '*' => "star",
        '=' => "equal",
        '<' => "less",
        '>' => "greater",
        '!' => "not",
        '~' => "tilde",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        '/' => "slash",
        '$' => "dollar",
        '@' => "at",
        ' ' => "space",
        '%' => "percent",
        '#' => "hash",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '?' => "question",
        _ => return None,
    })
}

/// Replaces all characters that are not allowed in an identifier: with separators, or with words
/// for them if nothing else would be left. The result is ASCII, because identifiers must not
/// contain look-alike letters.
pub(super) fn words(text: &str) -> Cow<'_, str> {
    let has_words = text.chars().any(|c| c.is_ascii_alphanumeric());
    let is_number = text.starts_with(['+', '-']) && text.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    // Without its sign, a number would be another one, and a text of signs would be empty.
    if is_number || !has_words && text.contains(|c| c != '_') {
        return spelled(text).into();
    }
    if has_words && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return text.into();
    }
    if has_words && text.is_ascii() {
        return text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    }
    let mut out = String::new();
    for c in text.chars() {
        match c {
            _ if c.is_ascii_alphanumeric() => out.push(c),
            '_' | ' ' | '-' | '.' | '$' | '@' | '/' | ':' => out.push('_'),
            other => match sign(other) {
                Some(word) => out.push_str(&format!("_{word}_")),
                None => out.push_str(&format!("_u{:x}_", u32::from(other))),
            },
        }
    }
    out.into()
}

/// Returns `true` if a name has a special meaning in Rust.
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
