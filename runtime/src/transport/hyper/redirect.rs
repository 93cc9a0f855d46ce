//! Redirects within a host.

use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, Method, StatusCode, Uri};

use crate::body::Body;

/// What must be kept of a request to send it again.
pub(super) struct Sent {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
}

impl Sent {
    /// `None` for a body that comes once.
    pub(super) fn of(request: &http::Request<Body>) -> Option<Self> {
        Some(Self {
            method: request.method().clone(),
            uri: request.uri().clone(),
            headers: request.headers().clone(),
            body: Body::from(request.body().as_bytes()?.clone()),
        })
    }

    /// The request that the response asks for; `None` if it asks for none, or for one to somebody else.
    pub(super) fn redirected(self, response: &http::Response<Body>) -> Option<http::Request<Body>> {
        let keeps_method = match response.status() {
            StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => true,
            StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => matches!(self.method, Method::GET | Method::HEAD),
            StatusCode::SEE_OTHER => self.method == Method::HEAD,
            _ => return None,
        };
        let uri = target(&self.uri, response.headers().get(LOCATION)?.to_str().ok()?)?;
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

/// A path or a whole URL; of the latter, one with the same scheme, host and port.
fn target(from: &Uri, location: &str) -> Option<Uri> {
    let location = location.split_once('#').map_or(location, |(url, _)| url);
    let origin = |uri: &Uri| Some((uri.scheme()?.clone(), uri.host()?.to_ascii_lowercase(), port(uri)));
    if location.starts_with('/') && !location.starts_with("//") {
        let mut parts = from.clone().into_parts();
        parts.path_and_query = Some(location.parse().ok()?);
        return Uri::from_parts(parts).ok();
    }
    let to: Uri = location.parse().ok()?;
    (origin(&to)? == origin(from)?).then_some(to)
}

fn port(uri: &Uri) -> u16 {
    uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_on_the_same_host_alone_is_a_target() {
        let goes = |location: &str| {
            let from = Uri::from_static("https://a.example/v1/x?y");
            target(&from, location).map(|to| to.to_string())
        };
        assert_eq!(goes("/there?z#part").as_deref(), Some("https://a.example/there?z"));
        assert_eq!(goes("https://A.example:443/there").as_deref(), Some("https://A.example:443/there"));
        for elsewhere in [
            "https://b.example/",
            "http://a.example/",
            "https://a.example:8443/",
            "//b.example/",
            "https://a.example@b.example/",
            "there",
            "",
            "a.example",
        ] {
            assert_eq!(goes(elsewhere), None, "{elsewhere}");
        }
    }

    #[test]
    fn a_body_goes_again_where_the_status_says_so() {
        let sent = |method: Method, status: u16, location: Option<&str>| {
            let mut request = http::Request::new(Body::from("{}"));
            *request.method_mut() = method;
            *request.uri_mut() = Uri::from_static("https://a.example/v1/x");
            request.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static("application/json"));
            let mut response = http::Response::builder().status(status);
            if let Some(location) = location {
                response = response.header(LOCATION, location);
            }
            let next = Sent::of(&request).unwrap().redirected(&response.body(Body::default()).unwrap())?;
            let typed = next.headers().contains_key(CONTENT_TYPE);
            Some((next.method().clone(), next.body().length(), typed))
        };
        let there = Some("/there");
        for status in [307, 308] {
            assert_eq!(sent(Method::PUT, status, there), Some((Method::PUT, Some(2), true)));
        }
        for status in [301, 302, 303] {
            assert_eq!(sent(Method::POST, status, there), Some((Method::GET, Some(0), false)));
        }
        assert_eq!(sent(Method::PUT, 308, None), None, "308 is a resumable upload's `go on`");
        assert_eq!(sent(Method::GET, 304, there), None);
        let stream = Body::stream(Body::from("{}"), None);
        assert!(Sent::of(&http::Request::new(stream)).is_none());
    }
}
