//! A reqwest client as transport.

use std::io::Write;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::routing::{get, post};
use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::{
    ApiDescriptor, Body, Call, Client, ClientBuilder, ErrorKind, Json, MethodDescriptor, NoRetry, ReqwestTransport,
};
use serde_json::json;
use tokio::net::TcpListener;

const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/");
const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes/{id}");
const INSERT: MethodDescriptor = MethodDescriptor::new("notes.insert", "POST", "notes");
const UPLOAD: UploadDescriptor = UploadDescriptor::simple("upload/v1/notes");

async fn start_server() -> String {
    let slow = async || {
        tokio::time::sleep(Duration::from_secs(60)).await;
        "{}"
    };
    let router = Router::new()
        .route("/v1/notes/7", get(async || r#"{"text": "milk"}"#))
        .route("/v1/notes/slow", get(slow))
        .route("/upload/v1/notes", post(async |bytes: Bytes| json!({"size": bytes.len()}).to_string()));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

fn client(url: &str) -> Client {
    // Only plain connections are used, but reqwest requires a TLS configuration.
    let tls = rustls::ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into());
    let tls = tls.with_safe_default_protocol_versions().expect("versions");
    let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
    let builder = reqwest::Client::builder().timeout(Duration::from_millis(300));
    let reqwest = builder.tls_backend_preconfigured(tls).no_proxy().build().expect("a client");
    let builder = ClientBuilder::new(API).endpoint(url).api_key("secret").retry(NoRetry);
    builder.transport(ReqwestTransport::new(reqwest)).build().expect("a client")
}

fn note(client: &Client, id: &'static str) -> Call<Json> {
    Call::new(client, &GET).path_text("id", id)
}

#[tokio::test]
async fn sends_calls_and_uploads() {
    let client = client(&start_server().await);
    assert_eq!(note(&client, "7").send().await.unwrap()["text"], "milk");
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&vec![7; 1_000_000]).unwrap();
    for media in [Body::file(file.path()).await.unwrap(), Body::from(vec![7; 1_000_000])] {
        let upload = Call::<Json>::new(&client, &INSERT).upload(UPLOAD, media);
        assert_eq!(upload.send().await.unwrap()["size"], 1_000_000);
    }
}

#[tokio::test]
async fn distinguishes_errors_and_does_not_reveal_the_key() {
    let url = start_server().await;
    let slow = note(&client(&url), "slow").send().await.unwrap_err();
    assert!(matches!(slow.kind(), ErrorKind::Transport(_)) && slow.is_timeout(), "{slow:?}");
    let unused = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let refused = note(&client(&format!("http://{unused}/")), "7").send().await.unwrap_err();
    assert!(refused.is_retryable() && !refused.is_timeout(), "{refused:?}");
    for error in [slow, refused] {
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
}
