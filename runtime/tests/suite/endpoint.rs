//! Where a client sends its requests.

use std::process::Command;

use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::{
    ApiDescriptor, Batch, Bearer, Call, CallOptions as _, Client, ClientBuilder, Endpoint, Json, MemoryTransport,
    MethodDescriptor,
};
use http::Response;

const API: ApiDescriptor = ApiDescriptor::new("games:v1", "https://games.googleapis.com/", "games/v1/")
    .with_mtls_root_url("https://games.mtls.googleapis.com/")
    .with_endpoints(&[
        ("europe-west3", "https://games.europe-west3.rep.googleapis.com/"),
        ("us", "https://games.us.example"),
    ]);
const OLD: ApiDescriptor = ApiDescriptor::new("old:v1", "https://old.example/", "");
const GET: MethodDescriptor = MethodDescriptor::new("games.rooms.get", "GET", "rooms");

fn builder(api: ApiDescriptor) -> ClientBuilder<Client> {
    ClientBuilder::new(api)
}

/// Returns the URL of a call of a client with this endpoint.
fn url(endpoint: impl Into<Endpoint>) -> String {
    url_of(builder(API).endpoint(endpoint))
}

fn url_of(builder: ClientBuilder<Client>) -> String {
    let client = builder.build().expect("a valid endpoint");
    let request = Call::<Json>::new(&client, &GET).request().expect("a valid request");
    request.uri().to_string()
}

fn build_error(builder: ClientBuilder<Client>) -> String {
    builder.build().expect_err("an invalid endpoint").to_string()
}

#[test]
fn endpoint_determines_the_root_url() {
    assert_eq!(url_of(builder(API)), "https://games.googleapis.com/games/v1/rooms?alt=json");
    assert_eq!(url("https://a.example/proxy"), "https://a.example/proxy/games/v1/rooms?alt=json");
    assert_eq!(url(Endpoint::mtls()), "https://games.mtls.googleapis.com/games/v1/rooms?alt=json");
    assert_eq!(url(Endpoint::region("us")), "https://games.us.example/games/v1/rooms?alt=json");
    let universe = Endpoint::universe_domain("cloud.example");
    assert_eq!(url(universe), "https://games.cloud.example/games/v1/rooms?alt=json");
    assert_eq!(url(Endpoint::universe_domain("googleapis.com")), url_of(builder(API)));
}

#[test]
fn strings_are_root_urls() {
    for endpoint in [Endpoint::from("https://a.example"), String::from("https://a.example").into()] {
        assert_eq!(endpoint, Endpoint::url("https://a.example"));
    }
}

#[test]
fn last_endpoint_is_used() {
    let builder = builder(API).endpoint("https://a.example").endpoint(Endpoint::region("us"));
    assert_eq!(url_of(builder), "https://games.us.example/games/v1/rooms?alt=json");
}

#[test]
fn rejects_endpoints_that_the_api_does_not_have() {
    assert_eq!(
        build_error(builder(API).endpoint(Endpoint::region("mars"))),
        "API games:v1 has no endpoint in region \"mars\"; available regions: europe-west3, us"
    );
    assert_eq!(
        build_error(builder(OLD).endpoint(Endpoint::region("us"))),
        "API old:v1 has no endpoint in region \"us\"; available regions: none"
    );
    assert_eq!(build_error(builder(OLD).endpoint(Endpoint::mtls())), "API old:v1 has no endpoint for mutual TLS");
    assert_eq!(
        build_error(builder(OLD).endpoint(Endpoint::universe_domain("cloud.example"))),
        "root URL `https://old.example` has no universe domain: its host does not end with `.googleapis.com`"
    );
}

#[test]
fn rejects_invalid_universe_domains() {
    for domain in ["", ".example", "a/b", "a..b", "a@b", "a b", "a:1"] {
        assert_eq!(
            build_error(builder(API).endpoint(Endpoint::universe_domain(domain))),
            format!("universe domain {domain:?} is not a valid domain; expected one like `googleapis.com`")
        );
    }
}

#[test]
fn debug_and_errors_contain_only_the_public_part_of_a_url() {
    for url in ["https://a.example/?key=SECRET", "http://a.example/?key=SECRET", "SECRET@a.example", "https:/SECRET@b/"]
    {
        let builder = builder(API).endpoint(url);
        let debug = format!("{builder:?}");
        let error = builder.build().expect_err("an invalid URL");
        let text = format!("{debug} {error} {error:?}");
        assert!(!text.contains("SECRET"), "{text}");
    }
}

#[test]
fn debug_and_errors_do_not_contain_passwords() {
    let builder = builder(API).endpoint("https://user:SECRET@a.example/").api_key("SECRET");
    let debug = format!("{builder:?}");
    assert!(!debug.contains("SECRET") && debug.contains("Url"), "{debug}");
    let error = builder.build().expect_err("a URL with a password");
    assert!(!format!("{error} {error:?}").contains("SECRET"));
}

#[test]
fn this_machine_may_be_http() {
    for host in ["localhost", "LOCALHOST:8080", "gcs.localhost:4443", "127.0.0.1", "127.1.2.3:80", "[::1]:80"] {
        assert!(url(format!("http://{host}")).starts_with("http://"), "{host}");
    }
    for host in ["gcs:4443", "host.docker.internal", "10.0.0.5:9199", "0.0.0.0:4443", ".localhost", "xlocalhost"] {
        assert_eq!(
            build_error(builder(API).endpoint(format!("http://{host}"))),
            format!("endpoint `http://{host}` must be https unless the host is this machine; see `insecure_endpoint`")
        );
    }
}

#[test]
fn insecure_endpoint_may_be_http() {
    for host in ["gcs:4443", "10.0.0.5:9199", "0.0.0.0:4443", "localhost"] {
        let url = url_of(builder(API).insecure_endpoint(format!("http://{host}")));
        assert_eq!(url, format!("http://{host}/games/v1/rooms?alt=json"));
    }
    for (url, problem) in
        [("ftp://gcs", "must be http or https"), ("http://", "is not a URL"), ("gcs:1", "must be http or https")]
    {
        let error = build_error(builder(API).insecure_endpoint(url));
        assert!(error.contains(problem), "{error}");
    }
}

/// Returns a builder of a client with all kinds of secrets.
fn with_secrets(transport: &MemoryTransport) -> ClientBuilder<Client> {
    let builder = builder(API.with_batch_path("batch")).transport(transport.clone()).credentials(Bearer::new("SECRET"));
    builder.api_key("SECRET").header("x-secret-token", "SECRET").header("x-harmless", "7")
}

/// Sends a call, a download, an upload and a batch, and returns the headers of their requests.
async fn headers_of_everything(client: &Client, transport: &MemoryTransport) -> Vec<http::HeaderMap> {
    let call = || Call::<Json>::new(client, &GET).header("authorization", "SECRET").header("x-goog-api-key", "SECRET");
    call().send().await.expect("a response");
    call().download().bytes().await.expect("media");
    call().upload(UploadDescriptor::both("/upload"), "abc".into()).resumable(true).send().await.expect("a response");
    let mut batch = Batch::new();
    let _ = batch.add(Call::<Json>::new(client, &GET));
    batch.send().await.expect_err("the response is not that of a batch");
    transport.requests().into_iter().map(|request| request.headers().clone()).collect()
}

fn responses(session: &str) -> MemoryTransport {
    let session = Response::builder().header("location", session).body("".into()).expect("a response");
    MemoryTransport::new().answer(200, "{}").answer(200, "").respond(session).answer(200, "{}").answer(200, "")
}

#[tokio::test]
async fn insecure_endpoint_receives_credentials_only_on_request() {
    for (url, requested, sent) in [
        ("http://gcs:4443", false, false),
        ("http://gcs:4443", true, true),
        ("http://localhost", false, true),
        ("https://gcs", false, true),
    ] {
        let transport = responses(&format!("{url}/session"));
        let builder = with_secrets(&transport).insecure_endpoint(url);
        let builder = if requested { builder.send_credentials_in_clear() } else { builder };
        let requests = headers_of_everything(&builder.build().expect("a client"), &transport).await;
        assert_eq!(requests.len(), 5);
        for headers in requests {
            assert_eq!(headers["x-harmless"], "7");
            let secrets = headers.values().filter(|value| value.as_bytes().ends_with(b"SECRET")).count();
            assert_eq!(secrets > 0, sent, "{url} {requested}: {headers:?}");
        }
    }
}

#[tokio::test]
async fn insecure_endpoint_does_not_receive_keys_in_the_query() {
    for name in ["key", "access_token", "oauth_token"] {
        let transport = MemoryTransport::new();
        let client = with_secrets(&transport).insecure_endpoint("http://gcs").build().expect("a client");
        let error = Call::<Json>::new(&client, &GET).param(name, "SECRET").send().await.expect_err("a parameter");
        assert!(error.to_string().contains(&format!("parameter `{name}` is not sent")), "{error}");
        assert!(transport.requests().is_empty());
    }
}

#[tokio::test]
async fn insecure_endpoint_does_not_receive_credentials_in_the_parts_of_a_batch() {
    for (url, is_sent) in [("http://gcs:4443", false), ("https://gcs", true)] {
        let transport = MemoryTransport::new().answer(200, "");
        let client = with_secrets(&transport).insecure_endpoint(url).build().expect("a client");
        let mut batch = Batch::new();
        let call = Call::<Json>::new(&client, &GET).header("authorization", "SECRET");
        let _ = batch.add(call.header("x-goog-api-key", "SECRET").header("cookie", "SECRET"));
        batch.send().await.expect_err("the response is not that of a batch");
        let body = String::from_utf8_lossy(transport.requests()[0].body()).into_owned();
        assert_eq!(body.matches("SECRET").count(), if is_sent { 3 } else { 0 }, "{body}");
    }
}

#[tokio::test]
async fn resumable_session_may_be_http_if_the_endpoint_is_insecure() {
    let upload = async |builder: ClientBuilder<Client>, transport: &MemoryTransport| {
        let client = builder.transport(transport.clone()).credentials(Bearer::new("SECRET")).build().expect("a client");
        let call = Call::<Json>::new(&client, &GET).header("x-note", "SECRET");
        call.upload(UploadDescriptor::both("/upload"), "abc".into()).resumable(true).send().await
    };
    let transport = |session: &str| {
        let session = Response::builder().header("location", session).body("".into()).expect("a response");
        MemoryTransport::new().respond(session).answer(200, "{}")
    };
    // The emulator has another name for itself.
    let server = transport("http://gcs:4443/session");
    upload(builder(API).insecure_endpoint("http://127.0.0.1:4443"), &server).await.expect("a response");
    assert!(!server.requests()[1].headers().values().any(|value| value.as_bytes().ends_with(b"SECRET")));

    for (endpoint, session) in [
        ("http://127.0.0.1:4443", "http://gcs:4443/session"),
        ("https://gcs:4443", "http://gcs:4443/session"),
        ("https://gcs:4443", "http://127.0.0.1:4443/session"),
    ] {
        let server = transport(session);
        let error = upload(builder(API).endpoint(endpoint), &server).await.expect_err(session);
        assert!(error.to_string().contains("must be `https`"), "{error}");
        assert_eq!(server.requests().len(), 1);
    }
}

const STORAGE: ApiDescriptor = ApiDescriptor::new("storage:v1", "https://storage.googleapis.com/", "storage/v1/");
const FIRESTORE: ApiDescriptor = ApiDescriptor::new("firestore:v1", "https://firestore.googleapis.com/", "v1/");
const AUTHENTICATION: ApiDescriptor =
    ApiDescriptor::new("identitytoolkit:v1", "https://identitytoolkit.googleapis.com/", "v1/");

/// Environment variables affect the whole process, so this test runs itself in a child process.
#[tokio::test]
async fn environment_names_an_emulator_that_receives_no_credentials() {
    if std::env::var_os("IN_CHILD_PROCESS").is_none() {
        let child = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "endpoint::environment_names_an_emulator_that_receives_no_credentials", "--nocapture"])
            .env("IN_CHILD_PROCESS", "1")
            .env("STORAGE_EMULATOR_HOST", "http://gcs:4443")
            .env("FIRESTORE_EMULATOR_HOST", "0.0.0.0:8080")
            .env("FIREBASE_AUTH_EMULATOR_HOST", "127.0.0.1:9099")
            .env("PUBSUB_EMULATOR_HOST", "ftp://user:SECRET@x")
            .env("SPANNER_EMULATOR_HOST", "localhost:9010")
            .output()
            .expect("a child process");
        assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
        assert!(String::from_utf8_lossy(&child.stdout).contains("1 passed"), "the child process runs no test");
        return;
    }
    let owner = Some("Bearer owner");
    for (api, root_url, authorization) in [
        (STORAGE, "http://gcs:4443/", None),
        (FIRESTORE, "http://0.0.0.0:8080/", owner),
        (AUTHENTICATION, "http://127.0.0.1:9099/identitytoolkit.googleapis.com/", owner),
    ] {
        let transport = MemoryTransport::new().answer(200, "{}").answer(200, "{}");
        let new = || builder(api).transport(transport.clone()).credentials(Bearer::new("SECRET")).api_key("SECRET");
        let client = new().build().expect("a client");
        let call = Call::<Json>::new(&client, &GET).header("authorization", "SECRET");
        call.send().await.expect("a response");
        let request = &transport.requests()[0];
        assert!(request.uri().to_string().starts_with(root_url), "{}", request.uri());
        assert_eq!(
            request.headers().get("authorization").map(http::HeaderValue::as_bytes),
            authorization.map(str::as_bytes)
        );
        assert!(!request.headers().values().any(|value| value.as_bytes().ends_with(b"SECRET")));

        let client = new().send_credentials_in_clear().build().expect("a client");
        Call::<Json>::new(&client, &GET).send().await.expect("a response");
        assert_eq!(transport.requests()[1].headers()["authorization"], "Bearer SECRET");

        assert!(url_of(builder(api).endpoint("https://a.example")).starts_with("https://a.example/"));
        assert!(url_of(builder(api).emulator_from_env(false)).starts_with("https://"));
    }
    assert!(url_of(builder(API)).starts_with("https://games.googleapis.com/"), "another API");
    let pubsub = ApiDescriptor::new("pubsub:v1", "https://pubsub.googleapis.com/", "");
    let error = build_error(builder(pubsub));
    let text = "environment variable PUBSUB_EMULATOR_HOST: endpoint must not contain a user name or password";
    assert_eq!(error, text);
    let spanner = || builder(ApiDescriptor::new("spanner:v1", "https://spanner.googleapis.com/", ""));
    let error = build_error(spanner());
    assert!(error.starts_with("environment variable SPANNER_EMULATOR_HOST names the gRPC port"), "{error}");
    assert_eq!(url_of(spanner().endpoint("http://localhost:9020")), "http://localhost:9020/rooms?alt=json");
    assert_eq!(url_of(spanner().emulator_from_env(false)), "https://spanner.googleapis.com/rooms?alt=json");
}
