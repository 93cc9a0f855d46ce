//! Where a client sends its requests.

#![allow(clippy::expect_used, reason = "in tests, outside of functions marked as such")]

use discovery_runtime::{ApiDescriptor, Call, Client, ClientBuilder, Endpoint, Json, MethodDescriptor};

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
