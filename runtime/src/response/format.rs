//! The formats of responses.

use crate::descriptor::{ApiDescriptor, MethodDescriptor};

/// How a response contains its value.
#[derive(Clone, Copy, Debug)]
pub(super) enum ResponseFormat {
    /// The body is the value, as JSON.
    Json,
    /// The body is a JSON object, and the value its member `data`.
    DataWrapper,
    /// The value is a `google.api.HttpBody`, and the body its data.
    HttpBody,
}

impl ResponseFormat {
    pub(super) fn new(api: &ApiDescriptor, method: &MethodDescriptor) -> Self {
        match (method.has_raw_response(), api.has_data_wrapper()) {
            (true, _) => Self::HttpBody,
            (false, true) => Self::DataWrapper,
            (false, false) => Self::Json,
        }
    }
}
