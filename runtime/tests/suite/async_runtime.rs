//! Calls outside of a tokio runtime, or in one that lacks what they need: errors, never panics.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::pagination::PageToken;
use discovery_runtime::{
    ApiDescriptor, Batch, BoxFuture, Call, Client, ClientBuilder, Credentials, ErrorKind, Json, MemoryTransport,
    MetadataServer, MethodDescriptor, NoCredentials, Result,
};
use tokio::runtime::Builder;

const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/").with_batch_path("batch");
const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes");
const UPLOAD: UploadDescriptor = UploadDescriptor::both("/upload/v1/notes");

struct Unpark(std::thread::Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Polls a future on this thread, without a runtime.
fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        std::thread::park();
    }
}

/// Starts a server that responds `{}` to all requests.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            std::thread::spawn(move || {
                let response = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
                while stream.read(&mut [0; 4096]).is_ok_and(|read| read > 0) {
                    if stream.write_all(response).is_err() {
                        break;
                    }
                }
            });
        }
    });
    url
}

fn client(credentials: impl Credentials + 'static) -> Client {
    ClientBuilder::new(API).endpoint(server()).credentials(credentials).build().expect("a client")
}

fn operations(client: &Client) -> Vec<BoxFuture<'static, Result<()>>> {
    let call = || Call::<Json>::new(client, &GET);
    let (get, upload, large) = (call(), call(), call());
    let (download, list, stream) = (call(), call(), call());
    let mut batch = Batch::new();
    let _ = batch.add(call());
    vec![
        Box::pin(async move { get.send().await.map(drop) }),
        Box::pin(async move { upload.upload(UPLOAD, "media".into()).send().await.map(drop) }),
        Box::pin(async move { large.upload(UPLOAD, vec![0; 6 << 20].into()).send().await.map(drop) }),
        Box::pin(async move { download.download().bytes().await.map(drop) }),
        Box::pin(async move { list.pages(PageToken::Query).next().await.expect("a page").map(drop) }),
        Box::pin(async move { stream.stream().collect().await.map(drop) }),
        Box::pin(async move { batch.send().await.map(drop) }),
    ]
}

#[test]
fn default_transport_needs_tokio() {
    for operation in operations(&client(NoCredentials)) {
        let error = block_on(operation).expect_err("an error");
        assert!(matches!(error.kind(), ErrorKind::Transport(error) if !error.is_transient()), "{error:?}");
        assert!(error.to_string().contains("needs a tokio runtime"), "{error}");
    }
}

#[test]
fn default_transport_needs_timers_and_io() {
    let without_both = Builder::new_current_thread().build().expect("a runtime");
    let without_io = Builder::new_current_thread().enable_time().build().expect("a runtime");
    let without_timers = Builder::new_current_thread().enable_io().build().expect("a runtime");
    for runtime in [without_both, without_io, without_timers] {
        for operation in operations(&client(NoCredentials)) {
            let error = runtime.block_on(operation).expect_err("an error");
            assert!(error.to_string().contains("needs a tokio runtime"), "{error}");
        }
    }
}

#[test]
fn credentials_report_that_the_transport_needs_tokio() {
    let credentials = MetadataServer::new().host("127.0.0.1:1");
    let error = block_on(Call::<Json>::new(&client(credentials), &GET).send()).expect_err("an error");
    assert!(matches!(error.kind(), ErrorKind::Auth(_)), "{error:?}");
    assert!(error.to_string().contains("needs a tokio runtime"), "{error}");
}

/// Another transport decides itself what it needs.
#[test]
fn memory_transport_and_credentials_need_no_runtime() {
    let transport = MemoryTransport::new().answer(200, r#"{"access_token": "t"}"#).answer(503, "").answer(200, "{}");
    let builder = ClientBuilder::<Client>::new(API).transport(transport.clone());
    let client = builder.credentials(MetadataServer::new().host("metadata.example")).build().expect("a client");
    block_on(Call::<Json>::new(&client, &GET).send()).expect("a response");
    assert_eq!(transport.left(), 0);
}

#[test]
fn client_is_usable_in_one_runtime_after_another() {
    let client = client(NoCredentials);
    for _ in 0..4 {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(Call::<Json>::new(&client, &GET).send()).expect("a response");
    }
}

#[cfg(feature = "tower")]
#[test]
fn tower_transport_needs_tokio() {
    use discovery_runtime::TowerTransport;

    let service = tower::service_fn(|_: http::Request<_>| async {
        Ok::<_, std::io::Error>(http::Response::new(axum::body::Body::from("{}")))
    });
    let builder = ClientBuilder::<Client>::new(API).transport(TowerTransport::new(service));
    let client = builder.build().expect("a client");
    let error = block_on(Call::<Json>::new(&client, &GET).send()).expect_err("an error");
    assert!(error.to_string().contains("needs a tokio runtime"), "{error}");
}

#[cfg(feature = "reqwest")]
#[test]
fn reqwest_transport_needs_tokio() {
    use discovery_runtime::ReqwestTransport;

    // reqwest needs a TLS provider of the process, depending on its features.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = ClientBuilder::<Client>::new(API).transport(ReqwestTransport::new(reqwest::Client::new()));
    let client = builder.build().expect("a client");
    let error = block_on(Call::<Json>::new(&client, &GET).send()).expect_err("an error");
    assert!(error.to_string().contains("needs a tokio runtime"), "{error}");
}

#[cfg(feature = "yup-oauth2")]
#[test]
fn authenticators_need_tokio() {
    use discovery_runtime::yup_oauth2::{ServiceAccountAuthenticator, ServiceAccountKey};
    use discovery_runtime::{Authenticated, TokenClient};

    let key: ServiceAccountKey = serde_json::from_value(serde_json::json!({
        "client_email": "a", "private_key": include_str!("tokens/key.pem"), "token_uri": "http://127.0.0.1:1/",
    }))
    .expect("a key");
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let building = ServiceAccountAuthenticator::with_client(key, TokenClient::new());
    let authenticator = runtime.block_on(async { building.build().await }).expect("an authenticator");
    let credentials = Authenticated::new(authenticator, ["a"]);
    let transport = MemoryTransport::new();
    let builder = ClientBuilder::<Client>::new(API).transport(transport).credentials(credentials);
    let client = builder.build().expect("a client");
    let error = block_on(Call::<Json>::new(&client, &GET).send()).expect_err("an error");
    assert_eq!(error.kind().to_string(), "the authenticators of yup-oauth2 need a tokio runtime");
}
