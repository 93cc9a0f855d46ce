//! A web service that makes calls on behalf of a thousand users with one client: connections, token
//! requests, and how often the root certificates are read.

use std::collections::HashMap;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::{env, fs, io};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use axum::serve::Listener;
use discovery_runtime::{
    AuthorizedUser, BuildError, Call, CallOptions as _, Client, ClientBuilder, Json, MethodDescriptor, NoCredentials,
    NoRetry, Result,
};
use rcgen::CertifiedKey;
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::server::Server;
use super::{API, GET};

const USERS: usize = 1000;
const REQUESTS_PER_USER: usize = 3;
const IN_PARALLEL: usize = 32;

/// A method of the service that creates a client for each request.
const GET_WITH_NEW_CLIENT: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "new-client/notes/{id}");

/// The header with the user.
const USER: &str = "x-user";

/// The variable with the URL of the API, which only the process of the service has.
const API_URL: &str = "API_URL_OF_SERVICE";

/// The text with which the service prints its URL.
const LISTENING: &str = "listening on ";

struct Service {
    api_url: String,
    client: Client,
    users: HashMap<String, AuthorizedUser>,
}

impl Service {
    fn new(api_url: String) -> Self {
        let user = |number: usize| {
            let user = AuthorizedUser::new("client", "SECRET", number.to_string());
            (number.to_string(), user.token_url(&format!("{api_url}/token")).expect("a URL"))
        };
        let client = new_client(&api_url).expect("a client");
        Self { client, users: (0..USERS).map(user).collect(), api_url }
    }

    async fn run(self) {
        let routes = Router::new()
            .route("/v1/notes/{id}", get(read_note))
            .route("/v1/new-client/notes/{id}", get(read_note_with_new_client));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        println!("{LISTENING}http://{}", listener.local_addr().expect("an address"));
        axum::serve(listener, routes.with_state(Arc::new(self))).await.expect("a server");
    }

    async fn read_note(&self, client: &Client, headers: &HeaderMap) -> (StatusCode, String) {
        let user = headers.get(USER).and_then(|user| user.to_str().ok()).unwrap_or_default();
        let Some(credentials) = self.users.get(user) else { return (StatusCode::FORBIDDEN, String::new()) };
        match Call::<Json>::new(&client.with_credentials(credentials.clone()), &GET).path_text("id", user).send().await
        {
            Ok(note) => (StatusCode::OK, note.to_string()),
            Err(error) => (StatusCode::BAD_GATEWAY, error.to_string()),
        }
    }
}

fn new_client(api_url: &str) -> Result<Client, BuildError> {
    ClientBuilder::new(API).endpoint(api_url).credentials(NoCredentials).build()
}

async fn read_note(State(service): State<Arc<Service>>, headers: HeaderMap) -> (StatusCode, String) {
    service.read_note(&service.client, &headers).await
}

async fn read_note_with_new_client(State(service): State<Arc<Service>>, headers: HeaderMap) -> (StatusCode, String) {
    match new_client(&service.api_url) {
        Ok(client) => service.read_note(&client, &headers).await,
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
    }
}

/// A listener for connections with TLS, whose handshakes do not wait for each other.
struct TlsListener {
    address: SocketAddr,
    accepted: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
}

impl TlsListener {
    /// Returns a listener and its certificate, in PEM.
    async fn start() -> (Self, String) {
        let identity = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]);
        let CertifiedKey { cert, signing_key } = identity.expect("a certificate");
        let key = PrivateKeyDer::try_from(signing_key.serialize_der()).expect("a key");
        let builder = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
        let builder = builder.with_safe_default_protocol_versions().expect("versions").with_no_client_auth();
        let config = builder.with_single_cert(vec![cert.der().clone()], key).expect("a configuration");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (sender, accepted) = mpsc::channel(1);
        tokio::spawn(async move {
            while let Ok((tcp, peer)) = listener.accept().await {
                let (acceptor, sender) = (acceptor.clone(), sender.clone());
                tokio::spawn(async move { sender.send((acceptor.accept(tcp).await.ok()?, peer)).await.ok() });
            }
        });
        (Self { address, accepted }, cert.pem())
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.accepted.recv().await {
            Some(connection) => connection,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// Creates a file that can be read once: a pipe that is removed when it is opened. The thread ends
/// when it has been read.
fn file_to_read_once(path: PathBuf, content: String) -> JoinHandle<()> {
    assert!(std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo").success());
    std::thread::spawn(move || {
        let mut pipe = fs::File::options().write(true).open(&path).expect("a reader");
        fs::remove_file(&path).expect("the pipe");
        pipe.write_all(content.as_bytes()).expect("a reader");
    })
}

/// Starts this test in a process that is the service. Returns its URL.
async fn start_service(api_url: &str, certificates: &Path) -> (Child, String) {
    let mut command = Command::new(env::current_exe().expect("this program"));
    command.args([
        "--exact",
        "tokens::service::a_service_requests_a_token_per_user_and_reads_certificates_once",
        "--nocapture",
    ]);
    for variable in ["ALL_PROXY", "HTTPS_PROXY", "SSL_CERT_DIR", "all_proxy", "https_proxy"] {
        command.env_remove(variable);
    }
    command.env(API_URL, api_url).env("SSL_CERT_FILE", certificates).stdout(Stdio::piped()).kill_on_drop(true);
    let mut service = command.spawn().expect("a process");
    let mut lines = BufReader::new(service.stdout.take().expect("its output")).lines();
    loop {
        let line = lines.next_line().await.expect("text").expect("the URL of the service");
        if let Some((_, url)) = line.split_once(LISTENING) {
            // The process could not print anything else if its output were closed.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return (service, url.to_owned());
        }
    }
}

/// Sends the requests of all users in a random order, several at a time.
async fn send_all(service: &Client) {
    let mut users: Vec<_> = (0..USERS * REQUESTS_PER_USER).map(|number| number % USERS).collect();
    fastrand::Rng::with_seed(1).shuffle(&mut users);
    let (users, next) = (Arc::new(users), Arc::new(AtomicUsize::new(0)));
    let workers = (0..IN_PARALLEL).map(|_| {
        let (users, next, service) = (Arc::clone(&users), Arc::clone(&next), service.clone());
        tokio::spawn(async move {
            while let Some(user) = users.get(next.fetch_add(1, Ordering::SeqCst)) {
                let call = Call::<Json>::new(&service, &GET).path_text("id", "7");
                call.header(USER, &user.to_string()).send().await.expect("a response");
            }
        })
    });
    for worker in workers.collect::<Vec<_>>() {
        worker.await.expect("no panic");
    }
}

/// Environment variables affect the whole process, so the service runs in another one.
#[tokio::test(flavor = "multi_thread")]
async fn a_service_requests_a_token_per_user_and_reads_certificates_once() {
    if let Ok(api_url) = env::var(API_URL) {
        return Service::new(api_url).run().await;
    }
    let (listener, certificate) = TlsListener::start().await;
    let api = Server::serve("https", listener, |_, request| {
        let token = format!("token of {}", request.field("refresh_token"));
        (200, json!({"access_token": token, "expires_in": 3600, "token_type": "Bearer"}).to_string())
    });
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("certificates.pem");
    let certificates = file_to_read_once(path.clone(), certificate);
    let (_process, url) = start_service(&api.url, &path).await;

    let service = ClientBuilder::<Client>::new(API).endpoint(url).credentials(NoCredentials).retry(NoRetry);
    let service = service.build().expect("a client");
    send_all(&service).await;
    let requests = api.api_requests();
    assert_eq!(requests.len(), USERS * REQUESTS_PER_USER);
    for request in requests {
        let user = request.target.trim_start_matches("/v1/notes/").trim_end_matches("?alt=json");
        assert_eq!(request.header("authorization"), format!("Bearer token of {user}"));
    }
    assert_eq!(api.token_requests().len(), USERS);
    // A request that finds no idle connection starts one, even if it then uses another.
    assert!(api.connections() <= 4 * IN_PARALLEL, "{} connections", api.connections());
    certificates.join().expect("certificates that were read");

    // Another client reads the certificates again, and finds none.
    let call = Call::<Json>::new(&service, &GET_WITH_NEW_CLIENT).path_text("id", "7").header(USER, "7");
    let error = call.send().await.expect_err("no certificates").to_string();
    assert!(error.contains("No CA certificates were loaded from the system"), "{error}");
}
