//! A TCP proxy that injects the faults of a plan into connections to a server.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::plan::{Cut, Fault, Plan};

/// How long the port stays closed after [`Fault::Refuse`].
const CLOSED: Duration = Duration::from_millis(20);

/// A running proxy.
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Mutex<State>>,
}

struct State {
    plan: Plan,
    faults: Vec<Fault>,
}

impl Proxy {
    pub async fn start(server: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Mutex::new(State { plan: Plan::scripted([]), faults: Vec::new() }));
        tokio::spawn(listen(listener, address, server, Arc::clone(&shared)));
        Ok(Self { address, shared })
    }

    /// Applies this plan to new connections.
    pub fn follow(&self, plan: Plan) {
        *self.shared.lock().unwrap_or_else(PoisonError::into_inner) = State { plan, faults: Vec::new() };
    }

    /// Returns the faults of the connections since the last call of [`follow`](Self::follow).
    pub fn faults(&self) -> Vec<Fault> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner).faults.clone()
    }

    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }
}

async fn listen(
    mut listener: TcpListener,
    address: SocketAddr,
    server: SocketAddr,
    shared: Arc<Mutex<State>>,
) -> io::Result<()> {
    loop {
        let (client, _) = listener.accept().await?;
        let fault = {
            let mut state = shared.lock().unwrap_or_else(PoisonError::into_inner);
            let fault = state.plan.next();
            state.faults.push(fault);
            fault
        };
        if fault != Fault::Refuse {
            // Errors here are what the client and the server observe, so they are ignored.
            tokio::spawn(forward(client, server, fault));
            continue;
        }
        reset(client)?;
        drop(listener);
        tokio::time::sleep(CLOSED).await;
        listener = loop {
            match TcpListener::bind(address).await {
                Ok(listener) => break listener,
                // An outgoing connection may use the port in the meantime; those are short-lived.
                Err(_) => tokio::time::sleep(CLOSED).await,
            }
        };
    }
}

async fn forward(mut client: TcpStream, server: SocketAddr, fault: Fault) -> io::Result<()> {
    let (up, down) = match fault {
        Fault::Silence => return hold(client).await,
        Fault::Unavailable => return respond(client, "503 Service Unavailable", "").await,
        Fault::TooManyRequests(seconds) => {
            return respond(client, "429 Too Many Requests", &format!("Retry-After: {seconds}\r\n")).await;
        }
        Fault::CutRequest(count) => (count, u64::MAX),
        Fault::CutResponse(count, _) | Fault::Stall(count) => (u64::MAX, count),
        Fault::None | Fault::Refuse => (u64::MAX, u64::MAX),
    };
    let mut server = TcpStream::connect(server).await?;
    let limit_reached = {
        let (mut from_client, mut to_client) = client.split();
        let (mut from_server, mut to_server) = server.split();
        let sending = async {
            let limit_reached = copy(&mut from_client, &mut to_server, up).await?;
            // After the end of the request, the response is still to come.
            if limit_reached { Ok(true) } else { std::future::pending().await }
        };
        tokio::select! {
            limit_reached = sending => limit_reached,
            limit_reached = copy(&mut from_server, &mut to_client, down) => limit_reached,
        }
    };
    match fault {
        _ if !matches!(limit_reached, Ok(true)) => Ok(()),
        Fault::Stall(_) => hold(client).await,
        Fault::CutResponse(_, Cut::Close) => Ok(()),
        Fault::CutRequest(_) => {
            // Let the server process all bytes before the client can reconnect and ask for its
            // progress.
            server.shutdown().await?;
            tokio::io::copy(&mut server, &mut tokio::io::sink()).await?;
            reset(client)
        }
        _ => reset(client),
    }
}

/// Copies at most `limit` bytes. Returns `true` if the limit was reached before the end of the
/// stream.
async fn copy(from: &mut (impl AsyncRead + Unpin), to: &mut (impl AsyncWrite + Unpin), limit: u64) -> io::Result<bool> {
    let copied = tokio::io::copy(&mut from.take(limit), to).await?;
    if copied < limit {
        to.shutdown().await?;
    }
    Ok(copied == limit)
}

fn reset(client: TcpStream) -> io::Result<()> {
    client.set_zero_linger()
}

/// Keeps the connection open until the client closes it.
async fn hold(mut client: TcpStream) -> io::Result<()> {
    tokio::io::copy(&mut client, &mut tokio::io::sink()).await.map(drop)
}

/// Responds on behalf of the server once the head of the request has arrived, as gateways do;
/// ignores the body.
async fn respond(mut client: TcpStream, status: &str, headers: &str) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.windows(4).any(|bytes| bytes == b"\r\n\r\n") {
        if client.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
    }
    let response = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n");
    client.write_all(response.as_bytes()).await?;
    client.shutdown().await?;
    hold(client).await
}
