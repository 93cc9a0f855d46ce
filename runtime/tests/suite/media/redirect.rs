//! Redirects to the hosts that store media.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use discovery_runtime::{
    AuthContext, AuthError, Body, BoxFuture, CallOptions as _, Client, ClientBuilder, Credentials, ErrorKind,
};
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue, Request, StatusCode};

use super::download::{GENERATION, truncated};
use super::scripted::{ResponseResult, ScriptedTransport, response};
use super::{API, UPLOAD, get, insert};

const CONTENT: &str = "https://content.example/media?signature=SECRET";

/// Redirects requests for the API's own host to this URL; the others are answered by the function.
fn redirecting(
    status: u16,
    to: &'static str,
    content: impl Fn(&Request<Vec<u8>>) -> ResponseResult + Send + Sync + 'static,
) -> ScriptedTransport {
    ScriptedTransport::new(move |_, request| match request.uri().host() {
        Some("storage.example") => response(status, &[("location", to)], ""),
        _ => content(request),
    })
}

#[tokio::test]
async fn downloads_follow_redirects_without_credentials() {
    for status in [301, 302, 303, 307, 308] {
        let transport = redirecting(status, CONTENT, |_| response(200, &[], "abc"));
        let call = get(&transport.client()).header("x-goog-encryption-key", "SECRET").header("cookie", "SECRET");
        assert_eq!(call.download().bytes().await.unwrap(), b"abc");
        let requests = transport.take_requests();
        assert_eq!(requests[0].headers()["authorization"], "Bearer CLIENT");
        assert_eq!((requests[1].method().as_str(), requests[1].uri().to_string().as_str()), ("GET", CONTENT));
        let mut names: Vec<_> = requests[1].headers().keys().map(http::HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "accept-encoding", "user-agent"]);
    }
}

#[tokio::test]
async fn the_range_is_kept() {
    let transport = redirecting(307, CONTENT, |_| response(206, &[("content-range", "bytes 2-4/9")], "345"));
    assert_eq!(get(&transport.client()).download().range(2..5).bytes().await.unwrap(), b"345");
    assert_eq!(transport.take_requests()[1].headers()["range"], "bytes=2-4");
}

#[tokio::test]
async fn a_get_request_that_is_sent_as_a_form_follows_redirects() {
    let transport = redirecting(307, CONTENT, |_| response(200, &[], "abc"));
    let call = get(&transport.client()).param("q", &"x".repeat(10_000));
    assert_eq!(call.download().bytes().await.unwrap(), b"abc");
    let requests = transport.take_requests();
    assert_eq!((requests[0].method().as_str(), requests[1].method().as_str()), ("POST", "GET"));
    assert_eq!((requests[1].uri().to_string().as_str(), requests[1].body().len()), (CONTENT, 0));
    assert!(!requests[1].headers().contains_key("x-http-method-override"));
}

#[tokio::test]
async fn a_broken_download_starts_at_the_first_url_again() {
    let transport = redirecting(302, CONTENT, |request| match request.headers().get("range") {
        None => truncated("1234", 9, &[GENERATION]),
        Some(_) => response(206, &[("content-range", "bytes 4-8/9"), GENERATION], "56789"),
    });
    assert_eq!(get(&transport.client()).download().bytes().await.unwrap(), b"123456789");
    let hosts = transport.take_requests().iter().map(|request| request.uri().host().unwrap().len()).collect::<Vec<_>>();
    let (api, content) = ("storage.example".len(), "content.example".len());
    assert_eq!(hosts, [api, content, api, content]);
}

#[tokio::test]
async fn the_error_of_the_other_host_is_returned() {
    let transport = redirecting(302, CONTENT, |_| response(403, &[], "expired"));
    let error = get(&transport.client()).download().bytes().await.unwrap_err();
    assert_eq!(error.to_string(), "storage.objects.get (content.example, 2 attempts): 403: expired");
}

/// Credentials that record whether a server refused them.
#[derive(Clone, Debug, Default)]
struct RefusalsOnly(Arc<AtomicUsize>);

impl Credentials for RefusalsOnly {
    fn headers<'a>(&'a self, _: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        let token = HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static("Bearer t"))]);
        Box::pin(std::future::ready(Ok(token)))
    }

    fn refused(&self, _: &HeaderMap, _: AuthContext<'_>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[tokio::test]
async fn a_refusal_by_the_other_host_does_not_concern_the_credentials() {
    let transport = redirecting(302, CONTENT, |_| response(401, &[], ""));
    let credentials = RefusalsOnly::default();
    let builder = ClientBuilder::<Client>::new(API).transport(transport.clone()).credentials(credentials.clone());
    let error = get(&builder.build().unwrap()).download().bytes().await.unwrap_err();
    assert!(error.is_unauthenticated());
    assert_eq!((transport.take_requests().len(), credentials.0.load(Ordering::Relaxed)), (2, 0));
}

#[tokio::test]
async fn only_https_is_followed_and_the_error_names_the_host() {
    for to in ["http://content.example/?k=SECRET", "ftp://content.example/?k=SECRET", "http://localhost/?k=SECRET"] {
        let transport = redirecting(302, to, |_| response(200, &[], "abc"));
        let error = get(&transport.client()).download().bytes().await.unwrap_err();
        assert_eq!(error.status(), Some(StatusCode::FOUND));
        let host = if to.contains("localhost") { "localhost" } else { "content.example" };
        let expected = format!("storage.objects.get (storage.example): 302: Found; not redirected to host `{host}`");
        assert_eq!(error.to_string(), expected);
        assert_eq!(transport.take_requests().len(), 1);
    }
}

#[tokio::test]
async fn errors_display_nothing_but_a_host() {
    for to in ["SECRET", "/SECRET", "//SECRET", "https:SECRET", "ftp://SECRET@content.example/SECRET?SECRET#SECRET"] {
        let transport = redirecting(302, to, |_| response(404, &[], "no media"));
        let error = get(&transport.client()).send().await.unwrap_err();
        assert!(!format!("{error} {error:?}").contains("SECRET"), "{error}");
    }
}

#[tokio::test]
async fn redirects_are_bounded() {
    let transport = ScriptedTransport::new(|_, _| response(302, &[("location", CONTENT)], ""));
    let error = get(&transport.client()).download().bytes().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::FOUND));
    assert_eq!(transport.take_requests().len(), 11);
}

#[tokio::test]
async fn calls_and_uploads_are_not_followed() {
    let transport = redirecting(307, CONTENT, |_| response(200, &[], "{}"));
    let client = transport.client();
    let errors = [
        get(&client).send().await.unwrap_err(),
        insert(&client).upload(UPLOAD, "abc".into()).send().await.unwrap_err(),
        insert(&client).upload(UPLOAD, "abc".into()).resumable(true).send().await.unwrap_err(),
        insert(&client)
            .upload(UPLOAD, Body::stream(Body::from("abc"), None))
            .resumable(false)
            .send()
            .await
            .unwrap_err(),
        insert(&client).download().bytes().await.unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error.kind(), ErrorKind::Api(_)));
        let text = error.to_string();
        assert!(text.ends_with("307: Temporary Redirect; not redirected to host `content.example`"), "{text}");
    }
    assert_eq!(transport.take_requests().len(), 5);
}
