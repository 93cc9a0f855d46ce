//! When operations are polled.

use std::time::Duration;

use discovery_runtime::operation::PollPolicy;
use discovery_runtime::{ErrorKind, MemoryTransport, TransportError};

use super::{create, sent, stop, transport};

const RUNNING: &str = r#"{"name": "operations/o"}"#;
const DONE: &str = r#"{"name": "operations/o", "done": true, "response": {}}"#;

#[tokio::test]
async fn pauses_grow() {
    let transport = transport([RUNNING, RUNNING, RUNNING, RUNNING, DONE]);
    create(&transport).operation().await.expect("a note");
    let pauses: Vec<u128> = transport.pauses().iter().map(Duration::as_millis).collect();
    assert_eq!(pauses, [1000, 1500, 2250, 3375]);
}

#[tokio::test]
async fn the_policy_can_be_replaced() {
    let transport = transport([RUNNING, RUNNING, DONE]);
    let second = Duration::from_secs(1);
    let policy = PollPolicy::default().initial_delay(9 * second).max_delay(10 * second);
    create(&transport).operation().poll_policy(policy).await.expect("a note");
    assert_eq!(transport.pauses(), [9 * second, 10 * second]);
}

#[tokio::test]
async fn the_deadline_is_an_error_that_names_the_operation() {
    let transport = transport([RUNNING]);
    let operation = create(&transport).operation().deadline(Duration::from_millis(999));
    let error = operation.await.expect_err("the first delay is longer");
    assert_eq!(
        error.to_string(),
        "notes.create (notes.example): operation operations/o is not done after 999ms; it continues on the server and can be resumed \
         by its name"
    );
    let ErrorKind::Operation(error) = error.kind() else { panic!("{error:?}") };
    assert!(error.is_deadline_exceeded() && !error.is_failed());
}

#[tokio::test]
async fn a_lost_poll_is_retried() {
    let transport = MemoryTransport::new()
        .answer(200, RUNNING)
        .fail_to_send(TransportError::transient("the connection broke"))
        .answer(503, "")
        .answer(200, DONE);
    create(&transport).operation().await.expect("a note");
    assert_eq!(transport.left(), 0);
}

#[tokio::test]
async fn an_operation_may_be_unknown_at_first() {
    let transport = [404, 404, 200].iter().fold(transport([RUNNING]), |transport, status| {
        transport.answer(*status, if *status == 200 { DONE } else { "" })
    });
    create(&transport).operation().await.expect("a note");

    let transport = (0..9).fold(super::transport([RUNNING]), |transport, _| transport.answer(404, ""));
    let error = create(&transport).operation().await.expect_err("unknown for good");
    assert!(error.is_not_found() && error.method_id() == Some("notes.operations.get"), "{error}");
    assert_eq!(transport.left(), 3, "5 polls are repeated");
}

#[tokio::test]
async fn an_operation_that_was_known_is_not_polled_again_after_404() {
    let transport = transport([RUNNING, RUNNING]).answer(404, "");
    assert!(create(&transport).operation().await.expect_err("gone").is_not_found());
}

#[tokio::test]
async fn a_server_that_waits_is_polled_without_pause() {
    let running = r#"{"name": "o", "status": "RUNNING"}"#;
    let transport = transport([running, running, r#"{"name": "o", "status": "DONE"}"#]);
    stop(&transport).operation().await.expect("an operation");
    let wait = "POST /notes/v1/projects/p/zones/z/operations/o/wait";
    assert_eq!(sent(&transport)[1..], [wait, wait]);
    // The second pause is there because this server did not wait.
    let pauses = transport.pauses();
    assert!(matches!(pauses[..], [pause] if pause > Duration::from_millis(500)), "{pauses:?}");
}

#[tokio::test]
async fn polls_if_the_server_refuses_to_wait() {
    for status in [400, 404, 405, 501] {
        let transport = transport([r#"{"name": "o"}"#]).answer(status, "").answer(200, r#"{"status": "DONE"}"#);
        stop(&transport).operation().await.expect("an operation");
        assert_eq!(sent(&transport)[2], "GET /notes/v1/projects/p/zones/z/operations/o", "{status}");
    }
}

#[test]
fn works_without_an_async_runtime() {
    use discovery_runtime::Json;

    let transport = transport([RUNNING, DONE]);
    let mut future = create(&transport).operation().result_as::<Json>().into_future();
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(future.as_mut().poll(&mut context).is_ready());
}
