//! Token endpoints that fail temporarily, and calls that are dropped during a refresh.

use std::task::Poll;
use std::time::Duration;

use axum::http::StatusCode;
use discovery_runtime::{BoxFuture, Call, CallOptions as _, MethodDescriptor, NoRetry};
use serde_json::{Value, json};

use crate::{
    GET, SCOPE, client, expired_user, responses, token_endpoint, token_endpoint_in_turn, token_expiring_in, user,
};

/// A response without a token, as a server may send it during an outage.
fn outage() -> (StatusCode, Value) {
    (StatusCode::INTERNAL_SERVER_ERROR, json!({}))
}

#[tokio::test]
async fn response_without_a_token_is_not_reused() {
    let folder = tempfile::tempdir().unwrap();
    let tokens = folder.path().join("tokens.json");
    let (url, sent) = token_endpoint_in_turn(vec![outage(), (StatusCode::OK, token_expiring_in(3600))]).await;
    let transport = responses(2);
    let first = client(expired_user(&url, &tokens).await, &transport);
    Call::<()>::new(&first, &GET).retry(NoRetry).send().await.unwrap();
    let next_process = client(user(&url, &tokens).await, &transport);
    Call::<()>::new(&next_process, &GET).retry(NoRetry).send().await.unwrap();
    assert!(transport.requests().iter().all(|request| request.headers()["authorization"] == "Bearer token-2"));
    assert_eq!(sent.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn stored_response_without_a_token_is_replaced() {
    for access_token in [Value::Null, json!("")] {
        let folder = tempfile::tempdir().unwrap();
        let tokens = folder.path().join("tokens.json");
        let token = json!({"access_token": access_token, "refresh_token": "R", "expires_at": null, "id_token": null});
        std::fs::write(&tokens, json!([{"scopes": [SCOPE], "token": token}]).to_string()).unwrap();
        let (url, sent) = token_endpoint(StatusCode::OK, token_expiring_in(3600)).await;
        let transport = responses(1);
        let client = client(user(&url, &tokens).await, &transport);
        Call::<()>::new(&client, &GET).retry(NoRetry).send().await.unwrap();
        assert_eq!(transport.requests()[0].headers()["authorization"], "Bearer token-1");
        assert_eq!(sent.lock().unwrap().len(), 1);
    }
}

/// Nothing was sent before, so the call does not have to be idempotent.
#[tokio::test]
async fn retries_after_an_outage_of_the_token_endpoint() {
    const POST: MethodDescriptor = MethodDescriptor::new("games.rooms.insert", "POST", "rooms");
    let folder = tempfile::tempdir().unwrap();
    let (url, _) = token_endpoint_in_turn(vec![outage(), outage(), (StatusCode::OK, token_expiring_in(3600))]).await;
    let transport = responses(1);
    let client = client(expired_user(&url, &folder.path().join("tokens.json")).await, &transport);
    Call::<()>::new(&client, &POST).send().await.unwrap();
    assert_eq!((transport.requests().len(), transport.pauses().len()), (1, 1));
}

#[tokio::test]
async fn gives_up_after_a_long_outage_of_the_token_endpoint() {
    let endless = json!({"access_token": "token-N", "expires_in": i64::MAX});
    for (response, message) in [
        (outage(), "the response of the token endpoint contains no access token"),
        ((StatusCode::OK, endless), "the response of the token endpoint is malformed"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (url, _) = token_endpoint_in_turn(vec![response]).await;
        let transport = responses(1);
        let client = client(expired_user(&url, &folder.path().join("tokens.json")).await, &transport);
        let error = Call::<()>::new(&client, &GET).send().await.unwrap_err();
        assert!(error.is_retryable() && error.to_string().ends_with(message), "{error:?}");
        assert_eq!((transport.requests().len(), transport.pauses().len()), (0, 3));
    }
}

/// Polls a call this many times, and drops it. Returns `true` if it ended before.
async fn drop_after_polls(mut call: BoxFuture<'static, discovery_runtime::Result<()>>, times: usize) -> bool {
    let mut left = times;
    std::future::poll_fn(|context| {
        left -= 1;
        match call.as_mut().poll(context) {
            Poll::Ready(result) => Poll::Ready(result.is_ok()),
            Poll::Pending if left == 0 => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

#[tokio::test]
async fn call_that_is_dropped_during_a_refresh_does_not_block_others() {
    let (url, _) = token_endpoint(StatusCode::OK, token_expiring_in(3600)).await;
    for times in 1.. {
        let folder = tempfile::tempdir().unwrap();
        let transport = responses(2);
        let client = client(expired_user(&url, &folder.path().join("tokens.json")).await, &transport);
        let is_complete = drop_after_polls(Call::<()>::new(&client, &GET).send(), times).await;
        let next = Call::<()>::new(&client, &GET).timeout(Duration::from_secs(10)).send();
        tokio::time::timeout(Duration::from_secs(10), next).await.unwrap().unwrap();
        if is_complete {
            assert!(times > 2, "{times}");
            break;
        }
    }
}
