//! How the details of an error are displayed.

use super::ErrorDetails;
use crate::printable::Printable;

/// The number of violations that are displayed.
const MAX_VIOLATIONS: usize = 5;

/// The number of violations that are counted.
const MAX_COUNTED: usize = 1000;

impl ErrorDetails<'_> {
    /// Returns a text that follows the message of an error, or an empty one. What the message says
    /// already is left out.
    pub(crate) fn text_after(&self, message: &str) -> String {
        let fields = self.field_violations().map(|violation| ("field", violation.field, violation.description));
        let quotas = self.quota_violations().map(|violation| ("quota", violation.subject, violation.description));
        let preconditions =
            self.precondition_violations().map(|violation| (violation.kind, violation.subject, violation.description));
        let locations = self.errors().filter(|item| !item.location.is_empty());
        let locations = locations.map(|item| match item.location_type {
            "" => ("location", item.location, item.message),
            location_type => (location_type, item.location, item.message),
        });
        let all = fields.chain(quotas).chain(preconditions).chain(locations);
        let mut new = all.take(MAX_COUNTED).filter_map(|violation| text_unless_said(violation, message));
        let mut texts: Vec<String> = new.by_ref().take(MAX_VIOLATIONS).collect();
        match new.count() {
            0 => {}
            count => texts.push(format!("{count} more")),
        }
        if texts.is_empty() { String::new() } else { format!("; {}", Printable(texts.join("; "))) }
    }
}

/// Returns the text of a violation, without a description that the message contains, or nothing if
/// the message contains all of it.
fn text_unless_said((kind, subject, description): (&str, &str, &str), message: &str) -> Option<String> {
    let is_said = description.is_empty() || message.contains(description);
    if is_said && message.contains(subject) {
        return None;
    }
    let mut text = [kind, subject].map(str::trim).join(" ").trim().to_owned();
    if !is_said {
        text = format!("{text}: {description}");
    }
    Some(text)
}
