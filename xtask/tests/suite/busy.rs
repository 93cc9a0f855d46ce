//! Retries of temporary failures.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use axum::http::Response;
use axum::routing::get;

use crate::documents::notes;
use crate::fetch::{fetch, service};
use crate::repository::Repository;
use crate::server::respond_after;

#[test]
fn retries_get_after_503() {
    let repository = Repository::new();
    let run = fetch(&repository, &service(respond_after(1, notes("v1", "20260101").to_string())), &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("the server responded with 503 Service Unavailable; retrying in "), "{}", run.err);
}

#[test]
fn obeys_retry_after_up_to_a_limit() {
    let busy_once = |seconds| {
        let requests = Arc::new(AtomicUsize::new(0));
        get(async move || {
            let busy = requests.fetch_add(1, Ordering::SeqCst) == 0;
            let response = Response::builder().status(if busy { 429 } else { 200 }).header("retry-after", seconds);
            let body = if busy { "busy".to_owned() } else { notes("v1", "20260101").to_string() };
            response.body(Body::from(body)).expect("a response")
        })
    };
    let repository = Repository::new();
    let run = fetch(&repository, &service(busy_once("2")), &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("429 Too Many Requests; retrying in 2.0 s"), "{}", run.err);
    let repository = Repository::new();
    let run = fetch(&repository, &service(busy_once("3600")), &[]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(!run.err.contains("429 Too Many Requests; retrying"), "{}", run.err);
}
