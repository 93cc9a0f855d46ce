//! The parts of a response, and the calls to which they belong.

use bytes::Bytes;
use discovery_runtime::{Batch, MemoryTransport};
use http::Response;

use super::{FOUND, client, get, multipart, outcomes, part};

#[tokio::test]
async fn reports_missing_and_duplicate_parts() {
    let none = "games.rooms.get (www.googleapis.com): the response to the batch has no part for this call";
    let (one, two) = (part(1, FOUND), part(2, FOUND));
    let found = r#"{"a":1}"#;
    assert_eq!(outcomes(multipart(&[&two]), 2).await, [none, found]);
    let twice = "games.rooms.get (www.googleapis.com): the response to the batch has more than one part for this call";
    assert_eq!(outcomes(multipart(&[&one, &two, &one]), 2).await, [twice, found]);
    // Parts of unknown calls are ignored.
    assert_eq!(outcomes(multipart(&[&part(0, FOUND), &part(3, FOUND), &one]), 2).await, [found, none]);
    // A part without a closing delimiter is truncated.
    let complete = multipart(&[&one, &two]);
    let cut = |end: &str| {
        let length = complete.body().len() - end.len();
        complete.clone().map(|body| body.slice(..length))
    };
    assert_eq!(outcomes(cut("\r\n--batch_x--\r\n"), 2).await, [found, none]);
    assert_eq!(outcomes(cut("\r\n"), 2).await, [found, found]);
}

#[tokio::test]
async fn assigns_parts_without_ids_by_order_if_complete() {
    let bare = |text: &str| format!("Content-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{text}");
    let (one, two) = (bare("1"), bare("2"));
    assert_eq!(outcomes(multipart(&[&one, &two]), 2).await, ["1", "2"]);
    let none = "games.rooms.get (www.googleapis.com): the response to the batch has no part for this call";
    assert_eq!(outcomes(multipart(&[&one]), 2).await, [none, none]);
    assert_eq!(outcomes(multipart(&[&one, &part(2, FOUND)]), 2).await, [none, r#"{"a":1}"#]);
}

#[tokio::test]
async fn assigns_no_part_by_order_if_one_is_unreadable_or_has_an_id() {
    let bare = |text: &str| format!("Content-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{text}");
    let none = "games.rooms.get (www.googleapis.com): the response to the batch has no part for this call";
    let (one, two) = (bare("1"), bare("2"));
    let foreign = part(1, FOUND).replace("SENT", "other");
    let unreadable_id = part(1, FOUND).replace("+1", "+one");
    for unreadable in ["Content-Type application/http\r\n\r\n", "no headers", &foreign, &unreadable_id] {
        assert_eq!(outcomes(multipart(&[unreadable, &one, &two]), 3).await, [none; 3], "{unreadable}");
        assert_eq!(outcomes(multipart(&[unreadable, &one]), 1).await, [none], "{unreadable}");
    }
    let truncated = multipart(&[&one, &two, &one]);
    let length = truncated.body().len() - "\r\n--batch_x--\r\n".len();
    assert_eq!(outcomes(truncated.map(|body| body.slice(..length)), 2).await, [none; 2]);
}

#[tokio::test]
async fn ignores_parts_with_ids_of_another_request() {
    let none = "games.rooms.get (www.googleapis.com): the response to the batch has no part for this call";
    let foreign = part(1, FOUND).replace("SENT", "other");
    assert_eq!(outcomes(multipart(&[&foreign, &part(2, FOUND)]), 2).await, [none, r#"{"a":1}"#]);
}

#[tokio::test]
async fn quotes_only_the_start_of_a_content_type() {
    let content_type = format!("text/{}", "x".repeat(5000));
    let response = Response::builder().header("content-type", content_type).body(Bytes::new()).unwrap();
    let client = client(&MemoryTransport::new().respond(response));
    let mut batch = Batch::new();
    let _ = batch.add(get(&client, "a"));
    let error = batch.send().await.unwrap_err().to_string();
    assert!(error.contains("but `text/xxx") && error.len() < 300, "{error}");
}

#[tokio::test]
async fn invalid_part_does_not_affect_other_calls() {
    let parts =
        [part(1, "<html>"), part(2, FOUND), part(3, "HTTP/1.1 200 OK\r\nA: b"), part(4, "HTTP/1.1 1 OK\r\n\r\n")];
    let outcomes = outcomes(multipart(&parts.each_ref().map(String::as_str)), 4).await;
    let prefix = "games.rooms.get (www.googleapis.com): the response to the batch has an invalid part for this call: ";
    assert_eq!(outcomes[0], format!("{prefix}invalid HTTP version"));
    assert_eq!(outcomes[1], r#"{"a":1}"#);
    assert_eq!(outcomes[2], format!("{prefix}its headers are truncated"));
    assert!(outcomes[3].starts_with(prefix), "{}", outcomes[3]);
}

#[tokio::test]
async fn accepts_variants_of_multipart() {
    let plain = multipart(&[&part(1, FOUND), &part(2, FOUND)]);
    let text = String::from_utf8(plain.body().to_vec()).unwrap();
    let with = |content_type: &str, body: String| {
        let response = Response::builder().status(200).header("Content-Type", content_type);
        outcomes(response.body(body.into()).unwrap(), 2)
    };
    let found = [r#"{"a":1}"#; 2];
    assert_eq!(with("multipart/mixed; boundary=\"batch_x\"; charset=UTF-8", text.clone()).await, found);
    assert_eq!(with("multipart/mixed; boundary=batch_x", text.replace("\r\n", "\n")).await, found);
    assert_eq!(with("multipart/mixed; boundary=batch_x", text.replace("SENT+", "SENT + ")).await, found);
    let unusual = text.replace("Content-ID", "content-id").replace("batch_x", "a b");
    assert_eq!(with("multipart/mixed; boundary=\"a b\"", format!("hello\r\n{unusual}bye")).await, found);
}
