//! Virtual time: timeouts expire without waiting.

use std::time::{Duration, Instant};

use discovery_runtime::testing::Reply;
use discovery_runtime::{Backoff, ErrorKind, MemoryTransport};

use crate::{Get, client, get, note};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

fn is_timeout(error: &discovery_runtime::Error) -> bool {
    matches!(error.kind(), ErrorKind::Transport(error) if error.is_timeout())
}

#[tokio::test]
async fn a_slow_reply_exceeds_the_timeout_of_the_call() {
    let transport = MemoryTransport::new();
    transport.on::<Get>().respond(&note("7", "")).after(MINUTE / 2);
    let notes = client(transport.clone());
    let start = Instant::now();
    let error = get(&notes, "7").timeout(MINUTE / 4).send().await.unwrap_err();
    assert!(is_timeout(&error), "{error}");
    assert_eq!(get(&notes, "7").timeout(MINUTE).send().await.unwrap(), note("7", ""));
    assert_eq!(get(&notes, "7").send().await.unwrap(), note("7", ""));
    assert!(start.elapsed() < MINUTE / 4);
}

#[tokio::test]
async fn an_attempt_without_reply_is_retried() {
    let transport = MemoryTransport::new();
    transport.on::<Get>().respond(&note("", "")).after(Duration::MAX).times(2).then().respond(&note("7", ""));
    let policy = std::sync::Arc::new(Backoff::default().attempt_timeout(MINUTE / 2));
    assert_eq!(get(&client(transport.clone()), "7").retry(policy).send().await.unwrap(), note("7", ""));
    assert_eq!((transport.pauses().len(), transport.received::<Get>().len()), (2, 3));
}

#[tokio::test]
async fn a_response_that_begins_too_late_is_retried() {
    let transport = MemoryTransport::new();
    transport.on::<Get>().respond(&note("", "")).after(SECOND * 11).then().respond(&note("7", "")).after(SECOND * 9);
    let get = get(&client(transport.clone()), "7").call().first_byte_timeout(SECOND * 10);
    assert_eq!(get.send().await.unwrap(), note("7", ""));
    assert_eq!(transport.received::<Get>().len(), 2);
}

#[tokio::test]
async fn calls_at_the_same_time_end_in_the_order_of_their_delays() {
    let transport = MemoryTransport::new();
    transport.on::<Get>().with("id", "slow").respond(&note("slow", "")).after(SECOND * 50);
    transport.on::<Get>().with("id", "quick").respond(&note("quick", "")).after(SECOND * 20);
    let notes = client(transport);
    let (slow, quick) =
        (get(&notes, "slow").timeout(SECOND * 40).send(), get(&notes, "quick").timeout(SECOND * 40).send());
    let (slow, quick) = tokio::join!(slow, quick);
    assert!(is_timeout(&slow.unwrap_err()));
    assert_eq!(quick.unwrap(), note("quick", ""));
}

#[tokio::test]
async fn pauses_between_attempts_count_for_the_timeout() {
    let transport = MemoryTransport::new();
    transport.on::<Get>().reply(Reply::status(503).header("retry-after", "20").after(MINUTE / 2));
    let policy = std::sync::Arc::new(Backoff::default().max_elapsed(MINUTE * 10));
    let error = get(&client(transport.clone()), "7").retry(policy).timeout(MINUTE).send().await.unwrap_err();
    assert!(is_timeout(&error), "{error}");
    // 30 s, a pause of at least 20 s, and a part of another 30 s.
    assert_eq!(transport.received::<Get>().len(), 2);
}
