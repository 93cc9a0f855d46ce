//! A server that sends the same response to every request.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use storage_v1::Client;
use storage_v1::runtime::{Bearer, HyperTransport};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::Result;

/// A running server.
pub struct FixedServer {
    pub address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl FixedServer {
    pub async fn start(head: String, body: &'static str) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let heads = Arc::new(Mutex::new(Vec::new()));
        let received = Arc::clone(&heads);
        tokio::spawn(async move {
            let response = format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n{body}");
            loop {
                let (mut client, _) = listener.accept().await?;
                let mut request = vec![0; 4096];
                // A small request on the loopback interface arrives in one piece.
                let count = client.read(&mut request).await?;
                let text = String::from_utf8_lossy(request.get(..count).unwrap_or_default()).into_owned();
                received.lock().unwrap_or_else(PoisonError::into_inner).push(text);
                client.write_all(response.as_bytes()).await?;
                client.shutdown().await?;
                tokio::io::copy(&mut client, &mut tokio::io::sink()).await?;
            }
            #[allow(unreachable_code, reason = "determines the error type of the block")]
            Ok::<_, io::Error>(())
        });
        Ok(Self { address, heads })
    }

    /// Returns a client with a token and an API key.
    pub fn client(&self, transport: &HyperTransport) -> Result<Client> {
        let builder = Client::builder().endpoint(format!("http://{}/", self.address)).transport(transport.clone());
        Ok(builder.credentials(Bearer::new("TOKEN")).api_key("KEY").build()?)
    }

    /// Returns the heads of the received requests.
    pub fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
