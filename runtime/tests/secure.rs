//! The ready-made transport in TLS: whom it trusts, what it shows, which way it goes.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may")]

use std::process::Stdio;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::{Request, Version};
use discovery_runtime::{
    ApiDescriptor, Bearer, Call, Client, ClientBuilder, Error, ErrorKind, HyperTransport, Json, MethodDescriptor,
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use rcgen::{BasicConstraints, Certificate, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/");
const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes/{id}");

fn ring() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// A server's settings, before it is said whom it knows.
fn servers() -> rustls::ConfigBuilder<ServerConfig, rustls::WantsVerifier> {
    ServerConfig::builder_with_provider(ring()).with_safe_default_protocol_versions().expect("versions")
}

/// Somebody whom nobody trusts without being told to.
struct Authority(CertifiedIssuer<'static, KeyPair>);

/// Somebody whom an authority vouches for.
struct Identity {
    certificate: Certificate,
    key: KeyPair,
}

impl Identity {
    fn chain(&self) -> Vec<CertificateDer<'static>> {
        vec![self.certificate.der().clone()]
    }

    fn key(&self) -> PrivateKeyDer<'static> {
        PrivateKeyDer::try_from(self.key.serialize_der()).expect("a key")
    }
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new([]).expect("parameters");
        // OpenSSL takes those of one name for one.
        params.distinguished_name.push(DnType::CommonName, "an authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("a certificate"))
    }

    fn vouches_for(&self, names: &[&str]) -> Identity {
        let key = KeyPair::generate().expect("a key");
        let names: Vec<_> = names.iter().map(ToString::to_string).collect();
        let params = CertificateParams::new(names).expect("names");
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        Identity { certificate, key }
    }

    fn roots(&self) -> RootCertStore {
        let mut roots = RootCertStore::empty();
        roots.add(self.0.der().clone()).expect("a root");
        roots
    }

    /// Transports that trust this authority alone, one of each kind, and show who they are if they are to.
    fn transports(&self, shown: Option<&Identity>) -> Vec<HyperTransport> {
        vec![
            #[cfg(feature = "rustls")]
            self.over_rustls(shown),
            #[cfg(feature = "native-tls")]
            self.over_native_tls(shown),
        ]
    }

    #[cfg(feature = "rustls")]
    fn over_rustls(&self, shown: Option<&Identity>) -> HyperTransport {
        let builder = rustls::ClientConfig::builder_with_provider(ring());
        let builder = builder.with_safe_default_protocol_versions().expect("versions");
        let builder = builder.with_root_certificates(self.roots());
        let mut settings = match shown {
            Some(shown) => builder.with_client_auth_cert(shown.chain(), shown.key()).expect("a configuration"),
            None => builder.with_no_client_auth(),
        };
        settings.alpn_protocols = vec![b"spdy/1".to_vec()];
        HyperTransport::with_rustls(settings)
    }

    #[cfg(feature = "native-tls")]
    fn over_native_tls(&self, shown: Option<&Identity>) -> HyperTransport {
        let mut settings = native_tls::TlsConnector::builder();
        let root = native_tls::Certificate::from_pem(self.0.pem().as_bytes()).expect("a root");
        settings.disable_built_in_roots(true).add_root_certificate(root).request_alpns(&["spdy/1"]);
        if let Some(shown) = shown {
            let (certificate, key) = (shown.certificate.pem(), shown.key.serialize_pem());
            let identity = native_tls::Identity::from_pkcs8(certificate.as_bytes(), key.as_bytes());
            settings.identity(identity.expect("an identity"));
        }
        HyperTransport::with_native_tls(&mut settings).expect("a transport")
    }

    /// A server that says how it was asked, and by whom if it is to know.
    async fn server(&self, knows_clients: bool) -> u16 {
        let builder = servers();
        let builder = if knows_clients {
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(self.roots()), ring());
            builder.with_client_cert_verifier(verifier.build().expect("a verifier"))
        } else {
            builder.with_no_client_auth()
        };
        let shown = self.vouches_for(&["notes.example", "127.0.0.1"]);
        let mut config = builder.with_single_cert(shown.chain(), shown.key()).expect("a configuration");
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        tokio::spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let Ok(tls) = acceptor.accept(tcp).await else { return };
                    let service = TowerToHyperService::new(Router::new().fallback(told));
                    let _ = auto::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(tls), service).await;
                });
            }
        });
        port
    }
}

async fn told(request: Request<axum::body::Body>) -> String {
    let http2 = request.version() == Version::HTTP_2;
    let token = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    json!({"http2": http2, "path": request.uri().path(), "token": token}).to_string()
}

fn client(transport: HyperTransport, port: u16) -> Client {
    let builder = ClientBuilder::new(API).endpoint(format!("https://127.0.0.1:{port}/"));
    builder.credentials(Bearer::new("t")).transport(transport).build().expect("a client")
}

async fn get(client: &Client) -> Result<Json, Error> {
    Call::<Json>::new(client, &GET).path_text("id", "7").send().await
}

#[tokio::test]
async fn the_newest_version_that_both_know_is_spoken() {
    let authority = Authority::new();
    let port = authority.server(false).await;
    let answer = json!({"http2": cfg!(feature = "http2"), "path": "/v1/notes/7", "token": "Bearer t"});
    for transport in authority.transports(None) {
        let client = client(transport, port);
        let calls: Vec<_> =
            (0..8).map(|_| client.clone()).map(|client| tokio::spawn(async move { get(&client).await })).collect();
        for call in calls {
            assert_eq!(call.await.unwrap().unwrap(), answer);
        }
    }
}

#[tokio::test]
async fn who_is_not_vouched_for_is_not_spoken_to_and_not_asked_again() {
    let port = Authority::new().server(false).await;
    for transport in Authority::new().transports(None) {
        let error = get(&client(transport, port)).await.unwrap_err();
        assert!(!error.is_retryable() && !error.is_timeout(), "{error:?}");
        assert!(error.to_string().contains("certificate"), "{error}");
    }
}

#[tokio::test]
async fn a_server_that_knows_its_clients_sees_their_certificate() {
    let authority = Authority::new();
    let port = authority.server(true).await;
    let somebody = authority.vouches_for(&["somebody"]);
    for known in authority.transports(Some(&somebody)) {
        assert_eq!(get(&client(known, port)).await.unwrap()["path"], "/v1/notes/7");
    }
    for unknown in authority.transports(None) {
        let error = get(&client(unknown, port)).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Transport(_)), "{error:?}");
    }
}

/// A server that hangs up in the middle of a greeting may be there the next time.
#[tokio::test]
async fn a_greeting_that_breaks_off_is_tried_again() {
    for transport in Authority::new().transports(None) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        tokio::spawn(async move {
            while let Ok((mut tcp, _)) = listener.accept().await {
                let _ = tcp.read(&mut [0; 100]).await;
            }
        });
        let error = get(&client(transport, port)).await.unwrap_err();
        assert!(error.is_retryable() && !error.is_timeout(), "{error:?}");
    }
}

/// What a process is told by its environment holds for all of it, so this one starts others, which are this test again.
#[tokio::test(flavor = "multi_thread")]
async fn the_systems_proxy_and_certificates_are_used() {
    if std::env::var_os("IN_ANOTHER_PROCESS").is_some() {
        let client: Client = ClientBuilder::new(API).credentials(Bearer::new("t")).build().expect("a client");
        let answer = get(&client).await.unwrap();
        assert_eq!((&answer["path"], &answer["token"]), (&json!("/v1/notes/7"), &json!("Bearer t")));
        return;
    }
    let authority = Authority::new();
    let server = authority.server(false).await;
    let folder = tempfile::tempdir().unwrap();
    let roots = folder.path().join("roots.pem");
    std::fs::write(&roots, authority.0.pem()).unwrap();
    for secure in [false, true] {
        let proxy = Proxy::start(server, secure.then_some(&authority)).await;
        let scheme = if secure { "https" } else { "http" };
        let child = tokio::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "the_systems_proxy_and_certificates_are_used", "--nocapture"])
            .env("IN_ANOTHER_PROCESS", "1")
            .env("SSL_CERT_FILE", &roots)
            .env("HTTPS_PROXY", format!("{scheme}://me:secret@127.0.0.1:{}", proxy.port))
            .env_remove("NO_PROXY")
            .env_remove("no_proxy")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .output();
        let child = child.await.unwrap();
        assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
        let asked = proxy.asked.lock().unwrap().join("");
        assert!(asked.starts_with("CONNECT notes.example:443 HTTP/1.1\r\n"), "{asked}");
        assert!(asked.to_ascii_lowercase().contains("proxy-authorization: basic bwu6c2vjcmv0\r\n"), "{asked}");
        assert!(!asked.contains("Bearer"), "{asked}");
    }
}

/// Takes everybody to one server, whatever the name that they ask for.
struct Proxy {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    async fn start(server: u16, secure: Option<&Authority>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let kept = Arc::clone(&asked);
        let acceptor = secure.map(|authority| {
            let shown = authority.vouches_for(&["127.0.0.1"]);
            let config = servers().with_no_client_auth().with_single_cert(shown.chain(), shown.key());
            TlsAcceptor::from(Arc::new(config.expect("a configuration")))
        });
        tokio::spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                let (kept, acceptor) = (Arc::clone(&kept), acceptor.clone());
                tokio::spawn(async move {
                    match acceptor {
                        None => tunnel(tcp, server, &kept).await,
                        Some(acceptor) => tunnel(acceptor.accept(tcp).await.expect("TLS"), server, &kept).await,
                    }
                });
            }
        });
        Self { port, asked }
    }
}

async fn tunnel(
    client: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    server: u16,
    asked: &Mutex<Vec<String>>,
) {
    let mut client = BufReader::new(client);
    loop {
        let mut line = String::new();
        client.read_line(&mut line).await.expect("a line");
        asked.lock().expect("the lines").push(line.clone());
        if line.trim().is_empty() {
            break;
        }
    }
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.expect("an answer");
    let mut server = TcpStream::connect(("127.0.0.1", server)).await.expect("the server");
    let _ = copy_bidirectional(&mut client, &mut server).await;
}
