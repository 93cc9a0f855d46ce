//! Hundreds of uploads and downloads over connections that fail.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::body::Bytes;
use storage_v1::Client;
use storage_v1::runtime::{Body, HyperTransport};
use storage_v1::schemas::Object;

use crate::plan::Plan;
use crate::proxy::Proxy;
use crate::server::{Server, checksum};
use crate::stats::Stats;
use crate::{Result, TRANSFER_TIMEOUT, check, client};

/// Number of concurrent workers, each with its own proxy.
const WORKERS: u64 = 8;

/// The smallest chunk of a resumable session.
const CHUNK_UNIT: usize = 256 << 10;

/// Upper bound of random sizes.
const MAX_SIZE: usize = 3 << 20;

#[derive(Clone, Copy)]
pub enum Direction {
    Up,
    Down,
}

/// Runs `count` transfers.
pub async fn run(server: &Server, address: SocketAddr, direction: Direction, count: u64, seed: u64) -> Result<Stats> {
    let next = Arc::new(AtomicU64::new(0));
    let transport = HyperTransport::new()?;
    let mut workers = Vec::new();
    for _ in 0..WORKERS {
        let (proxy, next) = (Proxy::start(address).await?, Arc::clone(&next));
        let (server, transport) = (server.clone(), transport.clone());
        workers.push(tokio::spawn(async move {
            let mut stats = Stats::default();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return Ok::<_, String>(stats);
                }
                let failed =
                    |what: &str| format!("transfer {number} of seed {seed}: {what}\n  faults: {:?}", proxy.faults());
                let random = fastrand::Rng::with_seed(seed.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
                let client = client(&proxy, &transport).map_err(|error| failed(&error.to_string()))?;
                let start = Instant::now();
                let transfer = async {
                    match direction {
                        Direction::Up => upload(&client, &proxy, &server, number, random).await,
                        Direction::Down => download(&client, &proxy, &server, number, random).await,
                    }
                };
                tokio::time::timeout(TRANSFER_TIMEOUT, transfer)
                    .await
                    .map_err(|_| failed(&format!("did not finish within {TRANSFER_TIMEOUT:?}")))?
                    .map_err(|error| failed(&error.to_string()))?;
                stats.add(number, &proxy.faults(), start.elapsed());
            }
        }));
    }
    let mut stats = Stats::default();
    for worker in workers {
        stats.merge(&worker.await??);
    }
    Ok(stats)
}

/// Returns random media: empty or tiny, about a multiple of the chunk unit, or of any size.
fn random_media(random: &mut fastrand::Rng) -> Bytes {
    let size = match random.u8(..10) {
        0 => random.usize(..3),
        1..4 => random.usize(1..6) * CHUNK_UNIT + random.usize(..3) - 1,
        _ => random.usize(..MAX_SIZE),
    };
    let mut bytes = vec![0; size];
    random.fill(&mut bytes);
    bytes.into()
}

async fn upload(client: &Client, proxy: &Proxy, server: &Server, number: u64, mut random: fastrand::Rng) -> Result {
    let media = random_media(&mut random);
    let name = format!("up-{number}");
    let object = || Object { name: Some(name.clone()), ..Default::default() };
    let chunk = random.usize(1..4) * CHUNK_UNIT;
    let piece_size = random.usize(1..CHUNK_UNIT * 2);
    let kind = random.u8(..4);
    // Limits the position of cuts to the size of one request, which is a chunk in a resumable
    // session.
    proxy.follow(Plan::random(random.u64(..), if kind == 0 { media.len() } else { media.len().min(chunk) }));
    let created = match kind {
        0 if random.bool() => {
            let upload = client.objects().insert("b", Object::default()).name(&name).upload(Body::from(media.clone()));
            upload.resumable(false).idempotent(true).send().await?
        }
        0 => {
            let upload = client.objects().insert("b", object()).upload(Body::from(media.clone()));
            upload.resumable(false).idempotent(true).send().await?
        }
        1 => {
            let upload = client.objects().insert("b", object()).upload(Body::from(media.clone()));
            upload.resumable(true).chunk_size(chunk).send().await?
        }
        kind => {
            let length = (kind == 2).then_some(media.len() as u64);
            let stream = Body::stream(Pieces { bytes: media.clone(), size: piece_size }, length);
            client.objects().insert("b", object()).upload(stream).chunk_size(chunk).send().await?
        }
    };
    check("size", created.size, Some(media.len() as u64))?;
    check("checksum", created.crc32c, Some(checksum(&media)))?;
    let stored = server.take(&name);
    check("stored size", stored.as_ref().map(Bytes::len), Some(media.len()))?;
    check("equal contents", stored == Some(media), true)
}

async fn download(client: &Client, proxy: &Proxy, server: &Server, number: u64, mut random: fastrand::Rng) -> Result {
    let media = random_media(&mut random);
    let name = format!("down-{number}");
    server.put(&name, media.clone());
    proxy.follow(Plan::random(random.u64(..), media.len()));
    let download = client.objects().get("b", &name).download();
    if random.bool() || media.is_empty() {
        check("equal contents", download.bytes().await? == media, true)?;
    } else {
        let start = random.usize(..media.len());
        let end = random.usize(start + 1..=media.len());
        let bytes = download.range(start as u64..end as u64).bytes().await?;
        check("equal contents of a range", bytes == media.slice(start..end), true)?;
    }
    server.take(&name);
    Ok(())
}

/// A stream of pieces of equal size.
struct Pieces {
    bytes: Bytes,
    size: usize,
}

impl futures_core::Stream for Pieces {
    type Item = Result<Bytes, storage_v1::runtime::TransportError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let size = self.size.min(self.bytes.len());
        std::task::Poll::Ready((size > 0).then(|| Ok(self.bytes.split_to(size))))
    }
}
