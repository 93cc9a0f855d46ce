//! The header `Retry-After`.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

/// Returns the delay that a server requests in seconds or as a date. A date in the past is a delay
/// of zero.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(SystemTime::now()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn parse(value: &'static str) -> Option<Duration> {
        retry_after(&HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(value))]))
    }

    #[test]
    fn parses_seconds() {
        assert_eq!(parse("7"), Some(Duration::from_secs(7)));
        assert_eq!(parse(" 3600 "), Some(Duration::from_secs(3600)));
        assert_eq!(parse("99999999999999999999"), Some(Duration::from_secs(u64::MAX)));
    }

    #[test]
    fn parses_every_http_date_format() {
        for future in ["Fri, 06 Nov 2893 08:49:37 GMT", "Wednesday, 06-Nov-41 08:49:37 GMT", "Wed Nov  6 08:49:37 2041"]
        {
            assert!(parse(future).is_some_and(|delay| delay > Duration::from_secs(3600)), "{future}");
        }
        assert_eq!(parse("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::ZERO));
    }

    #[test]
    fn ignores_anything_else() {
        assert_eq!(retry_after(&HeaderMap::new()), None);
        for other in ["", "soon", "-1", "1.5"] {
            assert_eq!(parse(other), None, "{other:?}");
        }
    }
}
