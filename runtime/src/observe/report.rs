//! The reports that observers receive.

use std::time::Duration;

use http::StatusCode;

use super::error_type::error_type;
use crate::descriptor::MethodDescriptor;
use crate::error::Error;

/// The method and the server of a call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CallTarget<'a> {
    /// `None` for a batch, which contains calls of several methods.
    pub(crate) method: Option<&'static MethodDescriptor>,
    pub(crate) server_address: &'a str,
    pub(crate) server_port: u16,
    pub(crate) url_template: &'a str,
}

impl CallTarget<'_> {
    pub(crate) fn method_id(&self) -> &'static str {
        self.method.map_or("batch", MethodDescriptor::id)
    }

    pub(crate) fn http_method(&self) -> &'static str {
        self.method.map_or("POST", MethodDescriptor::http_method)
    }
}

/// How an attempt or a call ended.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Outcome<'a> {
    Success,
    Failure(&'a Error),
    /// The future was dropped.
    Canceled,
}

impl Outcome<'_> {
    /// Returns the status of the error, or else that of the last response.
    pub(crate) fn status(self, last: Option<StatusCode>) -> Option<StatusCode> {
        match self {
            Self::Success => last,
            Self::Failure(error) => error.status(),
            Self::Canceled => None,
        }
    }
}

/// The report of an attempt: one HTTP exchange of a call.
#[derive(Clone, Copy, Debug)]
pub struct AttemptReport<'a> {
    pub(crate) target: CallTarget<'a>,
    pub(crate) outcome: Outcome<'a>,
    pub(crate) status: Option<StatusCode>,
    pub(crate) duration: Duration,
    pub(crate) number: u32,
}

/// The report of a call with all of its attempts.
#[derive(Clone, Copy, Debug)]
pub struct CallReport<'a> {
    pub(crate) target: CallTarget<'a>,
    pub(crate) outcome: Outcome<'a>,
    pub(crate) status: Option<StatusCode>,
    pub(crate) duration: Duration,
    pub(crate) attempts: u32,
    pub(crate) resends: u32,
}

macro_rules! common_accessors {
    ($report:ident) => {
        impl<'a> $report<'a> {
            /// Returns the method, or `None` for a batch, which contains calls of several methods.
            #[must_use]
            pub fn method(&self) -> Option<&'static MethodDescriptor> {
                self.target.method
            }

            /// Returns the id of the method, e.g. `drive.files.get`, or `batch`.
            #[must_use]
            pub fn method_id(&self) -> &'static str {
                self.target.method_id()
            }

            /// Returns the HTTP method, e.g. `GET`.
            #[must_use]
            pub fn http_method(&self) -> &'static str {
                self.target.http_method()
            }

            /// Returns the domain name or IP address of the server.
            #[must_use]
            pub fn server_address(&self) -> &'a str {
                self.target.server_address
            }

            /// Returns the port of the server.
            #[must_use]
            pub fn server_port(&self) -> u16 {
                self.target.server_port
            }

            /// Returns the template of the URL's path, e.g. `/drive/v3/files/{fileId}`. It contains
            /// no argument of the call.
            #[must_use]
            pub fn url_template(&self) -> &'a str {
                self.target.url_template
            }

            /// Returns the status of the response, or of the last one, if there was one.
            #[must_use]
            pub fn status(&self) -> Option<StatusCode> {
                self.status
            }

            /// Returns the error, or `None` on success or if the call was dropped. Its text can
            /// quote the server.
            #[must_use]
            pub fn error(&self) -> Option<&'a Error> {
                match self.outcome {
                    Outcome::Failure(error) => Some(error),
                    Outcome::Success | Outcome::Canceled => None,
                }
            }

            /// Returns the kind of the failure as one word, e.g. `503`, `timeout`, `transport`,
            /// `auth`, `decode` or `canceled`. `None` on success and for a 304.
            ///
            /// The number of different texts is small, so that metrics can be grouped by them.
            #[must_use]
            pub fn error_type(&self) -> Option<&str> {
                match self.outcome {
                    Outcome::Success => None,
                    Outcome::Failure(error) => error_type(error, self.status.as_ref()),
                    Outcome::Canceled => Some("canceled"),
                }
            }

            /// Returns the time from the start to the end.
            #[must_use]
            pub fn duration(&self) -> Duration {
                self.duration
            }
        }
    };
}

common_accessors!(AttemptReport);
common_accessors!(CallReport);

impl AttemptReport<'_> {
    /// Returns the number of the attempt, counted from 1. A transfer that makes progress between
    /// two failures starts again at 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }
}

impl CallReport<'_> {
    /// Returns the number of attempts, e.g. the number of chunks of an upload and of requests that
    /// were sent again. 0 if the call was dropped before the first one.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns the number of attempts that followed a failed one.
    #[must_use]
    pub fn resends(&self) -> u32 {
        self.resends
    }
}
