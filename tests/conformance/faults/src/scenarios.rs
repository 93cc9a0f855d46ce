//! Single faults and their expected effects.

use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use storage_v1::Client;
use storage_v1::runtime::{Backoff, CallOptions as _, ErrorKind, HyperTransport};
use storage_v1::schemas::Object;
use tokio::net::TcpListener;

use crate::fixed_server::FixedServer;
use crate::plan::{Cut, Fault, Plan};
use crate::proxy::Proxy;
use crate::server::Server;
use crate::{ATTEMPT_TIMEOUT, Result, TRANSFER_TIMEOUT, check, client};

pub async fn run(server: &Server, address: SocketAddr) -> Result {
    let transport = HyperTransport::new()?;
    let proxy = Proxy::start(address).await?;
    let client = client(&proxy, &transport)?;
    server.put("object", vec![7; 1_000_000].into());
    in_time("retry after", waits_for_retry_after(&client, &proxy)).await?;
    in_time("timeouts", times_out(&client, &proxy)).await?;
    in_time("cuts", recovers_from_cuts(&client, &proxy)).await?;
    in_time("closed port", reports_closed_port(&transport)).await?;
    in_time("truncated JSON", does_not_retry_truncated_json(&transport)).await?;
    in_time("redirects", follows_redirects_of_media_only(&transport)).await?;
    in_time("resumable session on another host", sends_no_token_to_other_host(&transport)).await
}

async fn in_time(what: &str, scenario: impl Future<Output = Result>) -> Result {
    match tokio::time::timeout(TRANSFER_TIMEOUT, scenario).await {
        Ok(result) => result.map_err(|error| format!("{what}: {error}").into()),
        Err(_) => Err(format!("{what}: did not finish within {TRANSFER_TIMEOUT:?}").into()),
    }
}

async fn waits_for_retry_after(client: &Client, proxy: &Proxy) -> Result {
    proxy.follow(Plan::scripted([Fault::TooManyRequests(1), Fault::Unavailable]));
    let start = Instant::now();
    check("number of bytes", client.objects().get("b", "object").download().bytes().await?.len(), 1_000_000)?;
    check("wait of at least one second", start.elapsed() >= Duration::from_secs(1), true)?;
    check("faults", proxy.faults(), vec![Fault::TooManyRequests(1), Fault::Unavailable, Fault::None])
}

/// A call's timeout applies wherever the connection stalls.
async fn times_out(client: &Client, proxy: &Proxy) -> Result {
    let timeout = ATTEMPT_TIMEOUT / 4;
    for fault in [Fault::Silence, Fault::Stall(20), Fault::Stall(5000)] {
        let call = || client.objects().get("b", "object").timeout(timeout);
        proxy.follow(Plan::scripted([fault]));
        let start = Instant::now();
        let error = call().download().bytes().await.err().ok_or("the download succeeded")?;
        check("timeout error of a download", error.is_timeout(), true)?;
        check("timeout of a download", start.elapsed() < ATTEMPT_TIMEOUT, true)?;
    }
    for fault in [Fault::Silence, Fault::Stall(20)] {
        proxy.follow(Plan::scripted([fault]));
        let upload = client.objects().insert("b", Object::default()).name("x").timeout(timeout).upload(vec![0; 5000]);
        let start = Instant::now();
        check("timeout error of an upload", upload.send().await.is_err_and(|error| error.is_timeout()), true)?;
        check("timeout of an upload", start.elapsed() < ATTEMPT_TIMEOUT, true)?;
    }
    Ok(())
}

async fn recovers_from_cuts(client: &Client, proxy: &Proxy) -> Result {
    // In the head, in the first and in the last bytes of the body.
    for fault in [1, 100, 500, 990_000].map(|count| Fault::CutResponse(count, Cut::Close)) {
        proxy.follow(Plan::scripted([fault, Fault::Refuse, Fault::Stall(3000), Fault::Silence]));
        check("contents", client.objects().get("b", "object").download().bytes().await?, vec![7; 1_000_000])?;
        check("number of connections", proxy.faults().len(), 5)?;
    }
    // A request that may have arrived is retried only if the caller says that it is idempotent.
    for (idempotent, connections) in [(false, 1), (true, 2)] {
        proxy.follow(Plan::scripted([Fault::CutResponse(20, Cut::Reset)]));
        let upload = client.objects().insert("b", Object::default()).name("y").upload("abc").idempotent(idempotent);
        check("success of an upload whose response is lost", upload.send().await.is_ok(), idempotent)?;
        check("number of connections", proxy.faults().len(), connections)?;
    }
    Ok(())
}

async fn reports_closed_port(transport: &HyperTransport) -> Result {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}/", listener.local_addr()?);
    drop(listener);
    let builder = Client::builder().endpoint(url).transport(transport.clone());
    let policy = Backoff::default().initial_delay(Duration::from_millis(1)).max_delay(Duration::from_millis(2));
    let client = builder.retry(policy).build()?;
    let error = client.objects().get("b", "object").send().await.err().ok_or("the call succeeded")?;
    check(
        "transient transport error",
        matches!(error.kind(), ErrorKind::Transport(error) if error.is_transient()),
        true,
    )
}

/// The server has already processed the request.
async fn does_not_retry_truncated_json(transport: &HyperTransport) -> Result {
    let body = r#"{"name":"x","si"#;
    let server = FixedServer::start(format!("200 OK\r\nContent-Length: {}", body.len()), body).await?;
    let error =
        server.client(transport)?.objects().get("b", "object").send().await.err().ok_or("the call succeeded")?;
    check("decoding error", matches!(error.kind(), ErrorKind::Decode(_)), true)?;
    check("body of the error", error.body(), Some(body.as_bytes()))?;
    check("number of requests", server.heads().len(), 1)
}

/// Media may be on another host, which receives no token. Calls are not sent elsewhere.
async fn follows_redirects_of_media_only(transport: &HyperTransport) -> Result {
    for status in [301, 302, 303, 307, 308] {
        let other = FixedServer::start("200 OK\r\nContent-Length: 2".to_owned(), "{}").await?;
        // Another host name and another port.
        let url = format!("http://localhost:{}/path", other.address.port());
        let server = FixedServer::start(format!("{status} Moved\r\nLocation: {url}\r\nContent-Length: 0"), "").await?;
        let client = server.client(transport)?;
        let error = client.objects().get("b", "object").send().await.err().ok_or("the redirect was followed")?;
        check("status", error.status().map(|status| status.as_u16()), Some(status))?;
        check("requests to the other server", other.heads(), Vec::new())?;
        let media = client.objects().get("b", "object").download().bytes().await?;
        check("media", media.as_ref(), b"{}".as_slice())?;
        check("tokens sent to the server", server.heads().iter().all(|head| has_token(head)), true)?;
        let heads = other.heads();
        check("number of requests to the other server", heads.len(), 1)?;
        check(
            "tokens or keys sent to the other server",
            heads.iter().any(|head| has_token(head) || head.contains("KEY")),
            false,
        )?;
    }
    Ok(())
}

/// A resumable session may be on any host. Its URL is sufficient authorization, so no token is
/// sent.
async fn sends_no_token_to_other_host(transport: &HyperTransport) -> Result {
    let other = FixedServer::start("200 OK\r\nContent-Length: 12".to_owned(), r#"{"size":"3"}"#).await?;
    let url = format!("http://localhost:{}/session", other.address.port());
    let server = FixedServer::start(format!("200 OK\r\nLocation: {url}\r\nContent-Length: 0"), "").await?;
    let insert = server.client(transport)?.objects().insert("b", Object::default()).name("x").upload("abc");
    check("size", insert.resumable(true).send().await?.size, Some(3))?;
    let heads = other.heads();
    check("number of requests to the other server", heads.len(), 1)?;
    check(
        "tokens or keys sent to the other server",
        heads.iter().any(|head| has_token(head) || head.contains("KEY")),
        false,
    )
}

fn has_token(head: &str) -> bool {
    head.contains("authorization: Bearer TOKEN")
}
