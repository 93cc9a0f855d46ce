//! Servers that have no time just now.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use axum::http::Response;
use axum::routing::get;

use crate::documents::notes;
use crate::fetch::{fetch, service};
use crate::repository::Repository;
use crate::server::answer_after;

#[test]
fn a_busy_server_is_asked_again() {
    let repository = Repository::new();
    let run = fetch(&repository, &service(answer_after(1, notes("v1", "20260101").to_string())), &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("the server answered 503 Service Unavailable; trying again in "), "{}", run.err);
}

#[test]
fn a_server_that_asks_for_time_gets_it_up_to_a_limit() {
    let asking = |seconds| {
        let asked = Arc::new(AtomicUsize::new(0));
        get(async move || {
            let busy = asked.fetch_add(1, Ordering::SeqCst) == 0;
            let response = Response::builder().status(if busy { 429 } else { 200 }).header("retry-after", seconds);
            let body = if busy { "busy".to_owned() } else { notes("v1", "20260101").to_string() };
            response.body(Body::from(body)).expect("a response")
        })
    };
    let repository = Repository::new();
    let run = fetch(&repository, &service(asking("2")), &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("429 Too Many Requests; trying again in 2.0 s"), "{}", run.err);
    let repository = Repository::new();
    let run = fetch(&repository, &service(asking("3600")), &[]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(!run.err.contains("notes/v1: the server answered 429 Too Many Requests; trying"), "{}", run.err);
}
