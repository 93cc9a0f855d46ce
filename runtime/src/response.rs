//! Values from HTTP responses.

mod array;
mod data_wrapper;
mod decode;
mod format;
mod http_body;
mod reader;

use std::pin::pin;

pub(crate) use self::decode::ResponseDecoder;
use crate::error::Result;
use crate::request::UntypedCall;
use crate::wire::Wire;

/// Sends a call and decodes its response.
pub(crate) async fn fetch<R: Wire>(call: Box<UntypedCall>) -> Result<http::Response<R>> {
    let (executor, request) = (call.executor(), call.request()?);
    let decoder = ResponseDecoder::new(&call);
    let work = pin!(async { decoder.decode(executor.send(&request).await?) });
    executor.in_call(work).await
}
