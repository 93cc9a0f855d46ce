//! Single faults, each with what has to come of it.

use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use storage_v1::Client;
use storage_v1::runtime::{ErrorKind, HyperTransport, Result};
use storage_v1::schemas::Object;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::plan::{Cut, Fault, Plan};
use crate::proxy::Proxy;
use crate::server::Server;
use crate::{ATTEMPT, LIMIT, Outcome, check, client};

pub async fn run(server: &Server, address: SocketAddr) -> Outcome {
    let transport = HyperTransport::new()?;
    let proxy = Proxy::start(address).await?;
    let client = client(&proxy, &transport)?;
    server.put("object", vec![7; 1_000_000].into());
    in_time("a server that asks for time", later(&client, &proxy)).await?;
    in_time("limits", limits(&client, &proxy)).await?;
    in_time("breaks", breaks(&client, &proxy)).await?;
    in_time("a port without a server", nobody(&transport)).await?;
    in_time("truncated JSON", truncated(&transport)).await?;
    in_time("redirects", elsewhere(&transport)).await?;
    in_time("a session elsewhere", session_elsewhere(&transport)).await
}

async fn in_time(what: &str, work: impl Future<Output = Outcome>) -> Outcome {
    match tokio::time::timeout(LIMIT, work).await {
        Ok(outcome) => outcome.map_err(|error| format!("{what}: {error}").into()),
        Err(_) => Err(format!("{what}: not over after {LIMIT:?}").into()),
    }
}

async fn later(client: &Client, proxy: &Proxy) -> Outcome {
    proxy.follow(Plan::scripted([Fault::TooMany(1), Fault::Unavailable]));
    let start = Instant::now();
    check("the bytes", client.objects().get("b", "object").download().bytes().await?.len(), 1_000_000)?;
    check("waited as long as was asked for", start.elapsed() >= Duration::from_secs(1), true)?;
    check("the connections", proxy.met(), vec![Fault::TooMany(1), Fault::Unavailable, Fault::None])
}

/// A call's own limit holds wherever the connection stands still.
async fn limits(client: &Client, proxy: &Proxy) -> Outcome {
    let limit = ATTEMPT / 4;
    for fault in [Fault::Silence, Fault::Stall(20), Fault::Stall(5000)] {
        let call = || client.objects().get("b", "object").timeout(limit);
        proxy.follow(Plan::scripted([fault]));
        let start = Instant::now();
        let error = call().download().bytes().await.err().ok_or("a download without bytes")?;
        check("a download's error", error.is_timeout(), true)?;
        check("a download's limit", start.elapsed() < ATTEMPT, true)?;
    }
    for fault in [Fault::Silence, Fault::Stall(20)] {
        proxy.follow(Plan::scripted([fault]));
        let upload = client.objects().insert("b", Object::default()).name("x").timeout(limit).upload(vec![0; 5000]);
        let start = Instant::now();
        check("an upload's error", upload.send().await.is_err_and(|error| error.is_timeout()), true)?;
        check("an upload's limit", start.elapsed() < ATTEMPT, true)?;
    }
    Ok(())
}

async fn breaks(client: &Client, proxy: &Proxy) -> Outcome {
    // Head, first and last bytes of the body.
    for fault in [1, 100, 500, 990_000].map(|count| Fault::CutResponse(count, Cut::End)) {
        proxy.follow(Plan::scripted([fault, Fault::Refuse, Fault::Stall(3000), Fault::Silence]));
        check("the bytes", client.objects().get("b", "object").download().bytes().await?, vec![7; 1_000_000])?;
        check("connections", proxy.met().len(), 5)?;
    }
    // What may have arrived is not sent again, unless somebody says that it may be.
    for (idempotent, connections) in [(false, 1), (true, 2)] {
        proxy.follow(Plan::scripted([Fault::CutResponse(20, Cut::Reset)]));
        let upload = client.objects().insert("b", Object::default()).name("y").upload("abc").idempotent(idempotent);
        check("an upload whose response is lost", upload.send().await.is_ok(), idempotent)?;
        check("its connections", proxy.met().len(), connections)?;
    }
    Ok(())
}

async fn nobody(transport: &HyperTransport) -> Outcome {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}/", listener.local_addr()?);
    drop(listener);
    let client = Client::builder().endpoint(url).transport(transport.clone());
    let quick = storage_v1::runtime::Backoff::default().initial_delay(Duration::from_millis(1)).max_delay(Duration::from_millis(2));
    let error = client.retry(quick).build()?.objects().get("b", "object").send().await.err().ok_or("a response")?;
    check("an error of the transport", matches!(error.kind(), ErrorKind::Transport(error) if error.is_transient()), true)
}

/// A success that says nothing is not tried again: what was asked for is done.
async fn truncated(transport: &HyperTransport) -> Outcome {
    let body = r#"{"name":"x","si"#;
    let canned = Canned::start(format!("200 OK\r\nContent-Length: {}", body.len()), body).await?;
    let error = canned.client(transport)?.objects().get("b", "object").send().await.err().ok_or("an object")?;
    check("an error of reading", matches!(error.kind(), ErrorKind::Decode(_)), true)?;
    check("the body is the caller's", error.body(), Some(body.as_bytes()))?;
    check("requests", canned.heads().len(), 1)
}

async fn elsewhere(transport: &HyperTransport) -> Outcome {
    for status in [301, 302, 303, 307, 308] {
        let other = Canned::start("200 OK\r\nContent-Length: 2".to_owned(), "{}").await?;
        // Another name for this machine, and another port.
        let url = format!("http://localhost:{}/there", other.address.port());
        let canned = Canned::start(format!("{status} Moved\r\nLocation: {url}\r\nContent-Length: 0"), "").await?;
        let client = canned.client(transport)?;
        let answers: [Result<()>; 2] = [
            client.objects().get("b", "object").send().await.map(drop),
            client.objects().get("b", "object").download().bytes().await.map(drop),
        ];
        for answer in answers {
            let error = answer.err().ok_or("an answer from elsewhere")?;
            check("the status", error.status().map(|status| status.as_u16()), Some(status))?;
        }
        check("the token is where it belongs", canned.heads().iter().all(|head| has_token(head)), true)?;
        check("requests elsewhere", other.heads(), Vec::new())?;
    }
    Ok(())
}

/// A session may be anywhere; its URL is leave enough, and a token is not shown.
async fn session_elsewhere(transport: &HyperTransport) -> Outcome {
    let other = Canned::start("200 OK\r\nContent-Length: 12".to_owned(), r#"{"size":"3"}"#).await?;
    let url = format!("http://localhost:{}/session", other.address.port());
    let canned = Canned::start(format!("200 OK\r\nLocation: {url}\r\nContent-Length: 0"), "").await?;
    let insert = canned.client(transport)?.objects().insert("b", Object::default()).name("x").upload("abc");
    check("the size", insert.resumable(true).send().await?.size, Some(3))?;
    let heads = other.heads();
    check("requests elsewhere", heads.len(), 1)?;
    check("a token elsewhere", heads.iter().any(|head| has_token(head) || head.contains("KEY")), false)
}

fn has_token(head: &str) -> bool {
    head.contains("authorization: Bearer TOKEN")
}

/// A server that knows one answer.
struct Canned {
    address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Canned {
    async fn start(head: String, body: &'static str) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let heads = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&heads);
        tokio::spawn(async move {
            let answer = format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n{body}");
            loop {
                let (mut client, _) = listener.accept().await?;
                let mut request = vec![0; 4096];
                // On this machine a small request comes at once.
                let count = client.read(&mut request).await?;
                let text = String::from_utf8_lossy(request.get(..count).unwrap_or_default()).into_owned();
                seen.lock().unwrap_or_else(PoisonError::into_inner).push(text);
                client.write_all(answer.as_bytes()).await?;
                client.shutdown().await?;
                tokio::io::copy(&mut client, &mut tokio::io::sink()).await?;
            }
            #[allow(unreachable_code, reason = "it says what the errors above are")]
            Ok::<_, io::Error>(())
        });
        Ok(Self { address, heads })
    }

    fn client(&self, transport: &HyperTransport) -> Outcome<Client> {
        let builder = Client::builder().endpoint(format!("http://{}/", self.address)).transport(transport.clone());
        Ok(builder.credentials(storage_v1::runtime::Bearer::new("TOKEN")).api_key("KEY").build()?)
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
