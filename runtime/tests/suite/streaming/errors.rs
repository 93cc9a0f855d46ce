//! Errors before, within and instead of messages.

use discovery_runtime::CallOptions as _;

use super::*;

const BUSY: &str = r#"{"error":{"code":503,"message":"Busy.","status":"UNAVAILABLE"}}"#;

fn bytes(text: &str) -> Part {
    Part::Bytes(text.into())
}

#[tokio::test]
async fn an_error_in_the_place_of_a_message_ends_the_stream() {
    let (received, result) = ids(query(memory(&format!(r#"[{{"id":1}},{BUSY},{{"id":2}}]"#))).stream()).await;
    assert_eq!((received, result), (vec![1], Err("notes.query (notes.example): 503 UNAVAILABLE: Busy.".to_owned())));
}

#[tokio::test]
async fn a_message_that_cannot_be_decoded_ends_the_stream() {
    let (received, result) = ids(query(memory(r#"[{"id":1},{"id":"x"},{"id":2}]"#)).stream()).await;
    assert_eq!(received, [1]);
    assert!(result.as_ref().is_err_and(|error| error.contains("cannot be decoded: id: ")), "{result:?}");
}

#[tokio::test]
async fn retries_until_the_first_message() {
    let transport = Parts::default()
        .respond(vec![Part::Broken])
        .respond(vec![bytes("["), Part::Broken])
        .respond(vec![bytes(&format!("[{BUSY}]"))])
        .respond(vec![bytes(r#"[{"id":1}]"#)]);
    assert_eq!(ids(tail(transport).stream()).await, (vec![1], Ok(())));
}

#[tokio::test]
async fn does_not_retry_after_the_first_message() {
    let transport =
        Parts::default().respond(vec![bytes(r#"[{"id":1},"#), Part::Broken]).respond(vec![bytes(r#"[{"id":1}]"#)]);
    let (received, result) = ids(tail(transport.clone()).stream()).await;
    assert_eq!((received, result), (vec![1], Err("notes.tail (notes.example): connection reset".to_owned())));
    assert_eq!(transport.0.lock().expect("not poisoned").len(), 1);
}

#[tokio::test]
async fn does_not_retry_what_is_not_idempotent() {
    let transport = Parts::default().respond(vec![Part::Broken]).respond(vec![bytes(r#"[{"id":1}]"#)]);
    assert_eq!(
        ids(query(transport).stream()).await,
        (vec![], Err("notes.query (notes.example): connection reset".to_owned()))
    );
}

#[tokio::test]
async fn reports_error_responses_and_other_content() {
    let transport = MemoryTransport::new().answer(403, r#"{"error":{"code":403,"message":"No."}}"#);
    assert_eq!(ids(query(transport).stream()).await, (vec![], Err("notes.query (notes.example): 403: No.".to_owned())));
    let (_, result) = ids(query(memory("<html>")).stream()).await;
    assert!(result.as_ref().is_err_and(|error| error.contains("expected a JSON value, found '<'")), "{result:?}");
}

/// A transport whose body never arrives, and whose alarms go off at once.
#[derive(Debug)]
struct Silent;

impl Transport for Silent {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(std::future::ready(Ok(http::Response::new(Body::stream(Pending, None)))))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }

    fn alarm(&self, after: Duration) -> BoxFuture<'static, ()> {
        // The timeouts of attempts and calls are longer.
        if after > Duration::from_secs(60) {
            return Box::pin(std::future::pending());
        }
        Box::pin(std::future::ready(()))
    }
}

struct Pending;

impl Stream for Pending {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Pending
    }
}

fn is_pending(stream: &mut ResponseStream<Note>) -> bool {
    let mut context = Context::from_waker(std::task::Waker::noop());
    Pin::new(stream).poll_next(&mut context).is_pending()
}

#[tokio::test]
async fn an_idle_stream_fails_unless_it_waits_for_events() {
    let error = query(Silent).stream().next().await.expect("an error").expect_err("nothing arrives");
    assert!(error.is_timeout(), "{error}");
    assert!(is_pending(&mut tail(Silent).stream()));
    assert!(is_pending(&mut query(Silent).stream().without_idle_timeout()));
    let error = tail(Silent).idempotent(false).stream().idle_timeout(Duration::from_secs(5)).next().await;
    let error = error.expect("an error").expect_err("nothing arrives").to_string();
    assert_eq!(error, "notes.tail (notes.example): response body made no progress for 5s");
}

#[tokio::test]
async fn a_page_in_the_place_of_messages_is_named_by_its_type_and_text() {
    let page = http::Response::builder().header("content-type", "text/html");
    let page = page.body(bytes::Bytes::from_static(b"<html><title>Sign in</title></html>")).expect("a response");
    let (_, result) = ids(query(MemoryTransport::new().respond(page)).stream()).await;
    let error = result.expect_err("a page");
    assert!(error.contains("found '<'") && error.ends_with("; the body is text/html: Sign in"), "{error}");
}
