//! Decompression of responses.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::task::{Context, Poll};

use http::{Request, Response};
use tower_http::decompression::{Decompression, DecompressionBody};
use tower_service::Service;

/// Decompresses the body of a response whose `Content-Encoding` is gzip.
///
/// A layer around the client would give all responses the body of this one, which is large.
pub(super) async fn decompressed<B: http_body::Body>(response: Response<B>) -> Response<DecompressionBody<B>> {
    let Ok(response) = Decompression::new(Received).call(Request::new(response)).await;
    response
}

/// The service of a response that has been received already: the body of its request.
struct Received;

impl<B> Service<Request<Response<B>>> for Received {
    type Response = Response<B>;
    type Error = Infallible;
    type Future = Ready<Result<Response<B>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Response<B>>) -> Self::Future {
        ready(Ok(request.into_body()))
    }
}
