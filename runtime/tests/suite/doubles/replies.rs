//! Replies of rules.

use discovery_runtime::testing::Reply;
use discovery_runtime::{Batch, CallOptions as _, MemoryTransport, TransportError};
use serde_json::json;

use super::{Create, Get, GetPrinting, Print, Printing, Watch, client, create, get, note, print, watch};

#[tokio::test]
async fn replies_in_sequence() {
    let transport = MemoryTransport::new();
    transport.on::<Get>().fail(503).times(2).then().respond(&note("7", "milk"));
    let notes = client(transport.clone());
    assert_eq!(get(&notes, "7").send().await.unwrap(), note("7", "milk"));
    assert_eq!((transport.pauses().len(), transport.received::<Get>().len()), (2, 3));
    assert_eq!(transport.finish(), Ok(()));
}

#[tokio::test]
async fn replies_with_errors_of_the_api_and_of_the_connection() {
    let transport = MemoryTransport::new();
    let missing = Reply::api_error(404, "NOT_FOUND", "note not found");
    transport.on::<Get>().reply(missing).times(1).then().fail_to_send(TransportError::new("no route"));
    let notes = client(transport);
    let error = get(&notes, "7").send().await.unwrap_err();
    assert!(error.is_not_found() && error.to_string().contains("note not found"), "{error}");
    let error = get(&notes, "7").send().await.unwrap_err();
    assert!(error.to_string().contains("no route"), "{error}");
}

#[tokio::test]
async fn a_failure_to_connect_is_retried_whatever_the_method() {
    let transport = MemoryTransport::new();
    let refused = TransportError::connect("connection refused");
    transport.on::<Create>().fail_to_send(refused).times(1).then().respond(&note("1", ""));
    assert_eq!(create(&client(transport.clone()), &note("", "")).send().await.unwrap(), note("1", ""));
    assert_eq!(transport.received::<Create>().len(), 2);
}

#[tokio::test]
async fn reports_a_rule_without_reply() {
    let transport = MemoryTransport::new();
    transport.on::<Get>().with("id", "7");
    let error = get(&client(transport), "7").send().await.unwrap_err().to_string();
    assert!(error.contains("the rule for `notes.get` with id = \"7\" has no reply"), "{error}");
}

#[tokio::test]
async fn replies_with_a_stream_of_messages() {
    for alt in [None, Some("sse")] {
        let transport = MemoryTransport::new();
        transport.on::<Watch>().reply(Reply::messages(&[note("1", "a"), note("2", "b")]));
        let notes = client(transport);
        let call = watch(&notes);
        let call = alt.into_iter().fold(call, |call, alt| call.param("alt", alt));
        let mut stream = call.stream();
        let mut received = Vec::new();
        while let Some(note) = stream.next().await {
            received.push(note.unwrap());
        }
        assert_eq!(received, [note("1", "a"), note("2", "b")]);
    }
}

#[tokio::test]
async fn answers_the_polls_of_an_operation() {
    let transport = MemoryTransport::new();
    let state = |done| Printing {
        name: Some("printings/1".to_owned()),
        done: Some(done),
        response: done.then(|| json!({"pages": 3})),
        ..Printing::default()
    };
    transport.on::<Print>().with("id", "7").respond(&state(false));
    let polls = transport.on::<GetPrinting>().with("name", "printings/1").respond(&state(false)).times(2);
    polls.then().respond(&state(true)).times(1);
    let result = print(&client(transport.clone()), "7", &json!({})).operation().await.unwrap();
    assert_eq!(result, json!({"pages": 3}));
    assert_eq!(transport.finish(), Ok(()));
}

#[tokio::test]
async fn matches_each_call_of_a_batch() {
    let transport = MemoryTransport::new();
    transport.on::<Get>().with("id", "7").respond(&note("7", "milk"));
    transport.on::<Get>().with("id", "8").fail(404);
    transport.on::<Create>().fail(503).then().respond_with(|request| request.message().unwrap());
    let notes = client(transport.clone());
    let mut batch = Batch::new();
    let created = batch.add(create(&notes, &note("9", "tea")).idempotent(true).call());
    let found = batch.add(get(&notes, "7").call());
    let missing = batch.add(get(&notes, "8").call());
    let mut results = batch.send().await.unwrap();
    assert_eq!(results.take(created).unwrap(), note("9", "tea"));
    assert_eq!(results.take(found).unwrap(), note("7", "milk"));
    assert!(results.take(missing).unwrap_err().is_not_found());
    assert_eq!((transport.received::<Create>().len(), transport.requests().len()), (2, 2));
    assert_eq!(transport.finish(), Ok(()));
}
