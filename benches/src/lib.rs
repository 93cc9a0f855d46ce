//! Shared code of the measured programs: arguments, load generation and reports.

use std::error::Error;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Instant;

pub mod usage;

pub type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Size of the media.
pub const GIB: u64 = 1 << 30;

/// Size of the media of a server that limits each connection.
pub const LIMITED_SIZE: u64 = 256 << 20;

/// The limit of a connection, in bytes per second.
pub const LIMITED_RATE: u64 = 16 << 20;

/// Limits the rate of a request or response, each of which has a connection to itself.
pub struct Limiter {
    start: Instant,
    count: u64,
}

impl Default for Limiter {
    fn default() -> Self {
        Self { start: Instant::now(), count: 0 }
    }
}

impl Limiter {
    /// Returns how long to wait after this number of bytes.
    pub fn delay(&mut self, bytes: usize) -> std::time::Duration {
        self.count += bytes as u64;
        let due = std::time::Duration::from_secs_f64(self.count as f64 / LIMITED_RATE as f64);
        due.saturating_sub(self.start.elapsed())
    }
}

/// A body of zeros, in pieces of the size used for files. It takes no time to produce.
pub struct Zeros<E> {
    piece: bytes::Bytes,
    remaining: u64,
    error: PhantomData<fn() -> E>,
}

impl<E> Zeros<E> {
    pub fn new(size: u64) -> Self {
        Self { piece: vec![0; 256 << 10].into(), remaining: size, error: PhantomData }
    }
}

impl<E> futures_core::Stream for Zeros<E> {
    type Item = std::result::Result<bytes::Bytes, E>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let size = self.remaining.min(self.piece.len() as u64);
        self.remaining -= size;
        Poll::Ready((size > 0).then(|| Ok(self.piece.slice(..size as usize))))
    }
}

/// Returns the case to run and the server's URL.
pub fn arguments() -> Result<(String, String)> {
    let mut arguments = std::env::args().skip(1);
    let case = arguments.next().ok_or("expected a case")?;
    Ok((case, arguments.next().ok_or("expected the server's URL")?))
}

/// Makes `count` calls, `concurrency` of them at a time, after a few calls to warm up.
pub async fn calls<F: Future<Output = Result> + Send>(
    count: u64,
    concurrency: u64,
    call: impl Fn() -> F + Clone + Send + 'static,
) -> Result {
    for _ in 0..concurrency.min(8) {
        call().await?;
    }
    let start = Start::now()?;
    let next = Arc::new(AtomicU64::new(0));
    let tasks: Vec<_> = (0..concurrency)
        .map(|_| {
            let (next, call) = (Arc::clone(&next), call.clone());
            tokio::spawn(async move {
                while next.fetch_add(1, Ordering::Relaxed) < count {
                    call().await?;
                }
                Ok::<_, Box<dyn Error + Send + Sync>>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    start.report()
}

/// The start of a measured operation.
pub struct Start {
    instant: Instant,
    processor_seconds: f64,
}

impl Start {
    pub fn now() -> Result<Self> {
        Ok(Self { processor_seconds: usage::of_this_process()?.processor_seconds, instant: Instant::now() })
    }

    /// Prints the seconds and the processor time of this process since the start, and its peak
    /// memory in KiB.
    pub fn report(self) -> Result {
        let seconds = self.instant.elapsed().as_secs_f64();
        let processor_seconds = usage::of_this_process()?.processor_seconds - self.processor_seconds;
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
        println!("{seconds} {processor_seconds} {}", peak.unwrap_or("0").trim());
        Ok(())
    }
}
