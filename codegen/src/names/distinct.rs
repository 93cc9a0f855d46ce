//! Names for wire names that would have the same name in Rust.
//!
//! Such a name belongs to the usual spelling of it, if there is one: `ACTIVE` for the variant
//! `Active`, `pageSize` for the function `page_size`. All others are named by their own text, with
//! its signs in words, or else with the name of its case. Which name a text gets therefore does not
//! depend on the order of the texts, and a text that is added later renames no text that is spelled
//! as usual.

use std::collections::HashMap;

use super::case::{case_name, snake, type_name, upper_camel};
use super::identifier::spelled;

/// The Rust names of wire names that share one namespace.
pub(crate) struct Distinct<'w> {
    style: &'static Style,
    /// The plain names of all texts, which are expensive to derive, sorted by text.
    plain: Vec<(&'w str, String)>,
    /// The names of the texts that do not have their plain name.
    distinguished: HashMap<&'w str, String>,
}

/// A kind of name.
struct Style {
    /// Returns the name of a text.
    plain: fn(&str) -> String,
    /// Returns how usual the spelling of a text is, or `None` if it is not usual. The most usual one
    /// owns the plain name.
    usual: fn(&str) -> Option<usize>,
    /// Appends the name of a case.
    with_case: fn(&str, &str) -> String,
}

const VARIANT: Style = Style {
    plain: upper_camel,
    usual: |text| {
        let is_upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        let has_words = text.chars().any(|c| c.is_ascii_alphanumeric());
        // `EAN_13` is more usual than `EAN13`.
        (text.is_empty() || has_words && text.chars().all(is_upper)).then(|| text.matches('_').count())
    },
    with_case: |name, case| format!("{}{case}", name.trim_end_matches('_')),
};

const SNAKE: Style = Style {
    plain: snake,
    usual: |text| {
        let is_camel = text.starts_with(|c: char| c.is_ascii_lowercase()) && is_alphanumeric(text);
        is_camel.then_some(0)
    },
    with_case: |name, case| {
        format!("{}_{}", name.trim_start_matches("r#").trim_end_matches('_'), case.to_ascii_lowercase())
    },
};

const TYPE: Style = Style { plain: type_name, usual: |text| (type_name(text) == text).then_some(0), ..VARIANT };

fn is_alphanumeric(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric())
}

impl<'w> Distinct<'w> {
    /// Names the values of an enum or a union.
    pub(crate) fn variants(texts: impl IntoIterator<Item = &'w str>) -> Self {
        Self::new(&VARIANT, texts)
    }

    /// Names fields, parameters, methods or accessors.
    pub(crate) fn functions(texts: impl IntoIterator<Item = &'w str>) -> Self {
        Self::new(&SNAKE, texts)
    }

    /// Names schemas.
    pub(crate) fn types(texts: impl IntoIterator<Item = &'w str>) -> Self {
        Self::new(&TYPE, texts)
    }

    fn new(style: &'static Style, texts: impl IntoIterator<Item = &'w str>) -> Self {
        let mut plain: Vec<_> = texts.into_iter().map(|text| (text, (style.plain)(text))).collect();
        plain.sort_unstable();
        plain.dedup();
        let mut by_name: Vec<(&str, &'w str)> = plain.iter().map(|(text, name)| (name.as_str(), *text)).collect();
        by_name.sort_unstable();
        let mut distinguished = HashMap::new();
        for group in by_name.chunk_by(|(first, _), (second, _)| first == second).filter(|group| group.len() > 1) {
            let texts: Vec<_> = group.iter().map(|(_, text)| *text).collect();
            let owner = owner(style, &texts);
            let others: Vec<_> = texts.into_iter().filter(|text| Some(*text) != owner).collect();
            distinguished.extend(distinguish(style, &others));
        }
        // A name that is the plain name of another text gets the case as well.
        for (text, name) in &mut distinguished {
            if by_name.binary_search_by_key(&name.as_str(), |(plain, _)| plain).is_ok() {
                *name = (style.with_case)(name, case_name(text));
            }
        }
        Self { style, plain, distinguished }
    }

    /// Returns the name of a text.
    pub(crate) fn name(&self, text: &str) -> String {
        let plain = || self.plain.get(self.plain.binary_search_by_key(&text, |(text, _)| text).ok()?);
        let name = self.distinguished.get(text).or_else(|| Some(&plain()?.1));
        name.cloned().unwrap_or_else(|| (self.style.plain)(text))
    }

    /// Returns the text that the names of nested types are derived from.
    pub(crate) fn hint<'t>(&'t self, text: &'t str) -> &'t str {
        self.distinguished.get(text).map_or(text, |name| name.trim_start_matches("r#"))
    }
}

/// Returns the text that keeps the plain name: the one with the most usual spelling.
fn owner<'w>(style: &Style, texts: &[&'w str]) -> Option<&'w str> {
    let mut usual: Vec<_> = texts.iter().filter_map(|text| Some(((style.usual)(text)?, *text))).collect();
    usual.sort_unstable();
    match usual.as_slice() {
        [.., (second, _), (first, text)] if first > second => Some(text),
        [(_, text)] => Some(text),
        _ => None,
    }
}

/// Names texts by their own spelling. Texts that differ in nothing but letters of the same case get
/// the same name.
fn distinguish<'w>(style: &Style, texts: &[&'w str]) -> Vec<(&'w str, String)> {
    let names: Vec<String> = texts.iter().map(|text| (style.plain)(&spelled(text))).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for name in &names {
        *counts.entry(name).or_default() += 1;
    }
    let is_unique = |name: &String| counts.get(name.as_str()) == Some(&1);
    let with_case = |(text, name): (&&'w str, &String)| {
        (*text, if is_unique(name) { name.clone() } else { (style.with_case)(name, case_name(text)) })
    };
    texts.iter().zip(&names).map(with_case).collect()
}

#[cfg(test)]
mod tests {
    use super::Distinct;

    fn variants(texts: &[&'static str]) -> Vec<String> {
        let names = Distinct::variants(texts.iter().copied());
        texts.iter().map(|text| names.name(text)).collect()
    }

    fn functions(texts: &[&'static str]) -> Vec<String> {
        let names = Distinct::functions(texts.iter().copied());
        texts.iter().map(|text| names.name(text)).collect()
    }

    #[test]
    fn upper_case_keeps_the_plain_name() {
        assert_eq!(variants(&["active", "ACTIVE"]), ["ActiveLower", "Active"]);
        assert_eq!(variants(&["ACTIVE", "active"]), ["Active", "ActiveLower"]);
        assert_eq!(variants(&["dataMatrix", "DATA_MATRIX"]), ["DataMatrixCamel", "DataMatrix"]);
        assert_eq!(variants(&["EAN13", "EAN_13", "ean13"]), ["Ean13Upper", "Ean13", "Ean13Lower"]);
        assert_eq!(variants(&["playedWith", "played_with"]), ["PlayedWithCamel", "PlayedWithSnake"]);
        assert_eq!(variants(&["a-b"]), ["AB"]);
    }

    #[test]
    fn signs_are_named() {
        assert_eq!(variants(&["+1", "-1", "1"]), ["Plus1", "Minus1", "_1"]);
        assert_eq!(variants(&["x-+1", "x--1", "x-1"]), ["XDashPlus1", "XDashMinus1", "XDash1"]);
        assert_eq!(variants(&["", "_", "__"]), ["Empty", "Underscore", "UnderscoreUnderscore"]);
        assert_eq!(
            variants(&["~", "!~", "=", "!=", "*", "**"]),
            ["Tilde", "NotTilde", "Equal", "NotEqual", "Star", "StarStar"]
        );
        assert_eq!(variants(&["asc", "-asc", "ASC"]), ["AscLower", "DashAsc", "Asc"]);
    }

    #[test]
    fn functions_are_named_by_their_separators() {
        assert_eq!(functions(&["a-b", "a.b"]), ["a_dash_b", "a_dot_b"]);
        assert_eq!(functions(&["a.b", "aB", "a_b"]), ["a_dot_b", "a_b", "a_b_snake"]);
        assert_eq!(functions(&["$type", "type"]), ["dollar_type", "r#type"]);
        // The name in words is the plain name of another text.
        assert_eq!(functions(&["a-b", "a.b", "aDashB"]), ["a_dash_b_kebab", "a_dot_b", "a_dash_b"]);
    }

    #[test]
    fn the_order_does_not_matter_and_equal_texts_are_one() {
        let texts = ["EAN13", "ean13", "EAN_13", "ean13"];
        let mut reversed = texts;
        reversed.reverse();
        let mut names = variants(&reversed);
        names.reverse();
        assert_eq!(variants(&texts), names);
        assert_eq!(variants(&["a", "a"]), ["A", "A"]);
    }

    #[test]
    fn a_new_collision_gives_no_name_to_another_text() {
        assert_eq!(functions(&["a.b"]), ["a_b"]);
        let after = functions(&["a-b", "a.b"]);
        assert!(!after.contains(&"a_b".to_owned()), "{after:?}");
        // The new value of the middle does not move the names of the others.
        assert_eq!(variants(&["+1", "1"]), ["Plus1", "_1"]);
        assert_eq!(variants(&["+1", "-1", "1"]), ["Plus1", "Minus1", "_1"]);
    }

    #[test]
    fn a_text_that_is_added_renames_nothing() {
        for (before, added) in [
            (&["+1", "1"][..], "-1"),
            (&["ACTIVE"], "active"),
            (&["active", "ACTIVE"], "Active"),
            (&["a-b", "a.b"], "a_b"),
            (&["QR_CODE", "qrCode"], "QRCode"),
        ] {
            let after = [before, &[added]].concat();
            assert_eq!(variants(&after).get(..before.len()), Some(variants(before).as_slice()), "{after:?}");
        }
    }
}
