//! A server to which redirects and sessions lead.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A server on another origin, which records what it receives.
#[derive(Clone)]
pub(crate) struct OtherOrigin {
    pub(crate) address: SocketAddr,
    received: Arc<Mutex<Vec<u8>>>,
}

impl OtherOrigin {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let received = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&received);
        tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                let log = Arc::clone(&log);
                tokio::spawn(async move {
                    let mut buffer = vec![0; 4096];
                    while let Ok(count @ 1..) = connection.read(&mut buffer).await {
                        log.lock().expect("no poisoned lock").extend_from_slice(&buffer[..count]);
                        let _ = connection.write_all(b"HTTP/1.1 500 X\r\ncontent-length: 0\r\n\r\n").await;
                    }
                });
            }
        });
        Self { address, received }
    }

    /// Returns everything that the server received.
    pub(crate) fn received(&self) -> String {
        String::from_utf8_lossy(&self.received.lock().expect("no poisoned lock")).into_owned()
    }
}
