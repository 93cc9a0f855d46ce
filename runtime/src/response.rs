//! Values from HTTP responses.

mod array;
mod data_wrapper;
mod decode;
mod format;
mod http_body;

pub(crate) use self::decode::ResponseDecoder;
use crate::error::Result;
use crate::request::UntypedCall;
use crate::wire::Wire;

/// Sends a call and decodes its response.
pub(crate) async fn fetch<R: Wire>(call: Box<UntypedCall>) -> Result<http::Response<R>> {
    let response = call.executor().send(call.request()?).await?;
    ResponseDecoder::new(&call).decode(response)
}
