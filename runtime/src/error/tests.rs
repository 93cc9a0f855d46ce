//! Properties of errors that hold for every kind.

use std::error::Error as _;
use std::io;

use http::StatusCode;

use super::*;

/// Returns one error of each kind, and those with a cause in each way in which an error can have
/// one.
fn errors() -> Vec<Error> {
    let decode_error = crate::wire::decode::<i32>(b"\"five\"").expect_err("not a number");
    let cause = || io::Error::new(io::ErrorKind::ConnectionReset, "reset by peer");
    #[allow(unused_mut, reason = "features add errors")]
    let mut errors = vec![
        BuildError::new("endpoint has no host").into(),
        AuthError::new("access token is missing").into(),
        AuthError::from_source("access token cannot be fetched", cause()).into(),
        AuthError::transient("token endpoint does not respond").with_source(cause()).into(),
        TransportError::transient("connection broke").into(),
        TransportError::timed_out("no response in time").with_source(cause()).into(),
        ApiError::new(StatusCode::NOT_FOUND, r#"{"error": {"message": "No room."}}"#).into(),
        DecodeResponseError::new(decode_error, http::Response::new(b"\"five\"".to_vec())).into(),
        MediaError::new("checksum does not match").into(),
        BatchError::new("the response has no part for this call").into(),
        PaginationError::new("a").into(),
    ];
    #[cfg(feature = "tokio")]
    errors.extend([
        Error::from(MediaError::file(std::path::Path::new("a.png"), "cannot be read", cause())),
        Error::from(TransportError::new("body cannot be read").with_displayed_cause(cause())),
    ]);
    #[cfg(any(feature = "rustls", feature = "native-tls", feature = "tower"))]
    errors.push(transport::into_transport_error(io::Error::other(cause())).into());
    errors
}

/// Returns the texts of an error and its causes, as `{:#}` of `anyhow` prints them.
fn chain(error: &Error) -> Vec<String> {
    let mut texts = vec![error.to_string()];
    let mut source = error.source();
    while let Some(error) = source {
        texts.push(error.to_string());
        source = error.source();
    }
    texts
}

#[test]
fn cause_is_displayed_once() {
    for error in errors() {
        let chain = chain(&error);
        for (index, cause) in chain.iter().enumerate().skip(1) {
            assert!(!chain[..index].iter().any(|text| text.contains(cause)), "{chain:?}");
        }
    }
}

#[test]
fn cause_is_displayed_or_returned_as_source() {
    for error in errors().into_iter().filter(|error| format!("{error:?}").contains("reset by peer")) {
        let text = chain(&error).join(": ");
        assert_eq!(text.matches("reset by peer").count(), 1, "{text}");
    }
}

#[test]
fn display_begins_with_the_method_id() {
    for error in errors() {
        let text = error.to_string();
        assert_eq!(error.method_id(), None);
        let error = error.with_method_id("games.rooms.get").with_method_id("games.rooms.list");
        assert_eq!(error.method_id(), Some("games.rooms.get"));
        assert_eq!(error.to_string(), format!("games.rooms.get: {text}"));
    }
}

#[test]
fn display_is_one_line_without_help() {
    for error in errors() {
        let text = error.to_string();
        assert!(!text.contains('\n') && !text.contains("help:"), "{text}");
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls", feature = "tower"))]
#[test]
fn displayed_causes_can_be_downcast() {
    let error = transport::into_transport_error(io::Error::new(io::ErrorKind::TimedOut, "no answer"));
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<io::Error>()).expect("the error of the library");
    assert_eq!(cause.kind(), io::ErrorKind::TimedOut);
    assert!(error.is_timeout() && error.is_transient() && error.source().is_none());
}

#[test]
fn a_result_is_as_small_as_a_pointer() {
    assert_eq!(size_of::<Result<()>>(), size_of::<usize>());
}

/// Returns every control character and every character that reorders text.
fn unprintable() -> impl Iterator<Item = char> {
    let directions = ['\u{61c}', '\u{200e}', '\u{200f}'];
    let controls = ('\0'..='\u{1f}').chain('\u{7f}'..='\u{9f}');
    controls.chain(directions).chain('\u{2028}'..='\u{202e}').chain('\u{2066}'..='\u{2069}')
}

/// Returns one error of each kind whose text contains `text`.
fn errors_with(text: &str) -> Vec<Error> {
    let json = serde_json::json!({ (text): 1 }).to_string();
    let decode_error = crate::wire::decode::<crate::wire::Map<bool>>(json.as_bytes()).expect_err("a number");
    let details = serde_json::json!({"message": text, "status": text, "details": [{"reason": text, (text): text}]});
    #[allow(unused_mut, reason = "features add errors")]
    let mut errors = vec![
        BuildError::new(text).into(),
        BuildError::path_parameter(text, text).into(),
        AuthError::new(text).into(),
        TransportError::new(text).into(),
        ApiError::new(StatusCode::NOT_FOUND, text).into(),
        ApiError::new(StatusCode::NOT_FOUND, serde_json::json!({"error": details}).to_string()).into(),
        ApiError::new(StatusCode::NOT_FOUND, serde_json::json!({"error": text}).to_string()).into(),
        DecodeResponseError::new(decode_error, http::Response::new(json.into_bytes())).into(),
        MediaError::new(text).into(),
        BatchError::new(text).into(),
        PaginationError::new(text).into(),
        OperationError::unexpected_result(text, text).into(),
    ];
    let failure = OperationFailure::parse(&details, None, None).expect("a failure");
    errors.push(OperationError::failed(text, failure).into());
    #[cfg(feature = "tokio")]
    errors.push(AuthError::new(text).with_displayed_cause(io::Error::other(text)).into());
    #[cfg(feature = "tokio")]
    errors.extend([
        Error::from(MediaError::file(std::path::Path::new(text), text, io::Error::other(text))),
        Error::from(TransportError::new(text).with_displayed_cause(io::Error::other(text))),
    ]);
    #[cfg(any(feature = "rustls", feature = "native-tls", feature = "tower"))]
    errors.push(transport::into_transport_error(io::Error::other(text)).into());
    errors
}

#[test]
fn foreign_text_is_displayed_on_one_line_without_control_characters() {
    for c in unprintable() {
        for error in errors_with(&format!("a{c}b")) {
            let text = format!("{error} {error:#} {error:?}");
            assert!(!text.contains(c), "{c:?}: {text:?}");
        }
    }
}

#[test]
fn foreign_text_is_shortened() {
    for error in errors_with(&"x".repeat(100_000)) {
        let (text, debug) = (error.to_string().len(), format!("{error:?}").len());
        assert!(text < 10_000 && debug < 20_000, "{text} {debug}: {}", &error.to_string()[..80]);
    }
}
