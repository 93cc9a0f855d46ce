//! The query string.

use std::borrow::Cow;

use percent_encoding::utf8_percent_encode;

use super::path_template::SIMPLE;

/// Parameters in the order in which they were set.
#[derive(Clone, Default)]
pub(super) struct Query(Vec<(Cow<'static, str>, String)>);

impl Query {
    /// Sets a parameter, in place of what it was.
    pub(super) fn set(&mut self, name: impl Into<Cow<'static, str>>, values: Vec<String>) {
        let name = name.into();
        self.0.retain(|(old, _)| *old != name);
        self.0.extend(values.into_iter().map(|value| (name.clone(), value)));
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(other, _)| other == name)
    }

    /// What it is set to, if that is not nothing.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(other, value)| other == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// `?a=b&c=d`, or nothing.
    pub(super) fn write(&self, out: &mut String) {
        for (index, (name, value)) in self.0.iter().enumerate() {
            out.push(if index == 0 { '?' } else { '&' });
            out.extend(utf8_percent_encode(name, SIMPLE));
            out.push('=');
            out.extend(utf8_percent_encode(value, SIMPLE));
        }
    }

    /// For `Debug`: keys and tokens are nobody's business.
    pub(super) fn shown(&self) -> impl Iterator<Item = (&str, &str)> {
        const SECRET: &[&str] = &["key", "access_token", "oauth_token"];
        self.0.iter().map(|(name, value)| (&**name, if SECRET.contains(&&**name) { "…" } else { value.as_str() }))
    }
}
