//! The requests of a call, of which most need only one.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

use super::untyped_call::UntypedCall;
use crate::error::Result;
use crate::execute::Requests;

/// Builds the request of a call once for each attempt. All of them are equal. The first attempt sends
/// the request whose arguments were checked before, so that it needs no copy.
pub(crate) struct CallRequests<'c> {
    call: &'c UntypedCall,
    /// Boxed, because the future of the call has space for it as long as it runs.
    first: Mutex<Option<Box<http::Request<Bytes>>>>,
}

impl UntypedCall {
    /// Builds the first request of the call, and returns the requests of all attempts.
    pub(crate) fn requests(&self) -> Result<CallRequests<'_>> {
        Ok(CallRequests { call: self, first: Mutex::new(Some(Box::new(self.request()?))) })
    }
}

impl Requests for CallRequests<'_> {
    fn next(&self) -> Result<http::Request<Bytes>> {
        let first = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
        first.map_or_else(|| self.call.request(), |first| Ok(*first))
    }
}
