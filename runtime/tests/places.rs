//! Where requests go, what they say of themselves beside their arguments, and what the server says of scopes and etags.

#![allow(clippy::expect_used, reason = "in tests, outside of functions marked as such")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use discovery_runtime::{
    ApiDescriptor, AuthError, Bearer, BoxFuture, Call, Client, ClientBuilder, Credentials, Error, Json,
    MemoryTransport, MethodDescriptor,
};

const API: ApiDescriptor = ApiDescriptor::new("games:v1", "https://games.googleapis.com/", "games/v1/")
    .with_mtls_root_url("https://games.mtls.googleapis.com/")
    .with_endpoints(&[
        ("europe-west3", "https://games.europe-west3.rep.googleapis.com/"),
        ("us", "https://games.us.example"),
    ])
    .with_user_agent("games-v1/0.1.0");
const OLD: ApiDescriptor = ApiDescriptor::new("old:v1", "https://old.example/", "");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms")
    .with_scopes(&["https://scope.example/a", "https://scope.example/b"]);

fn builder() -> ClientBuilder<Client> {
    ClientBuilder::new(API)
}

/// The URL of a call, or why there is no client.
fn place(builder: ClientBuilder<Client>) -> String {
    let request = builder.build().and_then(|client| Call::<Json>::new(&client, &GET).request());
    request.map_or_else(|error| error.to_string(), |request| request.uri().to_string())
}

#[test]
fn the_root_url_is_the_callers_choice() {
    assert_eq!(place(builder()), "https://games.googleapis.com/games/v1/rooms?alt=json");
    assert_eq!(place(builder().mtls()), "https://games.mtls.googleapis.com/games/v1/rooms?alt=json");
    assert_eq!(place(builder().region("us")), "https://games.us.example/games/v1/rooms?alt=json");
    let universe = builder().universe_domain("cloud.example");
    assert_eq!(place(universe), "https://games.cloud.example/games/v1/rooms?alt=json");
    assert_eq!(place(builder().universe_domain("googleapis.com")), place(builder()));
}

#[test]
fn a_place_that_there_is_not_is_no_place() {
    assert_eq!(
        place(builder().region("mars")),
        "games:v1 has no root URL for the location \"mars\"; it has: europe-west3, us"
    );
    assert_eq!(
        place(ClientBuilder::new(OLD).region("us")),
        "old:v1 has no root URL for the location \"us\"; it has: none"
    );
    assert_eq!(place(ClientBuilder::new(OLD).mtls()), "old:v1 has no root URL for clients with certificates");
    assert_eq!(
        place(ClientBuilder::new(OLD).universe_domain("cloud.example")),
        "`https://old.example` is not of a universe: its host does not end with `.googleapis.com`"
    );
    for domain in ["", ".example", "a/b", "a..b", "a@b", "a b", "a:1"] {
        let said = place(builder().universe_domain(domain));
        assert_eq!(said, format!("{domain:?} is not a domain; expected one like `googleapis.com`"));
    }
    let both = "of `endpoint`, `universe_domain`, `region` and `mtls`, only one can say where the API is";
    assert_eq!(place(builder().region("us").mtls()), both);
    assert_eq!(place(builder().endpoint("https://a.example").universe_domain("b.example")), both);
}

#[test]
fn a_builder_shows_no_password() {
    let shown = format!("{:?}", builder().endpoint("https://user:secret@a.example/").region("us"));
    assert!(!shown.contains("secret") && shown.contains("region us"), "{shown}");
}

/// Credentials that have a quota project of their own, as Google's have.
#[derive(Debug)]
struct WithProject;

impl Credentials for WithProject {
    fn headers<'a>(&'a self, _: &'a MethodDescriptor) -> BoxFuture<'a, Result<http::HeaderMap, AuthError>> {
        let mut headers = http::HeaderMap::new();
        headers.insert("x-goog-user-project", http::HeaderValue::from_static("of-the-credentials"));
        Box::pin(async { Ok::<_, AuthError>(headers) })
    }
}

async fn project(builder: ClientBuilder<Client>, call: impl FnOnce(Call<Json>) -> Call<Json>) -> String {
    let world = MemoryTransport::new().answer(200, "{}");
    let client = builder.transport(world.clone()).build().expect("a client");
    call(Call::new(&client, &GET)).send().await.expect("an answer");
    let requests = world.requests();
    let request = requests.first().expect("a request");
    let mut projects = request.headers().get_all("x-goog-user-project").iter();
    let project = projects.next().map_or("", |project| project.to_str().expect("text")).to_owned();
    assert!(projects.next().is_none());
    project
}

#[tokio::test]
async fn the_nearest_quota_project_counts() {
    assert_eq!(project(builder(), |call| call).await, "");
    assert_eq!(project(builder().credentials(WithProject), |call| call).await, "of-the-credentials");
    let told = || builder().credentials(WithProject).quota_project("of-the-client");
    assert_eq!(project(told(), |call| call).await, "of-the-client");
    assert_eq!(project(told(), |call| call.quota_project("of-the-call")).await, "of-the-call");
    assert_eq!(project(told(), |call| call.header("X-Goog-User-Project", "by-hand")).await, "by-hand");
    assert!(matches!(builder().quota_project("a\nb").build(), Err(Error::Build(_))));
}

#[test]
fn a_request_says_which_client_made_it() {
    let client = builder().build().expect("a client");
    let request = Call::<Json>::new(&client, &GET).request().expect("a request");
    let said = request.headers()["x-goog-api-client"].to_str().expect("text");
    assert_eq!(said, concat!("gdcl/", env!("CARGO_PKG_VERSION"), " games-v1/0.1.0"));
    let request = Call::<Json>::new(&client, &GET).header("x-goog-api-client", "mine/1").request().expect("a request");
    assert_eq!(request.headers()["x-goog-api-client"], "mine/1");
}

#[tokio::test]
async fn etags_are_conditions_and_their_failure_has_a_name() {
    let world = MemoryTransport::new().answer(304, "").answer(412, "").answer(200, "{}");
    let client: Client = builder().transport(world.clone()).build().expect("a client");
    let call = || Call::<Json>::new(&client, &GET);
    let same = call().if_none_match("\"e1\"").send().await.expect_err("nothing new");
    assert!(same.is_not_modified() && !same.is_retryable() && !same.is_precondition_failed(), "{same}");
    let other = call().if_match("\"e1\"").send().await.expect_err("another etag");
    assert!(other.is_precondition_failed() && !other.is_retryable(), "{other}");
    let requests = world.requests();
    assert_eq!(requests[0].headers()["if-none-match"], "\"e1\"");
    assert_eq!(requests[1].headers()["if-match"], "\"e1\"");
}

async fn forbidden(challenge: Option<&str>, body: &str) -> Error {
    let mut response = http::Response::new(body.to_owned().into());
    *response.status_mut() = http::StatusCode::FORBIDDEN;
    if let Some(challenge) = challenge {
        response.headers_mut().insert("www-authenticate", challenge.parse().expect("a header"));
    }
    let world = MemoryTransport::new().respond(response);
    let client: Client = builder().credentials(Bearer::new("TOKEN")).transport(world).build().expect("a client");
    Call::<Json>::new(&client, &GET).send().await.expect_err("forbidden")
}

#[tokio::test]
async fn a_refusal_for_scopes_names_those_that_would_do() {
    let reason = r#"{"error":{"code":403,"message":"No.","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}}"#;
    let message = r#"{"error":{"code":403,"message":"Request had insufficient authentication scopes."}}"#;
    let challenge = "Bearer realm=\"https://accounts.google.com/\", error=\"insufficient_scope\", scope=\"x\"";
    for (challenge, body) in [(None, reason), (None, message), (Some(challenge), ""), (Some(challenge), reason)] {
        let error = forbidden(challenge, body).await;
        assert!(error.is_missing_scopes() && error.is_permission_denied() && !error.is_retryable(), "{body}");
        let shown = error.to_string();
        assert!(
            shown.ends_with("; any of these scopes would do: https://scope.example/a, https://scope.example/b"),
            "{shown}"
        );
        let Error::Api(error) = error else { panic!("{error}") };
        assert_eq!(error.scopes_needed(), GET.scopes());
    }
    let rights = r#"{"error":{"code":403,"message":"You may not.","errors":[{"reason":"insufficientPermissions"}]}}"#;
    let error = forbidden(Some("Bearer realm=\"x\""), rights).await;
    assert!(!error.is_missing_scopes() && !error.to_string().contains("scope.example"), "{error}");
}

/// Credentials of a universe of their own.
#[derive(Clone, Debug, Default)]
struct Elsewhere {
    asked: Arc<AtomicUsize>,
}

impl Credentials for Elsewhere {
    fn headers<'a>(&'a self, method: &'a MethodDescriptor) -> BoxFuture<'a, Result<http::HeaderMap, AuthError>> {
        let bearer = Bearer::new("TOKEN");
        Box::pin(async move { bearer.headers(method).await })
    }

    fn universe_domain(&self) -> BoxFuture<'_, Option<String>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        Box::pin(async { Some("cloud.example".to_owned()) })
    }
}

#[tokio::test]
async fn a_token_stays_in_its_universe() {
    let call = async |builder: ClientBuilder<Client>, credentials: Elsewhere| {
        let world = MemoryTransport::new().answer(200, "{}").answer(200, "{}");
        let client = builder.credentials(credentials).transport(world.clone()).build().expect("a client");
        Call::<Json>::new(&client, &GET).send().await?;
        Call::<Json>::new(&client, &GET).send().await.map(|_| world.requests().len())
    };
    for builder in [builder(), builder().mtls(), builder().region("us"), builder().universe_domain("other.example")] {
        let error = call(builder, Elsewhere::default()).await.expect_err("another universe");
        assert!(matches!(&error, Error::Auth(_)) && !error.is_retryable(), "{error:?}");
        assert!(error.to_string().contains("are of the universe `cloud.example`"), "{error}");
    }
    let at_home = Elsewhere::default();
    assert_eq!(call(builder().universe_domain("cloud.example"), at_home.clone()).await.expect("a response"), 2);
    assert_eq!(at_home.asked.load(Ordering::SeqCst), 1, "it does not change");
    // Where the caller says the place, whose it is is the caller's to know.
    let told = builder().endpoint("https://games.cloud.example/");
    assert_eq!(call(told, Elsewhere::default()).await.expect("a response"), 2);
}
