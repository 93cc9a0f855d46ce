//! Users with refresh tokens.

use discovery_runtime::{
    AuthorizedUser, Backoff, Call, CallOptions as _, Client, ClientBuilder, Json, MemoryTransport, NoRetry,
};
use serde_json::json;

use super::server::{Server, token};
use super::{API, GET, client, get};

pub(crate) fn user(server: &Server, refresh_token: &str) -> AuthorizedUser {
    AuthorizedUser::new("client", "SECRET", refresh_token).token_url(&server.token_url()).expect("a URL")
}

#[tokio::test]
async fn refresh_token_is_exchanged() {
    let server = Server::with_tokens(3600).await;
    let json = json!({
        "type": "authorized_user", "client_id": "client", "client_secret": "SECRET", "refresh_token": "SECRET=&+",
        "token_uri": server.token_url(),
    });
    let client = client(&server, AuthorizedUser::from_json(&json.to_string()).unwrap());
    get(&client).await.unwrap();
    let request = &server.token_requests()[0];
    let fields = ["grant_type", "client_id", "client_secret", "refresh_token"].map(|name| request.field(name));
    assert_eq!(fields, ["refresh_token", "client", "SECRET", "SECRET=&+"]);
    assert_eq!(server.authorizations(), ["Bearer token-1"]);
}

#[tokio::test]
async fn refused_token_is_replaced() {
    let server = Server::with_tokens(3600).await;
    server.refuse("token-1");
    let client = client(&server, user(&server, "r"));
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { get(&client).await })
        })
        .collect();
    for call in calls {
        call.await.expect("no panic").expect("a response");
    }
    assert_eq!(server.token_requests().len(), 2);
}

#[tokio::test]
async fn redirects_within_the_origin_are_followed() {
    for (to, count) in [("/token2", 3), ("https://other.example/token2", 1)] {
        let redirect = http::Response::builder().status(307).header("location", to).body("".into()).unwrap();
        let transport = MemoryTransport::new().respond(redirect).answer(200, token(1, 3600)).answer(200, "{}");
        let builder = ClientBuilder::new(API).transport(transport.clone()).retry(NoRetry);
        let client: Client = builder.credentials(AuthorizedUser::new("client", "SECRET", "r")).build().unwrap();
        assert_eq!(get(&client).await.is_ok(), count == 3);
        let requests = transport.requests();
        assert_eq!(requests.len(), count);
        if let [first, second, _] = &requests[..] {
            assert_eq!(second.uri(), "https://oauth2.googleapis.com/token2");
            assert_eq!(first.body(), second.body());
        }
    }
}

#[tokio::test]
async fn temporary_errors_are_retried_and_others_are_not() {
    for (status, body, is_temporary) in [
        (500, "", true),
        (503, "<html>", true),
        (429, "{}", true),
        (408, "", true),
        (400, r#"{"error": "temporarily_unavailable"}"#, true),
        (400, r#"{"error": "invalid_grant"}"#, false),
        (403, "", false),
        (404, "[]", false),
        (302, "", false),
    ] {
        let server = Server::start(
            move |number, _| if number == 1 { (status, body.to_owned()) } else { (200, token(number, 3600)) },
        )
        .await;
        let client = client(&server, user(&server, "r"));
        let call = Call::<Json>::new(&client, &GET).path_text("id", "7");
        let result = call.retry(Backoff::default().initial_delay(std::time::Duration::from_millis(1))).send().await;
        assert_eq!(result.is_ok(), is_temporary, "{status} {body}: {result:?}");
        assert_eq!(server.token_requests().len(), if is_temporary { 2 } else { 1 }, "{status} {body}");
    }
}

#[tokio::test]
async fn unusable_responses_are_errors_without_secrets() {
    let too_large = format!(r#"{{"access_token": "SECRET", "padding": "{}"}}"#, "a".repeat(2 << 20));
    for (body, problem) in [
        (too_large, "no token was received from 127.0.0.1: the response exceeds 1048576 bytes"),
        ("SECRET".to_owned(), "the response of the token endpoint is malformed"),
        ("[".repeat(100_000), "the response of the token endpoint is malformed"),
        (r#"{"access_token": ""}"#.to_owned(), "the response of the token endpoint contains no `access_token`"),
        (
            r#"{"access_token": {"a": "SECRET"}}"#.to_owned(),
            "the response of the token endpoint contains no `access_token`",
        ),
        (
            r#"{"access_token": "SECRET", "expires_in": -1}"#.to_owned(),
            "the response of the token endpoint is malformed",
        ),
        (
            r#"{"access_token": "SECRET\n"}"#.to_owned(),
            "access token contains characters that are not allowed in a header value",
        ),
    ] {
        let server = Server::start(move |_, _| (200, body.clone())).await;
        let error = get(&client(&server, user(&server, "SECRET"))).await.unwrap_err();
        assert_eq!(error.kind().to_string(), problem);
        assert!(!format!("{error:?}").contains("SECRET"), "{error:?}");
    }
}

#[tokio::test]
async fn cannot_act_on_behalf_of_another_user() {
    let server = Server::with_tokens(3600).await;
    let error = client(&server, user(&server, "r")).on_behalf_of("user@example.com").unwrap_err();
    assert_eq!(
        error.to_string(),
        "credentials of the client cannot act on behalf of a user; those of a service account can"
    );
}
