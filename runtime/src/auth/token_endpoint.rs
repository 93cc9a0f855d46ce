//! Requests for tokens, through the transport of the client.

use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use http::{StatusCode, Uri};
use percent_encoding::utf8_percent_encode;

use super::token::malformed_response;
use crate::body::Body;
use crate::error::{AuthError, TransportError};
use crate::transport::{Transport, follow_redirects, with_timeout};
use crate::url::{UNRESERVED, is_secure};
use crate::wire::Json;

/// The token endpoint of Google.
pub(super) const GOOGLE: &str = "https://oauth2.googleapis.com/token";

/// The grant type of RFC 7523 for signed claims.
const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// The limit of a response, in bytes.
const MAX_RESPONSE_SIZE: u64 = 1 << 20;

/// The longest time of a request.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Checks the URL of a token endpoint, which receives secrets.
pub(super) fn parse_url(url: &str) -> Result<Uri, AuthError> {
    parse_url_of("the token endpoint", url)
}

/// Checks the URL of a server that receives secrets.
pub(super) fn parse_url_of(server: &str, url: &str) -> Result<Uri, AuthError> {
    let uri: Option<Uri> = url.parse().ok();
    uri.filter(is_secure).ok_or_else(|| {
        AuthError::new(format!("the URL of {server} must be https unless its host is a loopback address"))
    })
}

/// Exchanges claims that a service account has signed for a token, and returns the response.
pub(super) async fn exchange(transport: &dyn Transport, url: &Uri, signed_claims: &str) -> Result<Json, AuthError> {
    post_form(transport, url, &[("grant_type", GRANT_TYPE), ("assertion", signed_claims)]).await
}

/// Sends a form to a token endpoint, and returns its response.
pub(super) async fn post_form(
    transport: &dyn Transport,
    url: &Uri,
    fields: &[(&str, &str)],
) -> Result<Json, AuthError> {
    let encode = |text| utf8_percent_encode(text, UNRESERVED);
    let fields: Vec<_> = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    let mut request = http::Request::new(Bytes::from(fields.join("&")));
    *request.method_mut() = http::Method::POST;
    *request.uri_mut() = url.clone();
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    json(&successful(url, send(transport, request).await?)?)
}

/// Sends a request, follows redirects within its origin, and returns the response, whatever its
/// status is.
pub(super) async fn send(
    transport: &dyn Transport,
    request: http::Request<Bytes>,
) -> Result<http::Response<Vec<u8>>, AuthError> {
    let url = request.uri().clone();
    let exchange = pin!(async {
        let send = |request: http::Request<Bytes>| transport.send(request.map(Body::from));
        let response = send(request.clone()).await?;
        let (head, mut body) = follow_redirects(request, response, send).await?.into_parts();
        let mut bytes = Vec::new();
        let is_complete = body.read_to_limit(&mut bytes, MAX_RESPONSE_SIZE).await;
        // The status of an error is meaningful even if its body is not complete.
        if head.status.is_success() && !is_complete? {
            return Err(TransportError::new(format!("the response exceeds {MAX_RESPONSE_SIZE} bytes")));
        }
        Ok(http::Response::from_parts(head, bytes))
    });
    with_timeout(transport, Some(TIMEOUT), exchange).await.map_err(|error: TransportError| {
        let auth_error = AuthError::new(format!("no token was received from {}", host(&url)));
        auth_error.with_transient(error.is_transient()).with_displayed_cause(error)
    })
}

/// Returns a response with a 2xx status. Any other one is an error.
pub(super) fn successful(url: &Uri, response: http::Response<Vec<u8>>) -> Result<http::Response<Vec<u8>>, AuthError> {
    if response.status().is_success() { Ok(response) } else { Err(refusal(host(url), &response)) }
}

/// Parses the body of a response.
pub(super) fn json(response: &http::Response<Vec<u8>>) -> Result<Json, AuthError> {
    serde_json::from_slice(response.body()).map_err(|_| malformed_response())
}

fn host(url: &Uri) -> &str {
    url.host().unwrap_or_default()
}

/// Returns the error of a response: that of RFC 6749, or that of Google's other APIs.
fn refusal(host: &str, response: &http::Response<Vec<u8>>) -> AuthError {
    let body: Json = serde_json::from_slice(response.body()).unwrap_or_default();
    let text = |pointer: &str| body.pointer(pointer).and_then(Json::as_str).filter(|text| !text.is_empty());
    let code = text("/error").or_else(|| text("/error/status"));
    let description = text("/error_description").or_else(|| text("/error/message"));
    let details: Vec<&str> = code.into_iter().chain(description).collect();
    let details = if details.is_empty() { String::new() } else { format!(": {}", details.join(": ")) };
    let message = format!("{host} refused to issue a token: {}{details}", response.status().as_u16());
    AuthError::new(message).with_transient(is_transient(response.status(), code))
}

/// Returns `true` for the statuses and the codes of a temporary problem.
fn is_transient(status: StatusCode, code: Option<&str>) -> bool {
    status.is_server_error()
        || matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS)
        || code.is_some_and(is_transient_code)
}

/// Returns `true` for the codes of RFC 6749 and of Google's servers for a temporary problem.
pub(super) fn is_transient_code(code: &str) -> bool {
    matches!(code, "server_error" | "temporarily_unavailable" | "internal_failure")
}
