//! Tokens that many calls share: who requests them, and what the others do in the meantime.

use std::task::Poll;
use std::time::Duration;

use discovery_runtime::{Call, Json};

use super::authorized_user::user;
use super::server::Server;
use super::{GET, client, get};

#[tokio::test]
async fn concurrent_calls_request_one_token() {
    let server = Server::with_tokens(3600).await;
    let client = client(&server, user(&server, "r"));
    let calls: Vec<_> =
        (0..100).map(|_| tokio::spawn(Call::<Json>::new(&client, &GET).path_text("id", "7").send())).collect();
    for call in calls {
        call.await.expect("no panic").expect("a response");
    }
    assert_eq!(server.token_requests().len(), 1);
}

#[tokio::test]
async fn calls_that_wait_for_a_token_share_the_error() {
    let server = Server::start(|_, _| (503, String::new())).await;
    let client = client(&server, user(&server, "r"));
    let calls: Vec<_> =
        (0..100).map(|_| tokio::spawn(Call::<Json>::new(&client, &GET).path_text("id", "7").send())).collect();
    for call in calls {
        let error = call.await.expect("no panic").unwrap_err();
        assert!(error.to_string().contains("127.0.0.1 refused to issue a token: 503"), "{error}");
    }
    assert_eq!(server.token_requests().len(), 1);
    get(&client).await.unwrap_err();
    assert_eq!(server.token_requests().len(), 2);
}

#[tokio::test]
async fn expired_token_is_replaced() {
    let server = Server::with_tokens(0).await;
    let client = client(&server, user(&server, "r"));
    get(&client).await.unwrap();
    get(&client).await.unwrap();
    assert_eq!(server.authorizations(), ["Bearer token-1", "Bearer token-2"]);
}

#[tokio::test]
async fn call_that_is_dropped_while_it_requests_a_token_does_not_block_others() {
    let server = Server::with_tokens(3600).await;
    for polls in 1..6 {
        let client = client(&server, user(&server, "r"));
        let mut call = Call::<Json>::new(&client, &GET).path_text("id", "7").send();
        let mut left = polls;
        std::future::poll_fn(|context| {
            left -= 1;
            match call.as_mut().poll(context) {
                Poll::Pending if left > 0 => Poll::Pending,
                _ => Poll::Ready(()),
            }
        })
        .await;
        drop(call);
        tokio::time::timeout(Duration::from_secs(10), get(&client)).await.expect("no deadlock").expect("a response");
    }
}
