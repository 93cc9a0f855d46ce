//! The kinds of errors.

use std::error::Error as StdError;
use std::fmt;

use super::{
    ApiError, AuthError, BatchError, BuildError, DecodeResponseError, Error, MediaError, OperationError,
    PaginationError, TransportError,
};

/// The kinds of errors, each with its details.
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request or the client could not be built; nothing was sent.
    Build(BuildError),
    /// Credentials were not available; nothing was sent.
    Auth(AuthError),
    /// No response was received: the connection failed or broke, or the time limit was exceeded.
    Transport(TransportError),
    /// The server responded with an error status.
    Api(ApiError),
    /// The server responded with success, but the body is not a valid response of the method.
    Decode(DecodeResponseError),
    /// Media could not be read, written, sent or received completely.
    Media(MediaError),
    /// The server responded to a batch, but not to this call in it.
    Batch(BatchError),
    /// A list could not be continued with its next page.
    Pagination(PaginationError),
    /// A long-running operation failed, or its result cannot be found out.
    Operation(OperationError),
}

impl ErrorKind {
    pub(super) fn leaf(&self) -> &(dyn StdError + 'static) {
        match self {
            Self::Build(error) => error,
            Self::Auth(error) => error,
            Self::Transport(error) => error,
            Self::Api(error) => error,
            Self::Decode(error) => error,
            Self::Media(error) => error,
            Self::Batch(error) => error,
            Self::Pagination(error) => error,
            Self::Operation(error) => error,
        }
    }
}

macro_rules! from_leaf {
    ($($variant:ident($leaf:ty);)+) => {$(
        impl From<$leaf> for ErrorKind {
            fn from(error: $leaf) -> Self {
                Self::$variant(error)
            }
        }

        impl From<$leaf> for Error {
            fn from(error: $leaf) -> Self {
                ErrorKind::$variant(error).into()
            }
        }
    )+};
}

from_leaf! {
    Build(BuildError);
    Auth(AuthError);
    Transport(TransportError);
    Api(ApiError);
    Decode(DecodeResponseError);
    Media(MediaError);
    Batch(BatchError);
    Pagination(PaginationError);
    Operation(OperationError);
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.leaf(), f)
    }
}
