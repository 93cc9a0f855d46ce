//! Connections from which only a limited number of bytes can be read.

use std::fmt;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::Uri;
use hyper::rt::{Read, ReadBuf, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection};
use tower_service::Service;

/// The size of the buffer for reading, in bytes.
const BUFFER_SIZE: usize = 8 << 10;

/// A connector whose connections fail when a server sends more bytes than allowed.
#[derive(Clone)]
pub struct LimitedConnector<C> {
    connector: C,
    limit: u64,
}

impl<C> LimitedConnector<C> {
    pub(super) fn new(connector: C, limit: u64) -> Self {
        Self { connector, limit }
    }
}

impl<C> Service<Uri> for LimitedConnector<C>
where
    C: Service<Uri>,
    C::Future: Send + 'static,
{
    type Response = LimitedConnection<C::Response>;
    type Error = C::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, C::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), C::Error>> {
        self.connector.poll_ready(context)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let (connecting, limit) = (self.connector.call(target), self.limit);
        Box::pin(async move { Ok(LimitedConnection { connection: connecting.await?, left: limit, limit }) })
    }
}

impl<C> fmt::Debug for LimitedConnector<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LimitedConnector").field("limit", &self.limit).finish_non_exhaustive()
    }
}

/// A connection of a [`LimitedConnector`].
pub struct LimitedConnection<T> {
    connection: T,
    /// The number of bytes that can still be read.
    left: u64,
    limit: u64,
}

impl<T: Read + Unpin> Read for LimitedConnection<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut target: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let mut bytes = [0; BUFFER_SIZE];
        let size = target.remaining().min(BUFFER_SIZE);
        let mut buffer = ReadBuf::new(bytes.get_mut(..size).unwrap_or_default());
        ready!(Pin::new(&mut self.connection).poll_read(context, buffer.unfilled()))?;
        let read = buffer.filled();
        let left = self.left.checked_sub(read.len() as u64).ok_or_else(|| {
            io::Error::other(format!("the response of the token endpoint exceeds the limit of {} bytes", self.limit))
        })?;
        self.left = left;
        target.put_slice(read);
        Poll::Ready(Ok(()))
    }
}

impl<T: Write + Unpin> Write for LimitedConnection<T> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.connection).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_shutdown(context)
    }
}

impl<T: Connection> Connection for LimitedConnection<T> {
    fn connected(&self) -> Connected {
        self.connection.connected()
    }
}

impl<T> fmt::Debug for LimitedConnection<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LimitedConnection").field("left", &self.left).finish_non_exhaustive()
    }
}
