//! Arrays in the place of the declared message.

use super::*;

#[tokio::test]
async fn accepts_an_array_of_one_message() {
    let note = query(memory(r#" [{"id":7}]"#)).send().await.expect("a note");
    assert_eq!(note.id, Some(7));
}

#[tokio::test]
async fn reports_an_array_of_another_length() {
    for (body, expected) in [
        ("[]", "expected a message, found an empty array"),
        (r#"[{"id":1},{"id":2}]"#, "expected a message, found an array of several: read them with `stream`"),
        (r#"[{"id":"x"}]"#, "id: "),
        (r#"[{"id":1}"#, "expected an object"),
    ] {
        let error = query(memory(body)).send().await.expect_err("not one message").to_string();
        let start = format!("notes.query (notes.example): response with status 200 cannot be decoded: {expected}");
        assert!(error.starts_with(&start), "{body}: {error}");
    }
}

#[tokio::test]
async fn an_error_in_an_array_is_the_error_of_the_server() {
    let error = query(memory(r#"[{"error":{"code":404,"message":"No."}}]"#)).send().await.expect_err("an error");
    assert!(error.is_not_found() && error.to_string() == "notes.query (notes.example): 404: No.", "{error}");
}
