//! Stands before a server and does to its connections what a plan says.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::plan::{Cut, Fault, Plan};

/// How long nobody listens.
const CLOSED: Duration = Duration::from_millis(20);

pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Mutex<State>>,
}

struct State {
    plan: Plan,
    met: Vec<Fault>,
}

impl Proxy {
    pub async fn start(server: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Mutex::new(State { plan: Plan::scripted([]), met: Vec::new() }));
        tokio::spawn(listen(listener, address, server, Arc::clone(&shared)));
        Ok(Self { address, shared })
    }

    /// What happens to the connections from here on.
    pub fn follow(&self, plan: Plan) {
        *self.shared.lock().unwrap_or_else(PoisonError::into_inner) = State { plan, met: Vec::new() };
    }

    /// What happened to the connections since then.
    pub fn met(&self) -> Vec<Fault> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner).met.clone()
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
            state.met.push(fault);
            fault
        };
        if fault != Fault::Refuse {
            // How a connection ends is the matter of both of its sides.
            tokio::spawn(carry(client, server, fault));
            continue;
        }
        reset(client)?;
        drop(listener);
        tokio::time::sleep(CLOSED).await;
        listener = loop {
            match TcpListener::bind(address).await {
                Ok(listener) => break listener,
                // The port may be that of an outgoing connection meanwhile; those are short.
                Err(_) => tokio::time::sleep(CLOSED).await,
            }
        };
    }
}

async fn carry(mut client: TcpStream, server: SocketAddr, fault: Fault) -> io::Result<()> {
    let (up, down) = match fault {
        Fault::Silence => return hold(client).await,
        Fault::Unavailable => return answer(client, "503 Service Unavailable", "").await,
        Fault::TooMany(seconds) => {
            return answer(client, "429 Too Many Requests", &format!("Retry-After: {seconds}\r\n")).await;
        }
        Fault::CutRequest(count) => (count, u64::MAX),
        Fault::CutResponse(count, _) | Fault::Stall(count) => (u64::MAX, count),
        Fault::None | Fault::Refuse => (u64::MAX, u64::MAX),
    };
    let mut server = TcpStream::connect(server).await?;
    let over = {
        let (mut from_client, mut to_client) = client.split();
        let (mut from_server, mut to_server) = server.split();
        let sending = async {
            let over = pump(&mut from_client, &mut to_server, up).await?;
            // The response may be on its way yet.
            if over { Ok(true) } else { std::future::pending().await }
        };
        tokio::select! {
            over = sending => over,
            over = pump(&mut from_server, &mut to_client, down) => over,
        }
    };
    match fault {
        _ if !matches!(over, Ok(true)) => Ok(()),
        Fault::Stall(_) => hold(client).await,
        Fault::CutResponse(_, Cut::End) => Ok(()),
        Fault::CutRequest(_) => {
            // What the server has is what it has, before the client can ask.
            server.shutdown().await?;
            tokio::io::copy(&mut server, &mut tokio::io::sink()).await?;
            reset(client)
        }
        _ => reset(client),
    }
}

/// Carries so many bytes, or all up to the end. True if there may be more.
async fn pump(from: &mut (impl AsyncRead + Unpin), to: &mut (impl AsyncWrite + Unpin), limit: u64) -> io::Result<bool> {
    let copied = tokio::io::copy(&mut from.take(limit), to).await?;
    if copied < limit {
        to.shutdown().await?;
    }
    Ok(copied == limit)
}

fn reset(client: TcpStream) -> io::Result<()> {
    client.set_zero_linger()
}

/// Until the client goes.
async fn hold(mut client: TcpStream) -> io::Result<()> {
    tokio::io::copy(&mut client, &mut tokio::io::sink()).await.map(drop)
}

/// Answers in the server's place when the head has come, as gateways do; the body is of no interest.
async fn answer(mut client: TcpStream, status: &str, headers: &str) -> io::Result<()> {
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
