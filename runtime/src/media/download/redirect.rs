//! Requests media, and follows redirects to the hosts that store them.

use std::pin::pin;

use bytes::Bytes;
use http::header::{
    ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderName, IF_MATCH, IF_NONE_MATCH, IF_RANGE, LOCATION, RANGE, USER_AGENT,
};
use http::{Method, StatusCode, Uri};

use crate::body::Body;
use crate::error::{Error, Result};
use crate::execute::Executor;
use crate::headers::METHOD_OVERRIDE;
use crate::transport::MAX_REDIRECTS;
use crate::url::resolve;

/// The headers that another host may receive. They describe the bytes that are requested, and are
/// not secret.
const HEADERS: [HeaderName; 7] = [ACCEPT, ACCEPT_ENCODING, IF_MATCH, IF_NONE_MATCH, IF_RANGE, RANGE, USER_AGENT];

/// Sends a request for media. A `GET` follows redirects, also one that is sent as a form because its
/// URL is too long; another origin receives neither credentials nor other headers of the caller.
pub(super) async fn open(executor: &Executor, request: http::Request<Bytes>) -> Result<http::Response<Body>> {
    let opening = pin!(follow(executor, request));
    executor.run(opening).await
}

async fn follow(executor: &Executor, request: http::Request<Bytes>) -> Result<http::Response<Body>> {
    let mut from = request.uri().clone();
    let is_get = *request.method() == Method::GET || request.headers().contains_key(METHOD_OVERRIDE);
    let headers = request.headers().clone();
    let mut result = executor.open(request).await;
    for _ in 0..MAX_REDIRECTS {
        let Some(to) = result.as_ref().err().and_then(|error| target(error, &from)).filter(|_| is_get) else { break };
        if !executor.may_send_media_to(&to) {
            break;
        }
        let mut request = http::Request::new(Bytes::new());
        *request.headers_mut() = public_headers(&headers);
        *request.uri_mut() = to.clone();
        // The target authorizes the download by itself. An earlier origin, seen again, is treated
        // like any other.
        result = executor.clone().for_other_origin(&to).without_redirects().open(request).await;
        from = to;
    }
    result
}

/// Returns the URL to which a response redirects.
fn target(error: &Error, from: &Uri) -> Option<Uri> {
    let is_redirect = matches!(
        error.status()?,
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    );
    if !is_redirect {
        return None;
    }
    resolve(from, error.headers()?.get(LOCATION)?.to_str().ok()?)
}

fn public_headers(headers: &HeaderMap) -> HeaderMap {
    headers
        .iter()
        .filter(|(name, _)| HEADERS.contains(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}
