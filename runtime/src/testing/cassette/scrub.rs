//! Removes secrets from what is written to a file.
//!
//! A secret is found by the name of its parameter, member or header, or by its form. Once found, its
//! value is removed wherever it occurs. Each secret has its own placeholder, so that what belongs
//! together remains recognizable, e.g. the chunks of a resumable session.

use std::ops::Range;

use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE};
use percent_encoding::utf8_percent_encode;

use super::find;
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
        let mut scrubbed = String::new();
        let mut position = 0;
        for Range { start, end } in find::secrets(text, |name| self.is_own_name(name)) {
            scrubbed.push_str(text.get(position..start).unwrap_or_default());
            scrubbed.push_str(&self.placeholder(text.get(start..end).unwrap_or_default()));
            position = end;
        }
        scrubbed.push_str(text.get(position..).unwrap_or_default());
        scrubbed
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

/// Returns `true` if a text is the placeholder of a secret.
pub(super) fn is_placeholder(text: &str) -> bool {
    let digits = text.strip_prefix(PLACEHOLDER);
    digits.is_some_and(|digits| digits.len() >= DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit()))
}
