//! The version of the media that a response contains.

use http::header::{ETAG, HeaderValue, IF_RANGE};
use http::{HeaderMap, Method, Uri};

/// A version of media. Bytes of two responses can be combined only if both responses have the
/// same version.
#[derive(Debug, PartialEq)]
pub(super) enum MediaVersion {
    /// The generation of an object in Cloud Storage, which is never reused.
    Generation(HeaderValue),
    /// A strong entity tag.
    ETag(HeaderValue),
}

impl MediaVersion {
    pub(super) fn of_response(headers: &HeaderMap) -> Option<Self> {
        let is_strong = |tag: &&HeaderValue| !tag.as_bytes().starts_with(b"W/");
        match headers.get("x-goog-generation") {
            Some(generation) => Some(Self::Generation(generation.clone())),
            None => headers.get(ETAG).filter(is_strong).map(|tag| Self::ETag(tag.clone())),
        }
    }

    /// Requests a range of this version only. The versions of responses are compared as well,
    /// because servers may ignore this.
    pub(super) fn apply_to<B>(self, request: &mut http::Request<B>) {
        match self {
            Self::ETag(tag) => {
                request.headers_mut().insert(IF_RANGE, tag);
            }
            Self::Generation(generation) => {
                if let Some(uri) = with_generation(request, &generation) {
                    *request.uri_mut() = uri;
                }
            }
        }
    }
}

/// Returns the URL of the request with the parameter `generation`, unless it has the parameter.
/// Older generations exist in buckets that keep them, so the download may continue after the object
/// was replaced.
fn with_generation<B>(request: &http::Request<B>, generation: &HeaderValue) -> Option<Uri> {
    let generation = generation.to_str().ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?;
    let query = request.uri().query().filter(|_| request.method() == Method::GET)?;
    if query.split('&').any(|parameter| parameter.starts_with("generation=")) {
        return None;
    }
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = Some(format!("{}?{query}&generation={generation}", request.uri().path()).parse().ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pinned(method: &str, url: &str, generation: &'static str) -> String {
        let mut request = http::Request::builder().method(method).uri(url).body(()).expect("a request");
        MediaVersion::Generation(HeaderValue::from_static(generation)).apply_to(&mut request);
        request.uri().to_string()
    }

    #[test]
    fn requests_name_the_generation() {
        assert_eq!(pinned("GET", "https://a.example/o?alt=media", "7"), "https://a.example/o?alt=media&generation=7");
    }

    #[test]
    fn other_requests_are_not_changed() {
        for (method, url, generation) in [
            ("GET", "https://a.example/o?alt=media&generation=6", "7"),
            ("GET", "https://a.example/o?alt=media", "7&alt=json"),
            ("GET", "https://a.example/o", "7"),
            // The query is in the body.
            ("POST", "https://a.example/o?", "7"),
        ] {
            assert_eq!(pinned(method, url, generation), url);
        }
    }
}
