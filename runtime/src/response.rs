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

/// Sends a call and returns the response message.
pub(crate) fn fetch<R: Wire>(call: Box<UntypedCall>) -> impl Future<Output = Result<R>> {
    fetch_then(call, http::Response::into_body)
}

/// Sends a call and returns the response message with status and headers.
pub(crate) fn fetch_with_response<R: Wire>(call: Box<UntypedCall>) -> impl Future<Output = Result<http::Response<R>>> {
    fetch_then(call, |response| response)
}

async fn fetch_then<R: Wire, T>(call: Box<UntypedCall>, convert: impl FnOnce(http::Response<R>) -> T) -> Result<T> {
    let (executor, requests) = (call.executor(), call.requests()?);
    let sending = pin!(executor.send_in_call(&requests));
    let decode = |response| ResponseDecoder::new(&call).decode(response).map(convert);
    executor.in_call_then(sending, decode).await
}
