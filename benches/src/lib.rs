//! What the programs under measurement share: their arguments, and how they report.

use std::error::Error;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Instant;

pub type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// The size of media.
pub const GIB: u64 = 1 << 30;

/// A body of zeros, which cost nobody anything, in pieces as a file has them.
pub struct Zeros<E> {
    piece: bytes::Bytes,
    left: u64,
    error: PhantomData<fn() -> E>,
}

impl<E> Zeros<E> {
    pub fn new(size: u64) -> Self {
        Self { piece: vec![0; 256 << 10].into(), left: size, error: PhantomData }
    }
}

impl<E> futures_core::Stream for Zeros<E> {
    type Item = Result<bytes::Bytes, E>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let size = self.left.min(self.piece.len() as u64);
        self.left -= size;
        Poll::Ready((size > 0).then(|| Ok(self.piece.slice(..size as usize))))
    }
}

/// Which case, and where the server is.
pub fn arguments() -> Outcome<(String, String)> {
    let mut arguments = std::env::args().skip(1);
    let case = arguments.next().ok_or("expected a case")?;
    Ok((case, arguments.next().ok_or("expected the server's URL")?))
}

/// Makes so many calls, so many of them at a time, after some to warm up.
pub async fn calls<F: Future<Output = Outcome> + Send>(
    count: u64,
    at_once: u64,
    call: impl Fn() -> F + Clone + Send + 'static,
) -> Outcome {
    for _ in 0..at_once.min(8) {
        call().await?;
    }
    let start = Instant::now();
    let next = Arc::new(AtomicU64::new(0));
    let lanes: Vec<_> = (0..at_once)
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
    for lane in lanes {
        lane.await??;
    }
    report(start)
}

/// Seconds, and the most memory that this process ever had, in KiB.
pub fn report(start: Instant) -> Outcome {
    let took = start.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
    println!("{took} {}", peak.unwrap_or("0").trim());
    Ok(())
}
