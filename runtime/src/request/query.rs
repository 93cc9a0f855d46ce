//! The query of a URL.

use std::borrow::Cow;

use percent_encoding::utf8_percent_encode;

use crate::url::UNRESERVED;

/// Appends the query of a URL: `a=b&c=d`. The body of a form has the same syntax.
pub(super) fn write<'q>(parameters: impl Iterator<Item = (&'q str, &'q str)>, url: &mut String) {
    for (index, (name, value)) in parameters.enumerate() {
        if index > 0 {
            url.push('&');
        }
        url.extend(utf8_percent_encode(name, UNRESERVED));
        url.push('=');
        url.extend(utf8_percent_encode(value, UNRESERVED));
    }
}

/// Query parameters in the order in which they were set.
#[derive(Clone, Default)]
pub(super) struct Query(Vec<(Cow<'static, str>, String)>);

impl Query {
    /// Sets the values of a parameter, replacing earlier ones.
    pub(super) fn set(&mut self, name: impl Into<Cow<'static, str>>, values: Vec<String>) {
        let name = name.into();
        self.0.retain(|(existing, _)| *existing != name);
        self.0.extend(values.into_iter().map(|value| (name.clone(), value)));
    }

    /// Returns `true` if the parameter is set.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(existing, _)| existing == name)
    }

    /// Returns the first value of a parameter that is not empty.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(existing, value)| existing == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// Returns the parameters, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.0.iter().map(|(name, value)| (&**name, value.as_str()))
    }
}
