//! Removes secrets from what is written to a file.
//!
//! A secret is found by the name of its parameter, member or header, or by its form. Once found, its
//! value is removed wherever it occurs. Each secret has its own placeholder, so that what belongs
//! together remains recognizable, e.g. the chunks of a resumable session.

use std::ops::Range;

use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE};
use percent_encoding::utf8_percent_encode;

use crate::headers::API_KEY;
use crate::testing::secrets::{is_secret_member, is_secret_name};
use crate::url::UNRESERVED;
use crate::wire::Json;

/// The text before the number of a placeholder. With the number, it is also valid base64.
pub(super) const PLACEHOLDER: &str = "removed";
const DIGITS: usize = 5;

/// The minimum length of a secret that is removed from the middle of a text, in bytes. A shorter one
/// could be a part of any word.
const MIN_LENGTH: usize = 8;

/// How texts begin that are secrets, whatever the name of their member: access tokens, API keys,
/// refresh tokens, client secrets, signed tokens.
const SECRET_STARTS: &[&str] = &["ya29.", "AIza", "1//", "GOCSPX-", "eyJ"];

/// How a private key in the PEM format begins and ends.
const KEY_START: &str = "PRIVATE KEY-----";
const KEY_END: &str = "-----END";

/// The minimum length of such texts, in bytes.
const MIN_FORM_LENGTH: usize = 20;

/// Replaces secrets with placeholders.
#[derive(Clone, Debug, Default)]
pub(super) struct Scrubber {
    /// Further names of secrets.
    names: Vec<String>,
    /// The secrets that were found. The number of a placeholder is the position in this list.
    known: Vec<String>,
    /// Whether requests are only compared: all secrets have the same placeholder.
    is_replay: bool,
}

impl Scrubber {
    /// Creates a scrubber of requests that are compared with recorded ones.
    pub(super) fn for_replay() -> Self {
        Self { is_replay: true, ..Self::default() }
    }

    pub(super) fn add_name(&mut self, name: &str) {
        self.names.push(name.to_ascii_lowercase());
    }

    fn is_own_name(&self, name: &str) -> bool {
        self.names.iter().any(|own| own.eq_ignore_ascii_case(name))
    }

    pub(super) fn is_parameter(&self, name: &str) -> bool {
        is_secret_name(name) || self.is_own_name(name)
    }

    /// Returns the placeholder of a secret.
    pub(super) fn placeholder(&mut self, secret: &str) -> String {
        if secret.is_empty() || is_placeholder(secret) {
            return secret.to_owned();
        }
        if self.is_replay {
            return PLACEHOLDER.to_owned();
        }
        let index = self.known.iter().position(|known| known == secret).unwrap_or_else(|| {
            self.known.push(secret.to_owned());
            self.known.len() - 1
        });
        format!("{PLACEHOLDER}{:0DIGITS$}", index + 1)
    }

    /// Returns the placeholder of a value that is known to be a secret.
    pub(super) fn known_placeholder(&mut self, value: &str) -> Option<String> {
        let is_known = value.len() >= MIN_LENGTH && self.known.iter().any(|known| known == value);
        is_known.then(|| self.placeholder(value))
    }

    /// Remembers the credentials of a request or the cookies of a response.
    pub(super) fn learn_headers(&mut self, headers: &HeaderMap) {
        for name in [AUTHORIZATION, PROXY_AUTHORIZATION] {
            for value in headers.get_all(name).iter().filter_map(|value| value.to_str().ok()) {
                self.placeholder(value.split_once(' ').map_or(value, |(_, token)| token).trim());
            }
        }
        for value in headers.get_all(API_KEY).iter().filter_map(|value| value.to_str().ok()) {
            self.placeholder(value);
        }
        for value in headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()) {
            value.split(';').for_each(|cookie| self.learn_cookie(cookie));
        }
        for value in headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
            // The others are the attributes of the cookie.
            value.split(';').take(1).for_each(|cookie| self.learn_cookie(cookie));
        }
    }

    fn learn_cookie(&mut self, cookie: &str) {
        if let Some((_, value)) = cookie.split_once('=') {
            self.placeholder(value.trim());
        }
    }

    /// Replaces the values of secret members, and everything that [`text`](Self::text) replaces.
    pub(super) fn json(&mut self, value: &mut Json) {
        // Documents nest at most 128 levels deep: serde_json reads no others.
        match value {
            Json::String(text) => *text = self.text(text),
            Json::Array(values) => values.iter_mut().for_each(|value| self.json(value)),
            Json::Object(members) => {
                for (name, value) in members {
                    if is_secret_member(name) || self.is_own_name(name) {
                        self.remove(value);
                    } else {
                        self.json(value);
                    }
                }
            }
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }

    /// Replaces every text and number in a value.
    fn remove(&mut self, value: &mut Json) {
        match value {
            Json::String(text) => *text = self.placeholder(text),
            Json::Number(number) => *number = 0.into(),
            Json::Array(values) => values.iter_mut().for_each(|value| self.remove(value)),
            Json::Object(members) => members.values_mut().for_each(|value| self.remove(value)),
            Json::Null | Json::Bool(_) => {}
        }
    }

    /// Replaces what has the name or the form of a secret in a text that is not JSON.
    pub(super) fn text(&mut self, text: &str) -> String {
        let mut found = Vec::new();
        self.find_values(text, &mut found);
        find_forms(text, &mut found);
        found.sort_unstable_by_key(|range| range.start);
        let mut scrubbed = String::new();
        let mut position = 0;
        let mut ranges = found.into_iter().peekable();
        while let Some(Range { start, mut end }) = ranges.next() {
            while let Some(next) = ranges.next_if(|next| next.start < end) {
                end = end.max(next.end);
            }
            scrubbed.push_str(text.get(position..start).unwrap_or_default());
            scrubbed.push_str(&self.placeholder(text.get(start..end).unwrap_or_default()));
            position = end;
        }
        scrubbed.push_str(text.get(position..).unwrap_or_default());
        scrubbed
    }

    /// Finds `name=value` and `"name": "value"`.
    fn find_values(&self, text: &str, found: &mut Vec<Range<usize>>) {
        for (position, separator) in text.match_indices(['=', ':']) {
            let (before, after) = text.split_at(position);
            let after = after.get(1..).unwrap_or_default();
            let is_parameter = separator == "=";
            let name = if is_parameter { unquoted_name(before) } else { quoted_name(before) };
            let is_secret =
                |name: &str| is_secret_member(name) || self.is_own_name(name) || is_parameter && is_secret_name(name);
            if !name.is_some_and(is_secret) {
                continue;
            }
            let value = if is_parameter { unquoted_value(after) } else { quoted_value(after) };
            if let Some(value) = value.filter(|value| !value.is_empty() && !is_placeholder(value)) {
                // The value is a part of the text.
                let start = value.as_ptr() as usize - text.as_ptr() as usize;
                found.push(start..start + value.len());
            }
        }
    }

    /// Replaces all secrets that were found so far, wherever they occur.
    pub(super) fn everywhere(&self, value: &mut Json) {
        match value {
            Json::String(text) => self.replace_known(text),
            Json::Array(values) => values.iter_mut().for_each(|value| self.everywhere(value)),
            Json::Object(members) => {
                let entries = std::mem::take(members).into_iter();
                *members = entries
                    .map(|(mut name, mut value)| {
                        self.replace_known(&mut name);
                        self.everywhere(&mut value);
                        (name, value)
                    })
                    .collect();
            }
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }

    fn replace_known(&self, text: &mut String) {
        for (index, secret) in self.known.iter().enumerate() {
            let encoded = utf8_percent_encode(secret, UNRESERVED).to_string();
            for form in [secret, &encoded] {
                if form.len() >= MIN_LENGTH && text.contains(form.as_str()) {
                    *text = text.replace(form.as_str(), &format!("{PLACEHOLDER}{:0DIGITS$}", index + 1));
                }
            }
        }
    }

    /// Returns `true` if bytes contain a secret that was found.
    pub(super) fn is_in_bytes(&self, bytes: &[u8]) -> bool {
        self.known.iter().any(|secret| {
            secret.len() >= MIN_LENGTH && bytes.windows(secret.len()).any(|window| window == secret.as_bytes())
        })
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
    let value = after.trim_start().trim_start_matches('\\').strip_prefix('"')?;
    // An escaped quote in the value is preceded by more backslashes than the last one.
    let end = value.match_indices('"').map(|(end, _)| end).find(|&end| {
        let backslashes = value.get(..end).map_or(0, |value| value.len() - value.trim_end_matches('\\').len());
        let outer = after.trim_start().len() - after.trim_start().trim_start_matches('\\').len();
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

/// Returns `true` if a text is the placeholder of a secret.
pub(super) fn is_placeholder(text: &str) -> bool {
    let digits = text.strip_prefix(PLACEHOLDER);
    digits.is_some_and(|digits| digits.len() >= DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit()))
}
