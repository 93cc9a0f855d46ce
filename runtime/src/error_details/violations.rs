//! The parts of an error, each of which has its own description.

use super::{pairs, text};
use crate::wire::Json;

/// An invalid field of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldViolation<'e> {
    /// The path of the field in the request, e.g. `rooms[1].name`.
    pub field: &'e str,
    /// Why the value is invalid.
    pub description: &'e str,
    /// The machine-readable reason, e.g. `INVALID_EMAIL`.
    pub reason: &'e str,
}

impl<'e> FieldViolation<'e> {
    pub(super) fn new(json: &'e Json) -> Self {
        Self { field: text(json, "field"), description: text(json, "description"), reason: text(json, "reason") }
    }
}

/// A quota that is used up.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct QuotaViolation<'e> {
    /// The project, user or resource that has the quota, e.g. `project:123`.
    pub subject: &'e str,
    /// How the quota is violated.
    pub description: &'e str,
    /// The metric that is limited, e.g. `compute.googleapis.com/cpus`.
    pub quota_metric: &'e str,
    /// The id of the limit, e.g. `CPUS-per-project-region`.
    pub quota_id: &'e str,
    dimensions: Option<&'e Json>,
}

impl<'e> QuotaViolation<'e> {
    pub(super) fn new(json: &'e Json) -> Self {
        Self {
            subject: text(json, "subject"),
            description: text(json, "description"),
            quota_metric: text(json, "quotaMetric"),
            quota_id: text(json, "quotaId"),
            dimensions: json.get("quotaDimensions"),
        }
    }

    /// Returns the names and values for which the limit holds, e.g. `region` and `europe-west3`.
    pub fn quota_dimensions(&self) -> impl Iterator<Item = (&'e str, &'e str)> + use<'e> {
        pairs(self.dimensions)
    }
}

/// A precondition that is not met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PreconditionViolation<'e> {
    /// The type of the precondition, e.g. `TOS` for terms of service that were not accepted.
    pub kind: &'e str,
    /// The resource or service that has the precondition, e.g. `google.com/cloud`.
    pub subject: &'e str,
    /// How the precondition can be met.
    pub description: &'e str,
}

impl<'e> PreconditionViolation<'e> {
    pub(super) fn new(json: &'e Json) -> Self {
        Self { kind: text(json, "type"), subject: text(json, "subject"), description: text(json, "description") }
    }
}

/// An object of the list `errors`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorItem<'e> {
    /// The reason, e.g. `notFound`. For operations of Compute Engine, the code.
    pub reason: &'e str,
    /// The message.
    pub message: &'e str,
    /// The service or the part of the platform to which the reason belongs, e.g. `usageLimits`.
    pub domain: &'e str,
    /// The part of the request that is wrong, e.g. `pageSize`.
    pub location: &'e str,
    /// The type of the location, e.g. `parameter` or `header`.
    pub location_type: &'e str,
}

impl<'e> ErrorItem<'e> {
    pub(super) fn new(json: &'e Json) -> Self {
        let reason = match text(json, "reason") {
            "" => text(json, "code"),
            reason => reason,
        };
        Self {
            reason,
            message: text(json, "message"),
            domain: text(json, "domain"),
            location: text(json, "location"),
            location_type: text(json, "locationType"),
        }
    }
}
