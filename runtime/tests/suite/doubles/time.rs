//! Virtual time: timeouts expire without waiting.

use std::time::{Duration, Instant};

use discovery_runtime::testing::Reply;
use discovery_runtime::{
    Backoff, CallOptions as _, Client, ClientBuilder, ErrorKind, MemoryTransport, RetryBudget, Transport,
};
use serde_json::json;

use super::{API, Get, GetPrinting, List, NoteList, Print, Printing, client, get, list, note, print};

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

#[tokio::test]
async fn a_call_is_retried_until_its_time_is_over() {
    let transport = MemoryTransport::new();
    transport.on::<Get>().reply(Reply::status(503).after(SECOND * 25));
    let policy = Backoff::default().max_attempts(100).max_elapsed(MINUTE).initial_delay(SECOND);
    let error = get(&client(transport.clone()), "7").retry(std::sync::Arc::new(policy)).send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    // The third one ends after more than 75 s.
    assert_eq!(transport.received::<Get>().len(), 3);
}

#[tokio::test]
async fn the_budget_of_retries_recovers_while_calls_wait() {
    let transport = MemoryTransport::new();
    transport.on::<Get>().with("id", "quick").fail(503);
    transport.on::<Get>().with("id", "slow").reply(Reply::status(503).after(SECOND * 30));
    let budget = RetryBudget::default().percent(0).minimum(1).window(SECOND * 20);
    let notes: Client = ClientBuilder::new(API).transport(transport.clone()).retry_budget(budget).build().unwrap();
    let error = get(&notes, "quick").send().await.unwrap_err();
    assert_eq!((error.is_retry_budget_exhausted(), error.attempts()), (true, 2));
    // Each attempt takes longer than the window.
    let error = get(&notes, "slow").send().await.unwrap_err();
    assert_eq!((error.is_retry_budget_exhausted(), error.attempts()), (false, 4));
}

#[tokio::test]
async fn an_operation_is_polled_until_its_deadline() {
    let transport = MemoryTransport::new();
    let running = Printing { name: Some("printings/1".to_owned()), done: Some(false), ..Printing::default() };
    transport.on::<Print>().respond(&running);
    transport.on::<GetPrinting>().respond(&running);
    let error = print(&client(transport.clone()), "7", &json!({})).operation().await.unwrap_err();
    let ErrorKind::Operation(error) = error.kind() else { panic!("{error:?}") };
    assert!(error.is_deadline_exceeded(), "{error}");
    // One poll a minute for 24 hours; the first ones are earlier.
    let polls = transport.received::<GetPrinting>().len();
    assert!((24 * 60..24 * 60 + 20).contains(&polls), "{polls}");
}

#[tokio::test]
async fn the_timeout_of_a_list_covers_the_time_of_its_pages() {
    let transport = MemoryTransport::new();
    transport.on::<List>().reply_with(|request| {
        let next = format!("{}a", request.param("pageToken").unwrap_or_default());
        let page = NoteList { notes: vec![note("1", "")], next_page_token: Some(next), ..NoteList::default() };
        Reply::message(&page).after(SECOND * 20)
    });
    let notes = client(transport.clone());
    let error = list(&notes).timeout(SECOND * 50).items().collect().await.unwrap_err();
    assert!(is_timeout(&error), "{error}");
    // The third page would arrive after 60 s.
    assert_eq!(transport.received::<List>().len(), 3);
}

#[tokio::test]
async fn an_attempt_can_have_no_timeout() {
    let transport = MemoryTransport::new();
    transport.on::<Get>().respond(&note("7", "")).after(MINUTE * 11);
    let once = Backoff::default().max_attempts(1);
    let send = async |policy| {
        let call = get(&client(transport.clone()), "7").call().retry(policy);
        call.timeout(MINUTE * 20).first_byte_timeout(MINUTE * 20).send().await
    };
    // The default timeout of an attempt is 10 minutes.
    assert!(is_timeout(&send(once.clone()).await.unwrap_err()));
    assert_eq!(send(once.without_attempt_timeout()).await.unwrap(), note("7", ""));
}

#[tokio::test]
async fn any_delay_can_pass() {
    let transport = MemoryTransport::new();
    transport.on::<Get>().respond(&note("7", "")).after(Duration::from_secs(u64::MAX));
    let start = transport.now();
    let policy = Backoff::default().max_attempts(1).attempt_timeout(Duration::MAX);
    let call = get(&client(transport.clone()), "7").call().retry(policy).first_byte_timeout(Duration::MAX);
    assert_eq!(call.send().await.unwrap(), note("7", ""));
    assert!(transport.now() > start + MINUTE);
}
