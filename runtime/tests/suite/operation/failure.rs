//! Operations that fail.

use discovery_runtime::{ErrorKind, OperationError};

use super::{create, insert, transport};

#[tokio::test]
async fn a_failed_operation_is_an_error() {
    let transport = transport([
        r#"{"name": "operations/o", "done": true, "error": {"code": 7, "message": "Not yours.", "details": [{"a": 1}]}}"#,
    ]);
    let error = create(&transport).operation().await.expect_err("the operation failed");
    assert_eq!(
        error.to_string(),
        "notes.create (notes.example): operation operations/o failed: PERMISSION_DENIED: Not yours."
    );
    assert!(error.is_permission_denied() && !error.is_retryable());
    let ErrorKind::Operation(operation) = error.kind() else { panic!("{error:?}") };
    assert_eq!((operation.name(), operation.message()), ("operations/o", "Not yours."));
    assert_eq!(operation.details().all()[0]["a"], 1);
}

#[tokio::test]
async fn a_status_that_is_done_can_be_a_failure() {
    let transport =
        transport([r#"{"name": "o", "status": "DONE", "httpErrorStatusCode": 404, "httpErrorMessage": "NOT FOUND",
            "error": {"errors": [{"code": "RESOURCE_NOT_FOUND", "message": "No image."}]}}"#]);
    let error = insert(&transport).operation().await.expect_err("the operation failed");
    assert_eq!(
        error.to_string(),
        "notes.insert (notes.example): operation projects/p/zones/z/operations/o failed: 404: No image. (RESOURCE_NOT_FOUND)"
    );
    assert!(error.is_not_found());
    assert_eq!(error.reasons().collect::<Vec<_>>(), ["RESOURCE_NOT_FOUND"]);
}

#[tokio::test]
async fn an_error_before_the_end_is_not_a_failure() {
    let transport = transport([
        r#"{"name": "operations/o", "done": false, "error": {"code": 8, "message": "Waiting for quota."}}"#,
        r#"{"name": "operations/o", "done": true, "response": {"id": "7"}}"#,
    ]);
    assert_eq!(create(&transport).operation().await.expect("a note").id.as_deref(), Some("7"));
}

#[tokio::test]
async fn the_text_of_the_server_cannot_control_the_terminal() {
    let transport = transport([
        "{\"name\": \"operations/\\u001b[31m\", \"done\": true, \"error\": {\"code\": 5, \"message\": \"\\u202ex\\ny\"}}",
    ]);
    let error = create(&transport).operation().await.expect_err("the operation failed");
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\n']), "{text}");
    }
    fn is_error<T: std::error::Error + Send + Sync>() {}
    is_error::<OperationError>();
}
