//! The forms of responses.

use discovery_runtime::CallOptions as _;
use discovery_runtime::bytes::Bytes;

use super::*;

#[tokio::test]
async fn streams_the_elements_of_an_array() {
    assert_eq!(ids(query(memory(r#"[{"id":1},{"id":2}, {}]"#)).stream()).await, (vec![1, 2, -1], Ok(())));
    for body in ["[]", "", " \n"] {
        assert_eq!(ids(query(memory(body)).stream()).await, (vec![], Ok(())), "{body:?}");
    }
}

#[tokio::test]
async fn streams_messages_without_an_array() {
    assert_eq!(ids(query(memory(r#"{"id":1}"#)).stream()).await, (vec![1], Ok(())));
    assert_eq!(ids(query(memory("{\"id\":1}\n{\"id\":2}\n")).stream()).await, (vec![1, 2], Ok(())));
}

#[tokio::test]
async fn streams_server_sent_events() {
    let body = Bytes::from("data: {\"id\":1}\r\n\r\n: ping\n\ndata: {\"id\":\ndata: 2}\n\ndata: [DONE]\n\n");
    let response = http::Response::builder().header("content-type", "text/event-stream; charset=utf-8");
    let transport = MemoryTransport::new().respond(response.body(body).expect("a response"));
    let stream = query(transport.clone()).param("alt", "sse").stream();
    assert_eq!(ids(stream).await, (vec![1, 2], Ok(())));
    assert_eq!(transport.requests()[0].uri().query(), Some("alt=sse"));
}

#[tokio::test]
async fn sends_nothing_before_it_is_polled() {
    let transport = memory("[]");
    let stream = query(transport.clone()).stream();
    assert!(transport.requests().is_empty());
    assert!(stream.collect().await.expect("no messages").is_empty());
    assert_eq!(transport.requests().len(), 1);
}

#[tokio::test]
async fn streams_any_call() {
    let call = Call::<Json>::new(&client(memory("[1, [2], {}]")), &QUERY);
    assert_eq!(
        call.stream().collect().await.expect("values"),
        [1.into(), serde_json::json!([2]), serde_json::json!({})]
    );
}

#[tokio::test]
async fn a_download_keeps_the_format_of_the_caller() {
    for (format, expected) in [(None, "alt=media"), (Some("sse"), "alt=sse")] {
        let transport = memory("text");
        let call = query(transport.clone());
        let call = match format {
            Some(format) => call.param("alt", format),
            None => call,
        };
        assert_eq!(call.call().download().bytes().await.expect("bytes"), b"text");
        assert_eq!(transport.requests()[0].uri().query(), Some(expected));
    }
}
