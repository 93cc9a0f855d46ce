//! Requests, as the servers read them.

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

/// A request with its body.
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// Returns a header, or an empty text.
    pub(crate) fn header(&self, name: &str) -> &str {
        let header = self.headers.iter().find(|(existing, _)| existing.eq_ignore_ascii_case(name));
        header.map_or("", |(_, value)| value)
    }

    /// Returns `true` if the target begins with the path.
    pub(crate) fn is(&self, method: &str, path: &str) -> bool {
        self.method == method && self.target.starts_with(path)
    }
}

/// Reads the next request of a connection. `unread` contains bytes that were received before.
pub(crate) async fn read_request(connection: &mut TcpStream, unread: &mut Vec<u8>) -> Option<Request> {
    let length = loop {
        match head_length(unread) {
            Some(length) => break length,
            None => receive(connection, unread).await?,
        }
    };
    let head = String::from_utf8_lossy(&unread[..length]).into_owned();
    unread.drain(..length);
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect();
    let mut request = Request { method, target, headers, body: Vec::new() };
    if request.header("transfer-encoding") == "chunked" {
        read_chunks(connection, unread, &mut request.body).await?;
    } else {
        let length = request.header("content-length").parse().unwrap_or(0);
        while unread.len() < length {
            receive(connection, unread).await?;
        }
        request.body = unread.drain(..length).collect();
    }
    Some(request)
}

async fn read_chunks(connection: &mut TcpStream, unread: &mut Vec<u8>, body: &mut Vec<u8>) -> Option<()> {
    loop {
        let Some(line) = unread.windows(2).position(|window| window == b"\r\n") else {
            receive(connection, unread).await?;
            continue;
        };
        let size = usize::from_str_radix(std::str::from_utf8(&unread[..line]).ok()?, 16).ok()?;
        while unread.len() < line + 2 + size + 2 {
            receive(connection, unread).await?;
        }
        body.extend_from_slice(&unread[line + 2..line + 2 + size]);
        unread.drain(..line + 2 + size + 2);
        if size == 0 {
            return Some(());
        }
    }
}

fn head_length(bytes: &[u8]) -> Option<usize> {
    Some(bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4)
}

async fn receive(connection: &mut TcpStream, unread: &mut Vec<u8>) -> Option<()> {
    match connection.read_buf(unread).await {
        Ok(count) if count > 0 => Some(()),
        _ => None,
    }
}
