//! Finds secrets in texts, by their names and their forms.

use std::ops::Range;

use crate::testing::secrets::{is_secret_member, is_secret_name};

/// The beginnings of texts that are secrets, whatever the name of their member: access tokens, API
/// keys, refresh tokens, client secrets, signed tokens.
const SECRET_STARTS: &[&str] = &["ya29.", "AIza", "1//", "GOCSPX-", "eyJ"];

/// The beginning and the end of a private key in the PEM format.
const KEY_START: &str = "PRIVATE KEY-----";
const KEY_END: &str = "-----END";

/// The minimum length of such texts, in bytes.
const MIN_FORM_LENGTH: usize = 20;

/// Returns where a text contains secrets, in order and without overlaps. `is_own_name` decides about
/// further names of secrets.
pub(super) fn secrets(text: &str, is_own_name: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    find_values(text, is_own_name, &mut found);
    find_forms(text, &mut found);
    found.sort_unstable_by_key(|range| range.start);
    let mut separate: Vec<Range<usize>> = Vec::new();
    for range in found {
        match separate.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => separate.push(range),
        }
    }
    separate
}

/// Finds `name=value` and `"name": "value"`.
fn find_values(text: &str, is_own_name: impl Fn(&str) -> bool, found: &mut Vec<Range<usize>>) {
    // Searching for one character at a time is several times as fast as searching for both.
    for (position, separator) in text.match_indices('=').chain(text.match_indices(':')) {
        let (before, after) = text.split_at(position);
        let after = after.get(1..).unwrap_or_default();
        let is_parameter = separator == "=";
        let name = if is_parameter { unquoted_name(before) } else { quoted_name(before) };
        let is_secret =
            |name: &str| is_secret_member(name) || is_own_name(name) || is_parameter && is_secret_name(name);
        if !name.is_some_and(is_secret) {
            continue;
        }
        let value = if is_parameter { unquoted_value(after) } else { quoted_value(after) };
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            // The value is a part of the text.
            let start = value.as_ptr() as usize - text.as_ptr() as usize;
            found.push(start..start + value.len());
        }
    }
}

/// Returns the name before `=`.
fn unquoted_name(before: &str) -> Option<&str> {
    before.get(before.rfind(|c: char| !is_name(c)).map_or(0, |start| start + 1)..)
}

/// Returns the value after `=`.
fn unquoted_value(after: &str) -> Option<&str> {
    let is_end = |c: char| matches!(c, '&' | ';' | '"' | '\'' | '<' | '>' | '#' | '\\') || c.is_whitespace();
    after.get(..after.find(is_end).unwrap_or(after.len()))
}

/// Returns the name before `:`. Its quotes may be escaped.
fn quoted_name(before: &str) -> Option<&str> {
    let name = before.trim_end().strip_suffix('"')?.trim_end_matches('\\');
    name.get(name.rfind('"')? + 1..)
}

/// Returns the value after `:`. Its quotes may be escaped.
fn quoted_value(after: &str) -> Option<&str> {
    let after = after.trim_start();
    let quoted = after.trim_start_matches('\\');
    let outer = after.len() - quoted.len();
    let value = quoted.strip_prefix('"')?;
    // An escaped quote in the value is preceded by more backslashes than the last one.
    let end = value.match_indices('"').map(|(end, _)| end).find(|&end| {
        let backslashes = value.get(..end).map_or(0, |value| value.len() - value.trim_end_matches('\\').len());
        backslashes <= outer
    });
    value.get(..end.unwrap_or(value.len())).map(|value| value.trim_end_matches('\\'))
}

/// Finds texts that have the form of a secret.
fn find_forms(text: &str, found: &mut Vec<Range<usize>>) {
    for start in SECRET_STARTS {
        for (position, _) in text.match_indices(start) {
            let before = text.get(..position).and_then(|before| before.chars().next_back());
            let rest = text.get(position..).unwrap_or_default();
            let token = rest.get(..rest.find(|c: char| !is_token(c)).unwrap_or(rest.len())).unwrap_or_default();
            let is_jwt = *start != "eyJ" || token.matches('.').count() == 2;
            if before.is_none_or(|c| !is_token(c)) && token.len() >= MIN_FORM_LENGTH && is_jwt {
                found.push(position..position + token.len());
            }
        }
    }
    let mut end = 0;
    while let Some(start) = find_after(text, KEY_START, end) {
        end = find_after(text, KEY_END, start).map_or(text.len(), |end| end - KEY_END.len());
        found.push(start..end);
    }
}

/// Returns the position after the next occurrence of a pattern.
fn find_after(text: &str, pattern: &str, from: usize) -> Option<usize> {
    text.get(from..)?.find(pattern).map(|position| from + position + pattern.len())
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '%')
}

fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '~' | '+' | '/')
}
