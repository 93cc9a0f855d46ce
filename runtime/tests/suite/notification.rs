//! Push notifications.

use std::time::{Duration, SystemTime};

use discovery_runtime::Notification;
use discovery_runtime::http::{HeaderMap, HeaderName, HeaderValue};

const HEADERS: &[(&str, &str)] = &[
    ("x-goog-channel-id", "channel-7"),
    ("x-goog-channel-token", "s3cret"),
    ("x-goog-channel-expiration", "Tue, 19 Nov 2013 01:13:52 GMT"),
    ("x-goog-resource-id", "r-1"),
    ("x-goog-resource-uri", "https://drive.example/files/1"),
    ("x-goog-resource-state", "update"),
    ("x-goog-changed", "content, permissions,"),
    ("x-goog-message-number", "10"),
];

fn headers(skip: &str) -> HeaderMap {
    let pairs = HEADERS.iter().filter(|(name, _)| *name != skip);
    pairs.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
}

#[test]
fn reads_all_headers() {
    let notification = Notification::from_headers(&headers("")).expect("a notification");
    assert_eq!((notification.channel_id(), notification.message_number()), ("channel-7", 10));
    assert_eq!((notification.resource_id(), notification.resource_state()), ("r-1", "update"));
    assert_eq!(notification.resource_uri(), Some("https://drive.example/files/1"));
    assert_eq!(notification.changed().collect::<Vec<_>>(), ["content", "permissions"]);
    // 2013-11-19T01:13:52Z
    let expiration = SystemTime::UNIX_EPOCH + Duration::from_secs(1_384_823_632);
    assert_eq!(notification.expiration(), Some(expiration));
    let hour = Duration::from_secs(3600);
    assert_eq!(notification.renew_before(hour), Some(expiration - hour));
    assert_eq!(notification.renew_before(Duration::MAX), Some(SystemTime::UNIX_EPOCH));
}

#[test]
fn optional_headers_may_be_missing() {
    for (name, _) in HEADERS {
        let result = Notification::from_headers(&headers(name));
        let is_optional = ["token", "expiration", "uri", "changed"].iter().any(|part| name.ends_with(part));
        assert_eq!(result.is_ok(), is_optional, "{name}: {result:?}");
    }
    let without_expiration = Notification::from_headers(&headers("x-goog-channel-expiration")).expect("optional");
    assert_eq!(without_expiration.renew_before(Duration::ZERO), None);
}

#[test]
fn compares_the_token_and_does_not_print_it() {
    let notification = Notification::from_headers(&headers("")).expect("a notification");
    assert!(notification.has_token("s3cret"));
    for other in ["", "s3cre", "s3cret ", "S3cret", "s3creX"] {
        assert!(!notification.has_token(other), "{other:?}");
    }
    assert!(!format!("{notification:?}").contains("s3cret"));
    let without = Notification::from_headers(&headers("x-goog-channel-token")).expect("optional");
    assert!(!without.has_token(""), "a missing token matches nothing");
}

#[test]
fn rejects_malformed_headers() {
    for (name, value) in [("x-goog-message-number", "-1"), ("x-goog-channel-expiration", "tomorrow")] {
        let mut headers = headers("");
        headers.insert(name, HeaderValue::from_static(value));
        let error = Notification::from_headers(&headers).expect_err(value).to_string();
        assert_eq!(error, format!("the request is not a notification: `{name}` is malformed"));
    }
}
