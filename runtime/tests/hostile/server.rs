//! A server that follows a script for each request, on a loopback address.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use crate::honest::{self, Sessions};
use crate::request::{Request, read_request};

/// The number of bytes after which an endless response pauses, on one connection.
const ENDLESS: u64 = 12 << 20;

/// A step of a response.
#[derive(Clone)]
pub(crate) enum Step {
    Send(Vec<u8>),
    /// Repeats these bytes.
    Forever(Vec<u8>),
    /// Sends these bytes one after the other, with a delay in milliseconds.
    Slowly(Vec<u8>, u64),
    /// Sends nothing until the client gives up.
    Hang,
    /// Resets the connection.
    Reset,
    /// Closes the connection.
    Close,
}

/// A correct response.
#[derive(Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into() }
    }

    pub(crate) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.headers.retain(|(existing, _)| !existing.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }

    pub(crate) fn with_body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Returns the status line and the headers, with these further ones and without an empty line.
    pub(crate) fn head_with(&self, headers: &[(&str, &str)]) -> String {
        let own = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        let more = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        format!("HTTP/1.1 {} X\r\n{}", self.status, own.chain(more).collect::<String>())
    }

    /// Returns the head with these further headers.
    pub(crate) fn head(&self, headers: &[(&str, &str)]) -> Vec<u8> {
        format!("{}\r\n", self.head_with(headers)).into_bytes()
    }

    /// Returns the head with the length of the body.
    pub(crate) fn sized_head(&self) -> Vec<u8> {
        self.head(&[("content-length", &self.body.len().to_string())])
    }

    /// Returns the complete response.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        [self.sized_head(), self.body.clone()].concat()
    }
}

/// The circumstances of a request, for a script.
pub(crate) struct Circumstances {
    pub(crate) rng: fastrand::Rng,
    /// The address of a server that must not receive anything secret.
    pub(crate) other_origin: SocketAddr,
}

/// Turns the correct response to a request into another one.
pub(crate) type Script = fn(&Request, Reply, &mut Circumstances) -> Vec<Step>;

/// The part of a server that all connections share.
pub(crate) struct Shared {
    script: Script,
    /// The number of requests that are answered correctly before the script is followed.
    skip: usize,
    circumstances: Mutex<Circumstances>,
    sessions: Sessions,
    /// The methods and targets of all requests.
    pub(crate) requests: Mutex<Vec<String>>,
    /// The number of bytes that were sent.
    pub(crate) sent: AtomicU64,
}

/// A server; it stops when dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) shared: Arc<Shared>,
    accepting: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(script: Script, skip: usize, circumstances: Circumstances) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        // Bytes in this buffer count as sent.
        socket.set_send_buffer_size(64 << 10).expect("a small buffer");
        socket.bind("127.0.0.1:0".parse().expect("an address")).expect("a port");
        let listener = socket.listen(64).expect("a listener");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            script,
            skip,
            circumstances: Mutex::new(circumstances),
            sessions: Sessions::default(),
            requests: Mutex::default(),
            sent: AtomicU64::new(0),
        });
        let serving = Arc::clone(&shared);
        let accepting = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((connection, _)) = listener.accept().await {
                connections.spawn(serve(connection, address, Arc::clone(&serving)));
            }
        });
        Self { address, shared, accepting }
    }

    /// Returns the methods and targets of the requests.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.shared.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn serve(mut connection: TcpStream, address: SocketAddr, shared: Arc<Shared>) {
    let mut unread = Vec::new();
    while let Some(request) = read_request(&mut connection, &mut unread).await {
        let steps = {
            let mut requests = shared.requests.lock().unwrap_or_else(PoisonError::into_inner);
            requests.push(format!("{} {}", request.method, request.target));
            let reply = honest::reply(&request, address, &shared.sessions);
            let mut circumstances = shared.circumstances.lock().unwrap_or_else(PoisonError::into_inner);
            match requests.len() > shared.skip {
                true => (shared.script)(&request, reply, &mut circumstances),
                false => vec![Step::Send(reply.bytes())],
            }
        };
        for step in steps {
            if !follow(step, &mut connection, &shared.sent).await {
                return;
            }
        }
    }
}

/// Returns `false` if the connection ends.
async fn follow(step: Step, connection: &mut TcpStream, sent: &AtomicU64) -> bool {
    match step {
        Step::Send(bytes) => send(connection, &bytes, sent).await,
        Step::Forever(bytes) => {
            let bytes = bytes.repeat((1 << 16) / bytes.len().clamp(1, 1 << 16) + 1);
            let mut count = 0;
            while count < ENDLESS {
                if !send(connection, &bytes, sent).await {
                    return false;
                }
                count += bytes.len() as u64;
            }
            hang(connection).await
        }
        Step::Slowly(bytes, delay) => {
            for byte in bytes {
                tokio::time::sleep(Duration::from_millis(delay)).await;
                if !send(connection, &[byte], sent).await {
                    return false;
                }
            }
            true
        }
        Step::Hang => hang(connection).await,
        Step::Reset => connection.set_zero_linger().is_err(),
        Step::Close => false,
    }
}

async fn send(connection: &mut TcpStream, mut bytes: &[u8], sent: &AtomicU64) -> bool {
    while !bytes.is_empty() {
        match connection.write(bytes).await {
            Ok(count) if count > 0 => {
                sent.fetch_add(count as u64, Ordering::Relaxed);
                bytes = &bytes[count..];
            }
            _ => return false,
        }
    }
    true
}

/// Waits until the client closes the connection.
async fn hang(connection: &mut TcpStream) -> bool {
    let mut buffer = [0; 1024];
    while matches!(connection.read(&mut buffer).await, Ok(count) if count > 0) {}
    false
}
