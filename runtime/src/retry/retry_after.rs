//! The delay that a server requests: the header `Retry-After`, or a detail of the error.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

use crate::wire::{self, Json};

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

/// Returns the delay of a `google.rpc.RetryInfo` among the details of an error. A negative one is no
/// delay.
pub(super) fn retry_info(details: &[Json]) -> Option<Duration> {
    let is_retry_info = |detail: &&Json| {
        let name = detail.get("@type").and_then(Json::as_str).unwrap_or_default();
        name.rsplit('/').next() == Some("google.rpc.RetryInfo")
    };
    let delays = details.iter().filter(is_retry_info).filter_map(|detail| detail.get("retryDelay")?.as_str());
    delays.filter_map(|delay| Duration::try_from(delay.parse::<wire::Duration>().ok()?).ok()).max()
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

    #[test]
    fn reads_retry_info_among_the_details() {
        let details = |delay: &str| {
            vec![
                serde_json::json!({"@type": "type.googleapis.com/google.rpc.Help", "retryDelay": "99s"}),
                serde_json::json!({"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay}),
            ]
        };
        assert_eq!(retry_info(&details("7s")), Some(Duration::from_secs(7)));
        assert_eq!(retry_info(&details("0.25s")), Some(Duration::from_millis(250)));
        for other in ["", "7", "soon", "-3s"] {
            assert_eq!(retry_info(&details(other)), None, "{other:?}");
        }
        assert_eq!(retry_info(&[serde_json::json!({"retryDelay": "7s"}), Json::Null]), None);
    }
}
