//! SOCKS proxies in the default transport.

use std::io;
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use discovery_runtime::{Bearer, Client, ClientBuilder};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use super::{API, Authority, get};

/// The requests of a client in the handshake with a proxy.
#[derive(Clone, Debug, Default, PartialEq)]
struct Handshake {
    user: String,
    password: String,
    /// The host, if the client left it to the proxy to resolve it.
    domain: Option<String>,
    port: u16,
}

/// A SOCKS 5 proxy that connects to one server, whatever the client asks for.
struct Proxy {
    port: u16,
    handshakes: Arc<Mutex<Vec<Handshake>>>,
}

impl Proxy {
    async fn start(server: u16, needs_password: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let handshakes = Arc::<Mutex<Vec<Handshake>>>::default();
        let log = Arc::clone(&handshakes);
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let log = Arc::clone(&log);
                tokio::spawn(async move {
                    let Ok(handshake) = handshake(&mut client, needs_password).await else { return };
                    log.lock().expect("the log").push(handshake);
                    let mut server = TcpStream::connect(("127.0.0.1", server)).await.expect("the server");
                    let _ = copy_bidirectional(&mut client, &mut server).await;
                });
            }
        });
        Self { port, handshakes }
    }
}

/// Does the handshake of RFC 1928 and RFC 1929 on the side of the proxy.
async fn handshake(client: &mut TcpStream, needs_password: bool) -> io::Result<Handshake> {
    let mut handshake = Handshake::default();
    assert_eq!(client.read_u8().await?, 5, "the version");
    let methods = read_text(client).await?.into_bytes();
    let method = if needs_password { 2 } else { 0 };
    assert!(methods.contains(&method), "{methods:?}");
    client.write_all(&[5, method]).await?;
    if needs_password {
        assert_eq!(client.read_u8().await?, 1, "the version of the negotiation");
        handshake.user = read_text(client).await?;
        handshake.password = read_text(client).await?;
        client.write_all(&[1, 0]).await?;
    }
    assert_eq!([client.read_u8().await?, client.read_u8().await?, client.read_u8().await?], [5, 1, 0], "connect");
    match client.read_u8().await? {
        1 => _ = client.read_u32().await?,
        3 => handshake.domain = Some(read_text(client).await?),
        4 => _ = client.read_u128().await?,
        other => panic!("address type {other}"),
    }
    handshake.port = client.read_u16().await?;
    client.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 0]).await?;
    Ok(handshake)
}

/// Reads a text after its length.
async fn read_text(client: &mut TcpStream) -> io::Result<String> {
    let mut text = vec![0; client.read_u8().await?.into()];
    client.read_exact(&mut text).await?;
    Ok(String::from_utf8(text).expect("a text"))
}

/// Environment variables affect the whole process, so this test runs itself in child processes.
#[tokio::test(flavor = "multi_thread")]
async fn uses_socks_proxy_of_the_system() {
    if let Ok(root_url) = std::env::var("ROOT_URL_IN_CHILD_PROCESS") {
        let builder = ClientBuilder::<Client>::new(API).endpoint(root_url).credentials(Bearer::new("t"));
        let response = get(&builder.build().expect("a client")).await.unwrap();
        assert_eq!((&response["path"], &response["token"]), (&json!("/v1/notes/7"), &json!("Bearer t")));
        return;
    }
    let authority = Authority::new();
    let server = authority.server(false).await;
    let folder = tempfile::tempdir().unwrap();
    let roots = folder.path().join("roots.pem");
    std::fs::write(&roots, authority.0.pem()).unwrap();
    for (variable, scheme, user, root_url, domain) in [
        ("ALL_PROXY", "socks5h", "", "https://notes.example/", Some("notes.example")),
        ("HTTPS_PROXY", "socks5h", "me:secret@", "https://notes.example/", Some("notes.example")),
        ("HTTPS_PROXY", "socks5", "", "https://127.0.0.1:443/", None),
    ] {
        let proxy = Proxy::start(server, !user.is_empty()).await;
        let child = tokio::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "tls::socks::uses_socks_proxy_of_the_system", "--nocapture"])
            .env("ROOT_URL_IN_CHILD_PROCESS", root_url)
            .env("SSL_CERT_FILE", &roots)
            .env_remove("HTTPS_PROXY")
            .env_remove("https_proxy")
            .env_remove("NO_PROXY")
            .env_remove("no_proxy")
            .env(variable, format!("{scheme}://{user}127.0.0.1:{}", proxy.port))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .output();
        let child = child.await.unwrap();
        assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
        let (user, password) = user.trim_end_matches('@').split_once(':').unwrap_or_default();
        let expected = Handshake {
            user: user.to_owned(),
            password: password.to_owned(),
            domain: domain.map(str::to_owned),
            port: 443,
        };
        assert_eq!(*proxy.handshakes.lock().unwrap(), [expected], "{scheme}");
    }
}
