//! Redirects within an origin.

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use http::{Method, StatusCode, Uri};

use crate::body::Body;
use crate::url::{port, resolve};

/// The maximum number of redirects that are followed.
pub(crate) const MAX_REDIRECTS: usize = 10;

/// Follows redirects, beginning with the response to `request`. `send` sends the next request.
/// Returns the first response that is not followed: it is not a redirect, leads to another origin,
/// or follows too many others.
pub(crate) async fn follow_redirects<E, F: Future<Output = Result<http::Response<Body>, E>>>(
    mut request: http::Request<Bytes>,
    mut response: http::Response<Body>,
    send: impl Fn(http::Request<Bytes>) -> F,
) -> Result<http::Response<Body>, E> {
    for _ in 0..MAX_REDIRECTS {
        let Some(next) = redirected(request, &response) else { break };
        response = send(next.clone()).await?;
        request = next;
    }
    Ok(response)
}

/// Returns the request to send next, or `None` if the response is not a redirect or leads to
/// another origin.
fn redirected(mut request: http::Request<Bytes>, response: &http::Response<Body>) -> Option<http::Request<Bytes>> {
    let keeps_method = match response.status() {
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => true,
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => matches!(*request.method(), Method::GET | Method::HEAD),
        StatusCode::SEE_OTHER => *request.method() == Method::HEAD,
        _ => return None,
    };
    *request.uri_mut() = redirect_target(request.uri(), response.headers().get(LOCATION)?.to_str().ok()?)?;
    if !keeps_method {
        *request.method_mut() = Method::GET;
        *request.body_mut() = Bytes::new();
        for header in [CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE] {
            request.headers_mut().remove(header);
        }
    }
    Some(request)
}

/// Resolves a `Location`: an absolute path, or a URL with the same scheme, host and port.
fn redirect_target(from: &Uri, location: &str) -> Option<Uri> {
    if location.starts_with("//") {
        return None;
    }
    let origin = |uri: &Uri| Some((uri.scheme()?.clone(), uri.host()?.to_ascii_lowercase(), port(uri)));
    let to = resolve(from, location)?;
    (origin(&to)? == origin(from)?).then_some(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_redirects_within_the_same_origin_only() {
        let resolve = |location: &str| {
            let from = Uri::from_static("https://a.example/v1/x?y");
            redirect_target(&from, location).map(|to| to.to_string())
        };
        assert_eq!(resolve("/other?z#part").as_deref(), Some("https://a.example/other?z"));
        assert_eq!(resolve("https://A.example:443/other").as_deref(), Some("https://A.example:443/other"));
        for rejected in [
            "https://b.example/",
            "http://a.example/",
            "https://a.example:8443/",
            "//b.example/",
            "https://a.example@b.example/",
            "other",
            "",
            "a.example",
        ] {
            assert_eq!(resolve(rejected), None, "{rejected}");
        }
    }

    #[test]
    fn keeps_method_and_body_for_307_and_308_only() {
        let redirect = |method: Method, status: u16, location: Option<&str>| {
            let mut request = http::Request::new(Bytes::from("{}"));
            *request.method_mut() = method;
            *request.uri_mut() = Uri::from_static("https://a.example/v1/x");
            request.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static("application/json"));
            let mut response = http::Response::builder().status(status);
            if let Some(location) = location {
                response = response.header(LOCATION, location);
            }
            let next = redirected(request, &response.body(Body::default()).unwrap())?;
            let has_content_type = next.headers().contains_key(CONTENT_TYPE);
            Some((next.method().clone(), next.body().len(), has_content_type))
        };
        let other = Some("/other");
        for status in [307, 308] {
            assert_eq!(redirect(Method::PUT, status, other), Some((Method::PUT, 2, true)));
        }
        for status in [301, 302, 303] {
            assert_eq!(redirect(Method::POST, status, other), Some((Method::GET, 0, false)));
        }
        assert_eq!(
            redirect(Method::PUT, 308, None),
            None,
            "a 308 without a location acknowledges a part of a resumable upload"
        );
        assert_eq!(redirect(Method::GET, 304, other), None);
    }
}
