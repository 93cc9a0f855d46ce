//! What can go wrong, and what the server said about it.

mod api;
mod batch;
mod build;
mod decode;
mod media;
pub(crate) mod transport;

use std::fmt;

use http::{HeaderMap, StatusCode};

pub use api::ApiError;
pub use batch::BatchError;
pub use build::{AuthError, BuildError};
pub use decode::UnreadableResponse;
pub use media::MediaError;
pub use transport::TransportError;

/// What a call comes to.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call did not succeed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request or the client cannot be made; nothing was sent.
    Build(BuildError),
    /// There are no credentials to be had; nothing was sent.
    Auth(AuthError),
    /// No response came: no connection, one that broke, or no time left.
    Transport(TransportError),
    /// The server answered with an error.
    Api(Box<ApiError>),
    /// The server answered with success and a body that is not what the method answers.
    Decode(Box<UnreadableResponse>),
    /// Media could not be had or sent in full.
    Media(MediaError),
    /// A batch was answered, and the answer to the call is not in there.
    Batch(BatchError),
    /// The server gave the token of a page that it has given before: a list by pages would never end.
    RepeatedPage(String),
}

impl Error {
    /// The response's status, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::Decode(error) => Some(error.status()),
            _ => None,
        }
    }

    /// The response's headers, if there was one.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Api(error) => Some(error.headers()),
            Self::Decode(error) => Some(error.headers()),
            _ => None,
        }
    }

    /// The response's body as it came, if there was one.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        match self {
            Self::Api(error) => Some(error.body()),
            Self::Decode(error) => Some(error.body()),
            _ => None,
        }
    }

    /// The reasons that the server gives: `notFound`, `rateLimitExceeded`.
    pub fn reasons(&self) -> impl Iterator<Item = &str> {
        let api = match self {
            Self::Api(error) => Some(error),
            _ => None,
        };
        api.into_iter().flat_map(|error| error.reasons())
    }

    /// Whether there is no such thing: 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Whether the caller may not do this: 403, other than for the rate of calls.
    #[must_use]
    pub fn is_permission_denied(&self) -> bool {
        self.status() == Some(StatusCode::FORBIDDEN) && !self.is_rate_limited()
    }

    /// Whether the token's scopes do not suffice: a 403 that says so. [`ApiError::scopes_needed`] are those that would do.
    #[must_use]
    pub fn is_missing_scopes(&self) -> bool {
        matches!(self, Self::Api(error) if error.is_missing_scopes())
    }

    /// Whether what the caller has is still good: 304, the answer to [`Call::if_none_match`](crate::Call::if_none_match).
    #[must_use]
    pub fn is_not_modified(&self) -> bool {
        self.status() == Some(StatusCode::NOT_MODIFIED)
    }

    /// Whether the thing is not as the caller supposes: 412, the answer to [`Call::if_match`](crate::Call::if_match).
    #[must_use]
    pub fn is_precondition_failed(&self) -> bool {
        self.status() == Some(StatusCode::PRECONDITION_FAILED)
    }

    /// Whether the credentials are missing, wrong or expired: 401.
    #[must_use]
    pub fn is_unauthenticated(&self) -> bool {
        self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// Whether there were too many calls: 429, or 403 with such a reason.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        const REASONS: &[&str] = &["rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"];
        match self.status() {
            Some(StatusCode::TOO_MANY_REQUESTS) => true,
            Some(StatusCode::FORBIDDEN) => self.reasons().any(|reason| REASONS.contains(&reason)),
            _ => false,
        }
    }

    /// Whether the time was up: before a response came, or because the server said so (408, 504).
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Transport(error) => error.is_timeout(),
            _ => matches!(self.status(), Some(StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT)),
        }
    }

    /// Whether the same call may succeed a little later. Whether it may be sent twice is for the caller to know.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport(error) => error.is_transient(),
            Self::Api(error) => {
                let status = error.status();
                status == StatusCode::REQUEST_TIMEOUT
                    || status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED
                    || self.is_rate_limited()
            }
            Self::Build(_)
            | Self::Auth(_)
            | Self::Decode(_)
            | Self::Media(_)
            | Self::Batch(_)
            | Self::RepeatedPage(_) => false,
        }
    }
}

macro_rules! from_leaf {
    ($($variant:ident($leaf:ty) = $error:ident => $value:expr;)+) => {$(
        impl From<$leaf> for Error {
            fn from($error: $leaf) -> Self {
                Self::$variant($value)
            }
        }
    )+};
}

from_leaf! {
    Build(BuildError) = error => error;
    Auth(AuthError) = error => error;
    Transport(TransportError) = error => error;
    Api(ApiError) = error => Box::new(error);
    Decode(UnreadableResponse) = error => Box::new(error);
    Media(MediaError) = error => error;
    Batch(BatchError) = error => error;
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Build(error) => error.fmt(f),
            Self::Auth(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Media(error) => error.fmt(f),
            Self::Batch(error) => error.fmt(f),
            Self::RepeatedPage(token) => {
                write!(f, "the server gave the page token {token:?} again: the list would never end")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Build(error) => error.source(),
            Self::Auth(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Api(error) => error.source(),
            Self::Decode(error) => error.source(),
            Self::Media(error) => error.source(),
            Self::Batch(error) => error.source(),
            Self::RepeatedPage(_) => None,
        }
    }
}
