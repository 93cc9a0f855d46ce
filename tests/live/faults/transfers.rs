//! Hundreds of uploads and downloads, each over connections that fail.

use std::fmt::Display;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use storage_v1::Client;
use storage_v1::runtime::{Body, HyperTransport};
use storage_v1::schemas::Object;

use crate::plan::{Fault, Plan};
use crate::proxy::Proxy;
use crate::server::{Server, checksum};
use crate::{LIMIT, Outcome, check, client};

/// How many go on at the same time, each through a proxy of its own.
const LANES: u64 = 8;

/// The smallest piece of a session.
const UNIT: usize = 256 << 10;

const LARGEST: usize = 3 << 20;

/// What a run has seen.
#[derive(Default)]
pub struct Seen {
    pub connections: usize,
    pub faults: usize,
    /// Of all faults, in their order: equal for equal seeds, unless a reset overtakes bytes and the rest is another one.
    pub print: u64,
    pub slowest: Duration,
}

#[derive(Clone, Copy)]
pub enum Direction {
    Up,
    Down,
}

/// Makes so many transfers, and tells what went wrong on the way.
pub async fn run(server: &Server, address: SocketAddr, direction: Direction, count: u64, seed: u64) -> Outcome<Seen> {
    let next = Arc::new(AtomicU64::new(0));
    let transport = HyperTransport::new()?;
    let mut lanes = Vec::new();
    for _ in 0..LANES {
        let (proxy, next) = (Proxy::start(address).await?, Arc::clone(&next));
        let (server, transport) = (server.clone(), transport.clone());
        lanes.push(tokio::spawn(async move {
            let mut seen = Seen::default();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return Ok::<_, String>(seen);
                }
                let told = |error: &dyn Display| format!("transfer {number} of seed {seed}: {error}");
                let random = fastrand::Rng::with_seed(seed.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
                let client = client(&proxy, &transport).map_err(|error| told(&error))?;
                let start = Instant::now();
                let transfer = async {
                    match direction {
                        Direction::Up => upload(&client, &proxy, &server, number, random).await,
                        Direction::Down => download(&client, &proxy, &server, number, random).await,
                    }
                };
                match tokio::time::timeout(LIMIT, transfer).await {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => return Err(told(&format!("{error}\n  faults: {:?}", proxy.met()))),
                    Err(_) => return Err(told(&format!("not over after {LIMIT:?}\n  faults: {:?}", proxy.met()))),
                }
                seen.add(number, &proxy.met(), start.elapsed());
            }
        }));
    }
    let mut all = Seen::default();
    for lane in lanes {
        all.merge(&lane.await??);
    }
    Ok(all)
}

impl Seen {
    pub fn add(&mut self, number: u64, met: &[Fault], took: Duration) {
        let text = format!("{number}: {met:?}");
        let print = text
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let faults = met.iter().filter(|&&fault| fault != Fault::None).count();
        self.merge(&Self { connections: met.len(), faults, print, slowest: took });
    }

    /// In any order: lanes end when they end.
    fn merge(&mut self, other: &Self) {
        self.connections += other.connections;
        self.faults += other.faults;
        self.print = self.print.wrapping_add(other.print);
        self.slowest = self.slowest.max(other.slowest);
    }
}

/// Nothing, next to nothing, the borders of pieces, and anything.
fn media(random: &mut fastrand::Rng) -> Bytes {
    let size = match random.u8(..10) {
        0 => random.usize(..3),
        1..4 => random.usize(1..6) * UNIT + random.usize(..3) - 1,
        _ => random.usize(..LARGEST),
    };
    let mut bytes = vec![0; size];
    random.fill(&mut bytes);
    bytes.into()
}

async fn upload(client: &Client, proxy: &Proxy, server: &Server, number: u64, mut random: fastrand::Rng) -> Outcome {
    let media = media(&mut random);
    let name = format!("up-{number}");
    let object = || Object { name: Some(name.clone()), ..Default::default() };
    let chunk = random.usize(1..4) * UNIT;
    let piece = random.usize(1..UNIT * 2);
    let session = random.u8(..4);
    // Cuts shall be in the middle of requests, and a session's are no longer than its pieces.
    proxy.follow(Plan::random(random.u64(..), if session == 0 { media.len() } else { media.len().min(chunk) }));
    let made = match session {
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
        way => {
            let length = (way == 2).then_some(media.len() as u64);
            let stream = Body::stream(Pieces { bytes: media.clone(), size: piece }, length);
            client.objects().insert("b", object()).upload(stream).chunk_size(chunk).send().await?
        }
    };
    check("the size", made.size, Some(media.len() as u64))?;
    check("the checksum", made.crc32c, Some(checksum(&media)))?;
    let stored = server.take(&name);
    check("the bytes", stored.as_ref().map(Bytes::len), Some(media.len()))?;
    check("the bytes", stored == Some(media), true)
}

async fn download(client: &Client, proxy: &Proxy, server: &Server, number: u64, mut random: fastrand::Rng) -> Outcome {
    let media = media(&mut random);
    let name = format!("down-{number}");
    server.put(&name, media.clone());
    proxy.follow(Plan::random(random.u64(..), media.len()));
    let download = client.objects().get("b", &name).download();
    if random.bool() || media.is_empty() {
        check("the bytes", download.bytes().await? == media, true)?;
    } else {
        let start = random.usize(..media.len());
        let end = random.usize(start + 1..=media.len());
        let bytes = download.range(start as u64..end as u64).bytes().await?;
        check("the bytes of a range", bytes == media.slice(start..end), true)?;
    }
    server.take(&name);
    Ok(())
}

/// A body that comes in pieces.
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
