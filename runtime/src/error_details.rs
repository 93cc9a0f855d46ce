//! The details of error responses: what exactly is wrong, and what helps.
//!
//! Google's servers describe an error further by messages of the package `google.rpc`, and older
//! ones by a list of objects with a reason and a location. [`ErrorDetails`] reads both. Members that
//! the server did not send are empty strings.

mod text;
mod violations;

use std::fmt;
use std::time::Duration;

pub use self::violations::{ErrorItem, FieldViolation, PreconditionViolation, QuotaViolation};
use crate::printable::Printable;
use crate::wire::{self, Json};

/// The details of an error response or of a failed operation.
///
/// # Examples
///
/// ```
/// use discovery_runtime::{ApiError, Error, http::StatusCode};
///
/// let body = r#"{"error": {"message": "Invalid request.", "details": [{
///     "@type": "type.googleapis.com/google.rpc.BadRequest",
///     "fieldViolations": [{"field": "room.name", "description": "must not be empty"}]
/// }]}}"#;
/// let error = Error::from(ApiError::new(StatusCode::BAD_REQUEST, body));
/// let fields: Vec<&str> = error.details().field_violations().map(|violation| violation.field).collect();
/// assert_eq!(fields, ["room.name"]);
/// assert_eq!(error.to_string(), "400: Invalid request.; field room.name: must not be empty");
/// ```
#[derive(Clone, Copy, Default)]
pub struct ErrorDetails<'e> {
    details: &'e [Json],
    errors: &'e [Json],
}

/// The machine-readable cause of an error: `google.rpc.ErrorInfo`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct ErrorInfo<'e> {
    /// The reason, which is unique within the domain, e.g. `SERVICE_DISABLED`.
    pub reason: &'e str,
    /// The service or tool to which the reason belongs, e.g. `googleapis.com`.
    pub domain: &'e str,
    metadata: Option<&'e Json>,
}

impl<'e> ErrorInfo<'e> {
    /// Returns a value of the metadata, e.g. the `service` that is disabled.
    #[must_use]
    pub fn metadata(&self, key: &str) -> Option<&'e str> {
        self.metadata?.get(key)?.as_str()
    }

    /// Returns all names and values of the metadata.
    pub fn all_metadata(&self) -> impl Iterator<Item = (&'e str, &'e str)> + use<'e> {
        pairs(self.metadata)
    }
}

/// A message for the end user: `google.rpc.LocalizedMessage`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LocalizedMessage<'e> {
    /// The language of the message, e.g. `de-CH`.
    pub locale: &'e str,
    /// The message.
    pub message: &'e str,
}

/// A link to documentation, or to a page on which the problem can be solved: a part of
/// `google.rpc.Help`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HelpLink<'e> {
    /// A description of the page.
    pub description: &'e str,
    /// The URL of the link.
    pub url: &'e str,
}

impl<'e> ErrorDetails<'e> {
    pub(crate) fn new(details: &'e [Json], errors: &'e [Json]) -> Self {
        Self { details, errors }
    }

    /// Returns the details of `google.rpc.Status` as received; each is an object with an `@type`.
    #[must_use]
    pub fn all(&self) -> &'e [Json] {
        self.details
    }

    /// Returns the objects in the list `errors`, which older servers send, and Compute Engine for
    /// operations.
    pub fn errors(&self) -> impl Iterator<Item = ErrorItem<'e>> + use<'e> {
        self.errors.iter().map(ErrorItem::new)
    }

    /// Returns the machine-readable cause of the error.
    #[must_use]
    pub fn error_info(&self) -> Option<ErrorInfo<'e>> {
        let info = self.first("ErrorInfo", "errorInfo")?;
        Some(ErrorInfo { reason: text(info, "reason"), domain: text(info, "domain"), metadata: info.get("metadata") })
    }

    /// Returns the message for the end user.
    #[must_use]
    pub fn localized_message(&self) -> Option<LocalizedMessage<'e>> {
        let message = self.first("LocalizedMessage", "localizedMessage")?;
        Some(LocalizedMessage { locale: text(message, "locale"), message: text(message, "message") })
    }

    /// Returns links that help to solve the problem.
    pub fn help_links(&self) -> impl Iterator<Item = HelpLink<'e>> + use<'e> {
        let links = self.lists("Help", "help", "links");
        links.into_iter().map(|link| HelpLink { description: text(link, "description"), url: text(link, "url") })
    }

    /// Returns the time after which the server asks to retry: `google.rpc.RetryInfo`.
    #[must_use]
    pub fn retry_delay(&self) -> Option<Duration> {
        let info = self.first("RetryInfo", "retryInfo")?;
        let delay: wire::Duration = text(info, "retryDelay").parse().ok()?;
        delay.try_into().ok()
    }

    /// Returns the fields of the request that are invalid: `google.rpc.BadRequest`.
    pub fn field_violations(&self) -> impl Iterator<Item = FieldViolation<'e>> + use<'e> {
        self.lists("BadRequest", "badRequest", "fieldViolations").into_iter().map(FieldViolation::new)
    }

    /// Returns the quotas that are used up: `google.rpc.QuotaFailure`.
    pub fn quota_violations(&self) -> impl Iterator<Item = QuotaViolation<'e>> + use<'e> {
        self.lists("QuotaFailure", "quotaFailure", "violations").into_iter().map(QuotaViolation::new)
    }

    /// Returns the preconditions that are not met: `google.rpc.PreconditionFailure`.
    pub fn precondition_violations(&self) -> impl Iterator<Item = PreconditionViolation<'e>> + use<'e> {
        self.lists("PreconditionFailure", "preconditionFailure", "violations")
            .into_iter()
            .map(PreconditionViolation::new)
    }

    /// Returns the messages of a type. Compute Engine nests them in the objects of `errors`, under
    /// the name of a member.
    // Collected, because the compiler generates code for every kind of chain of iterators.
    fn of_type(&self, type_name: &str, member: &str) -> Vec<&'e Json> {
        let mut messages = Vec::new();
        for detail in self.details {
            let name = text(detail, "@type").rsplit('/').next().unwrap_or_default();
            if name.strip_prefix("google.rpc.") == Some(type_name) {
                messages.push(detail);
            }
        }
        for detail in self.errors.iter().flat_map(|error| list(error, "errorDetails")) {
            messages.extend(detail.get(member));
        }
        messages
    }

    /// Returns the first message of a type.
    fn first(&self, type_name: &str, member: &str) -> Option<&'e Json> {
        self.of_type(type_name, member).first().copied()
    }

    /// Returns the elements of a list in all messages of a type.
    fn lists(&self, type_name: &str, member: &str, name: &str) -> Vec<&'e Json> {
        self.of_type(type_name, member).into_iter().flat_map(|message| list(message, name)).collect()
    }
}

fn text<'e>(json: &'e Json, name: &str) -> &'e str {
    json.get(name).and_then(Json::as_str).unwrap_or_default()
}

/// Returns the elements of a member that is a list.
pub(crate) fn list<'e>(json: &'e Json, name: &str) -> &'e [Json] {
    json.get(name).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

/// Returns the members of an object that are strings.
fn pairs(json: Option<&Json>) -> impl Iterator<Item = (&str, &str)> {
    let members = json.and_then(Json::as_object).into_iter().flatten();
    members.filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)))
}

impl fmt::Debug for ErrorDetails<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorDetails")
            .field("details", &Printable(wire::encode_json(&self.details.into())))
            .field("errors", &Printable(wire::encode_json(&self.errors.into())))
            .finish()
    }
}
