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
