//! TLS in the default transport: certificates, protocol versions and proxies.

mod socks;

use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::{Request, Version};
use discovery_runtime::{
    ApiDescriptor, Backoff, Bearer, Call, CallOptions as _, Client, ClientBuilder, Error, ErrorKind, HyperTransport,
    Json, MemoryTransport, MethodDescriptor, NoRetry,
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

/// Returns the configuration of a server, up to the verification of clients.
fn server_config() -> rustls::ConfigBuilder<ServerConfig, rustls::WantsVerifier> {
    ServerConfig::builder_with_provider(ring()).with_safe_default_protocol_versions().expect("versions")
}

/// A certificate authority that is not trusted by default.
struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate that was issued by an authority, with its key.
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
        // OpenSSL does not distinguish authorities with the same name.
        params.distinguished_name.push(DnType::CommonName, "an authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("a certificate"))
    }

    fn issue(&self, names: &[&str]) -> Identity {
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

    /// Returns a transport for each TLS implementation, which only trusts this authority and
    /// presents a client certificate if there is one.
    fn transports(&self, identity: Option<&Identity>) -> Vec<HyperTransport> {
        vec![
            #[cfg(feature = "rustls")]
            self.over_rustls(identity),
            #[cfg(feature = "native-tls")]
            self.over_native_tls(identity),
        ]
    }

    #[cfg(feature = "rustls")]
    fn over_rustls(&self, identity: Option<&Identity>) -> HyperTransport {
        let builder = rustls::ClientConfig::builder_with_provider(ring());
        let builder = builder.with_safe_default_protocol_versions().expect("versions");
        let builder = builder.with_root_certificates(self.roots());
        let mut settings = match identity {
            Some(identity) => builder.with_client_auth_cert(identity.chain(), identity.key()).expect("a configuration"),
            None => builder.with_no_client_auth(),
        };
        settings.alpn_protocols = vec![b"spdy/1".to_vec()];
        HyperTransport::with_rustls(settings)
    }

    #[cfg(feature = "native-tls")]
    fn over_native_tls(&self, identity: Option<&Identity>) -> HyperTransport {
        let mut settings = native_tls::TlsConnector::builder();
        let root = native_tls::Certificate::from_pem(self.0.pem().as_bytes()).expect("a root");
        settings.disable_built_in_roots(true).add_root_certificate(root).request_alpns(&["spdy/1"]);
        if let Some(identity) = identity {
            let (certificate, key) = (identity.certificate.pem(), identity.key.serialize_pem());
            let identity = native_tls::Identity::from_pkcs8(certificate.as_bytes(), key.as_bytes());
            settings.identity(identity.expect("an identity"));
        }
        HyperTransport::with_native_tls(&mut settings).expect("a transport")
    }

    /// Starts a server that echoes the properties of the request. It optionally requires a client
    /// certificate.
    async fn server(&self, requires_client_certificate: bool) -> u16 {
        let builder = server_config();
        let builder = if requires_client_certificate {
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(self.roots()), ring());
            builder.with_client_cert_verifier(verifier.build().expect("a verifier"))
        } else {
            builder.with_no_client_auth()
        };
        let identity = self.issue(&["notes.example", "127.0.0.1"]);
        let mut config = builder.with_single_cert(identity.chain(), identity.key()).expect("a configuration");
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        tokio::spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let Ok(tls) = acceptor.accept(tcp).await else { return };
                    let service = TowerToHyperService::new(Router::new().fallback(echo));
                    let _ = auto::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(tls), service).await;
                });
            }
        });
        port
    }
}

async fn echo(request: Request<axum::body::Body>) -> String {
    let http2 = request.version() == Version::HTTP_2;
    let token = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    json!({"http2": http2, "path": request.uri().path(), "token": token}).to_string()
}

fn client(transport: HyperTransport, port: u16) -> Client {
    let quick = Backoff::default().initial_delay(Duration::from_millis(1));
    let builder = ClientBuilder::new(API).endpoint(format!("https://127.0.0.1:{port}/")).retry(quick);
    builder.credentials(Bearer::new("t")).transport(transport).build().expect("a client")
}

async fn get(client: &Client) -> Result<Json, Error> {
    Call::<Json>::new(client, &GET).path_text("id", "7").send().await
}

#[tokio::test]
async fn negotiates_the_newest_common_http_version() {
    let authority = Authority::new();
    let port = authority.server(false).await;
    let expected = json!({"http2": cfg!(feature = "http2"), "path": "/v1/notes/7", "token": "Bearer t"});
    for transport in authority.transports(None) {
        let client = client(transport, port);
        let calls: Vec<_> =
            (0..8).map(|_| client.clone()).map(|client| tokio::spawn(async move { get(&client).await })).collect();
        for call in calls {
            assert_eq!(call.await.unwrap().unwrap(), expected);
        }
    }
}

#[tokio::test]
async fn does_not_retry_an_untrusted_certificate() {
    let port = Authority::new().server(false).await;
    for transport in Authority::new().transports(None) {
        let error = get(&client(transport, port)).await.unwrap_err();
        assert!(!error.is_retryable() && !error.is_timeout(), "{error:?}");
        assert!(error.to_string().contains("certificate"), "{error}");
    }
}

#[tokio::test]
async fn presents_a_client_certificate() {
    let authority = Authority::new();
    let port = authority.server(true).await;
    let identity = authority.issue(&["client"]);
    for transport in authority.transports(Some(&identity)) {
        assert_eq!(get(&client(transport, port)).await.unwrap()["path"], "/v1/notes/7");
    }
    for transport in authority.transports(None) {
        let error = get(&client(transport, port)).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Transport(_)), "{error:?}");
    }
}

#[tokio::test]
async fn an_interrupted_handshake_is_retryable() {
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
        assert!(error.is_unprocessed(), "nothing was sent: {error:?}");
    }
}

#[tokio::test]
async fn connecting_takes_as_long_as_the_transport_says() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    for transport in Authority::new().transports(None) {
        // The system accepts the connection, but the server does not answer.
        let client = client(transport.connect_timeout(Duration::from_millis(50)), port);
        let call = Call::<Json>::new(&client, &GET).path_text("id", "7").retry(NoRetry);
        let error = call.send().await.unwrap_err();
        assert!(error.is_timeout() && error.is_unprocessed(), "{error:?}");
        assert!(error.to_string().ends_with("connecting timed out after 50ms"), "{error}");
    }
    let builder = ClientBuilder::<Client>::new(API).connect_timeout(Duration::from_millis(50));
    let client = builder.endpoint(format!("https://127.0.0.1:{port}")).retry(NoRetry).build().expect("a client");
    let error = get(&client).await.unwrap_err();
    assert!(error.to_string().ends_with("connecting timed out after 50ms"), "{error}");
    let builder = ClientBuilder::<Client>::new(API).connect_timeout(Duration::from_millis(50));
    let error = builder.transport(MemoryTransport::new()).build().expect_err("two transports");
    assert_eq!(error.to_string(), "connect timeout has no effect on a custom transport, which has its own");
}

/// Environment variables affect the whole process, so this test runs itself in child processes.
#[tokio::test(flavor = "multi_thread")]
async fn uses_proxy_and_certificates_of_the_system() {
    if std::env::var_os("IN_CHILD_PROCESS").is_some() {
        let client: Client = ClientBuilder::new(API).credentials(Bearer::new("t")).build().expect("a client");
        let response = get(&client).await.unwrap();
        assert_eq!((&response["path"], &response["token"]), (&json!("/v1/notes/7"), &json!("Bearer t")));
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
            .args(["--exact", "tls::uses_proxy_and_certificates_of_the_system", "--nocapture"])
            .env("IN_CHILD_PROCESS", "1")
            .env("SSL_CERT_FILE", &roots)
            .env("HTTPS_PROXY", format!("{scheme}://me:secret@127.0.0.1:{}", proxy.port))
            .env_remove("NO_PROXY")
            .env_remove("no_proxy")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .output();
        let child = child.await.unwrap();
        assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
        let request = proxy.request.lock().unwrap().join("");
        assert!(request.starts_with("CONNECT notes.example:443 HTTP/1.1\r\n"), "{request}");
        assert!(request.to_ascii_lowercase().contains("proxy-authorization: basic bwu6c2vjcmv0\r\n"), "{request}");
        assert!(!request.contains("Bearer"), "{request}");
    }
}

/// A proxy that connects to the same server for every host name.
struct Proxy {
    port: u16,
    /// The lines of the `CONNECT` requests.
    request: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    async fn start(server: u16, secure: Option<&Authority>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let request = Arc::<Mutex<Vec<String>>>::default();
        let lines = Arc::clone(&request);
        let acceptor = secure.map(|authority| {
            let identity = authority.issue(&["127.0.0.1"]);
            let config = server_config().with_no_client_auth().with_single_cert(identity.chain(), identity.key());
            TlsAcceptor::from(Arc::new(config.expect("a configuration")))
        });
        tokio::spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                let (lines, acceptor) = (Arc::clone(&lines), acceptor.clone());
                tokio::spawn(async move {
                    match acceptor {
                        None => tunnel(tcp, server, &lines).await,
                        Some(acceptor) => tunnel(acceptor.accept(tcp).await.expect("TLS"), server, &lines).await,
                    }
                });
            }
        });
        Self { port, request }
    }
}

async fn tunnel(
    client: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    server: u16,
    lines: &Mutex<Vec<String>>,
) {
    let mut client = BufReader::new(client);
    loop {
        let mut line = String::new();
        client.read_line(&mut line).await.expect("a line");
        lines.lock().expect("the lines").push(line.clone());
        if line.trim().is_empty() {
            break;
        }
    }
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.expect("a response");
    let mut server = TcpStream::connect(("127.0.0.1", server)).await.expect("the server");
    let _ = copy_bidirectional(&mut client, &mut server).await;
}
