//! Which requests a rule answers, and what is reported about those that none answers.

use std::time::Duration;

use discovery_runtime::{CallOptions as _, MemoryTransport};
use serde_json::json;

use super::{Create, Get, List, Print, client, create, get, list, note, print};

#[tokio::test]
async fn answers_calls_in_any_order() {
    let transport = MemoryTransport::new();
    transport.on::<Get>().with("id", "7").respond(&note("7", "milk"));
    transport.on::<Get>().with("id", "8").respond(&note("8", "bread"));
    transport.on::<Create>().respond_with(|request| note("9", &request.message().unwrap().text.unwrap_or_default()));
    let notes = client(transport.clone());
    assert_eq!(create(&notes, &note("", "tea")).send().await.unwrap(), note("9", "tea"));
    assert_eq!(get(&notes, "8").send().await.unwrap(), note("8", "bread"));
    assert_eq!(get(&notes, "7").send().await.unwrap(), note("7", "milk"));
    assert_eq!(get(&notes, "7").send().await.unwrap(), note("7", "milk"));
    assert_eq!(transport.finish(), Ok(()));
}

#[tokio::test]
async fn decodes_received_requests_by_method() {
    let transport = MemoryTransport::new();
    transport.on::<Create>().respond(&note("1", ""));
    transport.on::<Get>().respond(&note("1", ""));
    let notes = client(transport.clone());
    create(&notes, &note("a", "b")).param("dryRun", "x y").send().await.unwrap();
    get(&notes, "a/b").send().await.unwrap();
    let [created] = &transport.received::<Create>()[..] else { panic!("{transport:?}") };
    assert_eq!(created.message().unwrap(), note("a", "b"));
    assert_eq!((created.param("dryRun"), created.param("other")), (Some("x y"), None));
    assert_eq!(created.header("content-type"), Some("application/json"));
    let [read] = &transport.received::<Get>()[..] else { panic!("{transport:?}") };
    assert_eq!((read.param("id"), read.params("alt")), (Some("a/b"), &["json".to_owned()][..]));
    assert!(transport.received::<List>().is_empty());
}

#[tokio::test]
async fn matches_messages_and_conditions() {
    let transport = MemoryTransport::new();
    transport.on::<Create>().with_message(&note("1", "x")).respond(&note("first", ""));
    transport.on::<Create>().when(|request| request.header("x-big") == Some("yes")).respond(&note("second", ""));
    let notes = client(transport.clone());
    assert_eq!(
        create(&notes, &note("2", "x")).header("x-big", "yes").send().await.unwrap().id.as_deref(),
        Some("second")
    );
    assert_eq!(create(&notes, &note("1", "x")).send().await.unwrap().id.as_deref(), Some("first"));
    let error = create(&notes, &note("1", "y")).send().await.unwrap_err().to_string();
    assert!(error.contains("`/text` is \"y\" instead of \"x\""), "{error}");
    assert!(error.contains("`notes.create` with a message"), "{error}");
}

/// Returns the ids of the notes of three calls, the second of which fulfills a condition that uses
/// the transport.
async fn ids_with_condition_on_the_transport() -> [Option<String>; 3] {
    let transport = MemoryTransport::new();
    let shared = transport.clone();
    transport.on::<Get>().when(move |_| shared.received::<Get>().len() == 2).respond(&note("second", ""));
    transport.on::<Get>().respond(&note("other", ""));
    let notes = client(transport);
    let send = async || get(&notes, "7").send().await.expect("a note").id;
    [send().await, send().await, send().await]
}

#[test]
fn conditions_can_use_the_transport() {
    // A deadlock would block the thread, so that no timer of a runtime could end it.
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        sender.send(runtime.block_on(ids_with_condition_on_the_transport())).expect("a receiver");
    });
    let ids = receiver.recv_timeout(Duration::from_secs(10)).expect("no deadlock");
    assert_eq!(ids.map(Option::unwrap_or_default), ["other", "second", "other"]);
}

#[tokio::test]
async fn ignores_generated_request_id_in_messages() {
    let transport = MemoryTransport::new();
    transport.on::<Print>().with_message(&json!({"copies": 2})).respond(&Default::default());
    print(&client(transport.clone()), "1", &json!({"copies": 2})).send().await.unwrap();
    let [printed] = &transport.received::<Print>()[..] else { panic!("{transport:?}") };
    assert!(printed.message().unwrap()["requestId"].is_string());
}

#[tokio::test]
async fn names_the_nearest_rule_and_what_differs() {
    let transport = MemoryTransport::new();
    transport.on::<Get>().with("id", "7").with("view", "FULL").respond(&note("7", ""));
    transport.on::<Get>().with("id", "8").respond(&note("8", ""));
    let notes = client(transport.clone());
    let error = get(&notes, "7").send().await.unwrap_err().to_string();
    assert!(error.contains("`notes.get` with id = \"7\", view = \"FULL\", but `view` is missing"), "{error}");
    let error = get(&notes, "9").send().await.unwrap_err().to_string();
    assert!(error.contains("`notes.get` with id = \"8\", but `id` is \"9\""), "{error}");
    let error = list(&notes).send().await.unwrap_err().to_string();
    assert!(error.contains("no rule for `notes.list`; there are rules for `notes.get`"), "{error}");
}

#[tokio::test]
async fn does_not_print_secret_parameters() {
    let transport = MemoryTransport::new();
    transport.on::<List>().with("key", "expected").respond(&Default::default());
    let error = list(&client(transport)).param("key", "PLANTED").send().await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("PLANTED"), "{error}");
}

#[tokio::test]
async fn counts_uses_and_reports_them_at_the_end() {
    let transport = MemoryTransport::new().answer(200, "{}");
    transport.on::<Get>().with("id", "7").times(2).respond(&note("7", ""));
    transport.on::<List>().respond(&Default::default());
    let notes = client(transport.clone());
    get(&notes, "7").send().await.unwrap();
    let error = transport.finish().unwrap_err();
    let problems: Vec<&str> = error.problems().collect();
    assert_eq!(
        problems,
        [
            "the rule for `notes.get` with id = \"7\" was used 1 of 2 times",
            "the rule for `notes.list` was used 0 of 1 times",
            "1 of the added responses were not requested",
        ]
    );
    get(&notes, "7").send().await.unwrap();
    list(&notes).send().await.unwrap();
    // The rule is used up, so the queue answers.
    get(&notes, "7").send().await.unwrap();
    assert_eq!(transport.finish(), Ok(()));
    let error = get(&notes, "7").send().await.unwrap_err().to_string();
    assert!(error.contains("it has been used 2 of 2 times"), "{error}");
    // A request that the code under test swallowed is reported, too.
    assert!(transport.finish().unwrap_err().to_string().contains("it has been used 2 of 2 times"));
}

#[tokio::test]
async fn answers_pages_by_their_token() {
    let transport = MemoryTransport::new();
    let page = |id: &str, token: Option<&str>| super::NoteList {
        notes: vec![note(id, "")],
        next_page_token: token.map(str::to_owned),
        ..Default::default()
    };
    transport.on::<List>().with("pageToken", "b").respond(&page("2", None));
    transport.on::<List>().without("pageToken").respond(&page("1", Some("b")));
    let notes = list(&client(transport.clone())).items().collect().await.unwrap();
    assert_eq!(notes, [note("1", ""), note("2", "")]);
    assert_eq!(transport.finish(), Ok(()));
}

#[tokio::test]
async fn finds_arguments_of_long_queries_sent_as_a_form() {
    let transport = MemoryTransport::new();
    let query = "x".repeat(9000);
    transport.on::<List>().with("q", &query).respond(&Default::default());
    list(&client(transport.clone())).param("q", &query).send().await.unwrap();
    assert_eq!(transport.requests()[0].method(), "POST");
}
