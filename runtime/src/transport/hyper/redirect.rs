//! Redirects within an origin.

use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, Method, StatusCode, Uri};

use crate::body::Body;
use crate::url::{port, resolve};

/// A copy of a request, to send it again.
pub(super) struct ReplayableRequest {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
}

impl ReplayableRequest {
    /// Copies a request. Returns `None` if its body is a stream.
    pub(super) fn new(request: &http::Request<Body>) -> Option<Self> {
        Some(Self {
            method: request.method().clone(),
            uri: request.uri().clone(),
            headers: request.headers().clone(),
            body: Body::from(request.body().as_bytes()?.clone()),
        })
    }

    /// Returns the request to send next, or `None` if the response is not a redirect or leads to
    /// another origin.
    pub(super) fn redirected(self, response: &http::Response<Body>) -> Option<http::Request<Body>> {
        let keeps_method = match response.status() {
            StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => true,
            StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => matches!(self.method, Method::GET | Method::HEAD),
            StatusCode::SEE_OTHER => self.method == Method::HEAD,
            _ => return None,
        };
        let uri = redirect_target(&self.uri, response.headers().get(LOCATION)?.to_str().ok()?)?;
        let mut next = http::Request::new(if keeps_method { self.body } else { Body::default() });
        *next.uri_mut() = uri;
        *next.headers_mut() = self.headers;
        if keeps_method {
            *next.method_mut() = self.method;
        } else {
            for header in [CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE] {
                next.headers_mut().remove(header);
            }
        }
        Some(next)
    }
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
            let mut request = http::Request::new(Body::from("{}"));
            *request.method_mut() = method;
            *request.uri_mut() = Uri::from_static("https://a.example/v1/x");
            request.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static("application/json"));
            let mut response = http::Response::builder().status(status);
            if let Some(location) = location {
                response = response.header(LOCATION, location);
            }
            let next =
                ReplayableRequest::new(&request).unwrap().redirected(&response.body(Body::default()).unwrap())?;
            let has_content_type = next.headers().contains_key(CONTENT_TYPE);
            Some((next.method().clone(), next.body().length(), has_content_type))
        };
        let other = Some("/other");
        for status in [307, 308] {
            assert_eq!(redirect(Method::PUT, status, other), Some((Method::PUT, Some(2), true)));
        }
        for status in [301, 302, 303] {
            assert_eq!(redirect(Method::POST, status, other), Some((Method::GET, Some(0), false)));
        }
        assert_eq!(
            redirect(Method::PUT, 308, None),
            None,
            "a 308 without a location acknowledges a part of a resumable upload"
        );
        assert_eq!(redirect(Method::GET, 304, other), None);
        let stream = Body::stream(Body::from("{}"), None);
        assert!(ReplayableRequest::new(&http::Request::new(stream)).is_none());
    }
}
