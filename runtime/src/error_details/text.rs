//! How the details of an error are displayed.

use super::{ErrorDetails, ErrorItem, FieldViolation, PreconditionViolation, QuotaViolation};
use crate::printable::Printable;

/// The number of violations that are displayed.
const MAX_VIOLATIONS: usize = 5;

/// The number of violations that are counted.
const MAX_COUNTED: usize = 1000;

/// The kind, the subject and the description of a violation.
type Violation<'e> = (&'e str, &'e str, &'e str);

impl<'e> ErrorDetails<'e> {
    /// Returns a text that follows the message of an error, or an empty one. What the message says
    /// already is left out.
    pub(crate) fn text_after(&self, message: &str) -> String {
        let (mut texts, mut more) = (Vec::new(), 0_usize);
        for violation in self.violations().into_iter().take(MAX_COUNTED) {
            match text_unless_said(violation, message) {
                Some(text) if texts.len() < MAX_VIOLATIONS => texts.push(text),
                Some(_) => more += 1,
                None => {}
            }
        }
        if more > 0 {
            texts.push(format!("{more} more"));
        }
        if texts.is_empty() { String::new() } else { format!("; {}", Printable(texts.join("; "))) }
    }

    /// Returns the kind, the subject and the description of all violations.
    fn violations(&self) -> Vec<Violation<'e>> {
        let mut violations: Vec<Violation<'_>> = Vec::new();
        for FieldViolation { field, description, .. } in self.field_violations() {
            violations.push(("field", field, description));
        }
        for QuotaViolation { subject, description, .. } in self.quota_violations() {
            violations.push(("quota", subject, description));
        }
        for PreconditionViolation { kind, subject, description } in self.precondition_violations() {
            violations.push((kind, subject, description));
        }
        for ErrorItem { location, location_type, message, .. } in self.errors() {
            match location_type {
                _ if location.is_empty() => {}
                "" => violations.push(("location", location, message)),
                _ => violations.push((location_type, location, message)),
            }
        }
        violations
    }
}

/// Returns the text of a violation, without a description that the message contains, or nothing if
/// the message contains all of it.
fn text_unless_said((kind, subject, description): Violation<'_>, message: &str) -> Option<String> {
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
