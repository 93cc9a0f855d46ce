//! The statuses that are a success.

use http::StatusCode;

/// The statuses with which an attempt succeeds. Any other status is an
/// [`ApiError`](crate::ApiError).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum SuccessStatus {
    /// Any 2xx.
    #[default]
    Ok,
    /// Any 2xx, and the 308 with which a resumable session reports its progress.
    OkOrResumeIncomplete,
}

impl SuccessStatus {
    pub(crate) fn contains(self, status: StatusCode) -> bool {
        match self {
            Self::Ok => status.is_success(),
            Self::OkOrResumeIncomplete => status.is_success() || status == StatusCode::PERMANENT_REDIRECT,
        }
    }
}
