//! Distinctions that callers make between errors.

use http::StatusCode;

use super::{ApiError, Error, ErrorKind};

/// The reasons of limits that are restored within seconds or minutes.
const RATE_LIMIT_REASONS: &[&str] = &[
    "RATE_LIMIT_EXCEEDED",
    "concurrentLimitExceeded",
    "jobRateLimitExceeded",
    "rateLimitExceeded",
    "rateLimitExceededUnreg",
    "servingLimitExceeded",
    "userRateLimitExceeded",
    "userRateLimitExceededUnreg",
    "variableTermLimitExceeded",
];

/// The reasons of limits that are restored after hours, or not at all unless something is deleted
/// or bought. They are unambiguous, whatever the status is.
const QUOTA_REASONS: &[&str] = &[
    "QUOTA_EXCEEDED",
    "RESOURCE_QUOTA_EXCEEDED",
    "activeItemCreationLimitExceeded",
    "dailyLimitExceeded",
    "dailyLimitExceeded402",
    "dailyLimitExceededUnreg",
    "downloadQuotaExceeded",
    "limitExceeded",
    "numChildrenInNonRootLimitExceeded",
    "quotaExceeded",
    "quotaExceeded402",
    "sharingRateLimitExceeded",
    "storageQuotaExceeded",
    "teamDriveFileLimitExceeded",
    "uploadLimitExceeded",
    "variableTermExpiredDailyExceeded",
];

impl Error {
    fn has_status(&self, status: StatusCode) -> bool {
        self.status() == Some(status)
    }

    /// Returns `true` if the server rejected the arguments of the call: 400.
    #[must_use]
    pub fn is_bad_request(&self) -> bool {
        self.has_status(StatusCode::BAD_REQUEST)
    }

    /// Returns `true` if the credentials are missing, invalid or expired: 401.
    #[must_use]
    pub fn is_unauthenticated(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// Returns `true` if the caller is not allowed to do this: 403, unless the reason is a rate
    /// limit or a quota.
    #[must_use]
    pub fn is_permission_denied(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN) && !self.is_rate_limited() && !self.is_quota_exceeded()
    }

    /// Returns `true` if the scopes of the token are not sufficient: a 403 that says so.
    /// [`ApiError::scopes_needed`] returns the scopes that are.
    #[must_use]
    pub fn is_missing_scopes(&self) -> bool {
        self.api().is_some_and(ApiError::is_missing_scopes)
    }

    /// Returns `true` if the resource does not exist: 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// Returns `true` if the call conflicts with the state of the resource, e.g. because it already
    /// exists: 409.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.has_status(StatusCode::CONFLICT)
    }

    /// Returns `true` if the resource is no longer available, e.g. because a sync token has
    /// expired: 410.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.has_status(StatusCode::GONE)
    }

    /// Returns `true` if the caller's copy is still current: 304, in response to
    /// [`if_none_match`](crate::CallOptions::if_none_match).
    #[must_use]
    pub fn is_not_modified(&self) -> bool {
        self.has_status(StatusCode::NOT_MODIFIED)
    }

    /// Returns `true` if the resource has changed: 412, in response to
    /// [`if_match`](crate::CallOptions::if_match).
    #[must_use]
    pub fn is_precondition_failed(&self) -> bool {
        self.has_status(StatusCode::PRECONDITION_FAILED)
    }

    /// Returns `true` if calls were made too quickly, so that a call may succeed after some
    /// seconds: 429, or 403 with a reason such as `rateLimitExceeded`.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.has_status(StatusCode::TOO_MANY_REQUESTS)
            || self.has_status(StatusCode::FORBIDDEN)
                && self.reasons().any(|reason| RATE_LIMIT_REASONS.contains(&reason))
                && !self.is_quota_exceeded()
    }

    /// Returns `true` if a quota is used up that is not restored within seconds: a reason such as
    /// `quotaExceeded`, `dailyLimitExceeded` or `storageQuotaExceeded`, or a limit that applies to
    /// a day.
    ///
    /// Such an error usually has the status 403, but is not a
    /// [missing permission](Self::is_permission_denied). With the status 429 it is also a
    /// [rate limit](Self::is_rate_limited).
    #[must_use]
    pub fn is_quota_exceeded(&self) -> bool {
        self.reasons().any(|reason| QUOTA_REASONS.contains(&reason)) || self.is_daily_limit()
    }

    /// Returns `true` if the details name a limit for a day. The reason is that of a rate limit
    /// then, too.
    fn is_daily_limit(&self) -> bool {
        let details = self.details();
        let unit = details.error_info().and_then(|info| info.metadata("quota_unit"));
        unit.is_some_and(|unit| unit.starts_with("1/d/"))
            || details.quota_violations().any(|violation| violation.quota_id.contains("PerDay"))
    }

    /// Returns `true` if a time limit was exceeded: before a response arrived, or on the server
    /// (408, 504).
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self.kind() {
            ErrorKind::Transport(error) => error.is_timeout(),
            _ => matches!(self.status(), Some(StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT)),
        }
    }

    /// Returns `true` if it is certain that the server has not processed the request: nothing was
    /// sent, because the connection or the authorization failed, or the server
    /// [limited the rate](Self::is_rate_limited). Such a call can be sent again, even if it is not
    /// idempotent.
    #[must_use]
    pub fn is_unprocessed(&self) -> bool {
        match self.kind() {
            ErrorKind::Build(_) | ErrorKind::Auth(_) => true,
            ErrorKind::Transport(error) => error.is_connect(),
            _ => self.is_rate_limited(),
        }
    }

    /// Returns `true` if the same call may succeed a little later. Whether it is safe to send the
    /// call again is a separate question: see [`CallOptions::idempotent`](crate::CallOptions::idempotent).
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self.kind() {
            ErrorKind::Transport(error) => error.is_transient(),
            ErrorKind::Api(error) => {
                let status = error.status();
                status == StatusCode::REQUEST_TIMEOUT
                    || status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED
                    || self.is_rate_limited()
            }
            ErrorKind::Auth(error) => error.is_transient(),
            ErrorKind::Build(_)
            | ErrorKind::Decode(_)
            | ErrorKind::Media(_)
            | ErrorKind::Batch(_)
            | ErrorKind::Pagination(_)
            | ErrorKind::Operation(_) => false,
        }
    }
}
