//! The same faults before a server that nobody here wrote.
//!
//! It forgets a session with its last byte, says of an empty one that it has a byte, and sends no generation with a download. So
//! uploads are made at once here, and a download that breaks is an error, never a part taken for the whole.

use std::net::SocketAddr;
use std::time::Instant;

use storage_v1::Client;
use storage_v1::runtime::{ErrorKind, HyperTransport};
use storage_v1::schemas::Bucket;

use crate::plan::Plan;
use crate::proxy::Proxy;
use crate::server::checksum;
use crate::transfers::Seen;
use crate::{LIMIT, Outcome, check, client};

const COUNT: u64 = 40;

const BUCKET: &str = "faults";

pub async fn run(address: SocketAddr, seed: u64) -> Outcome<Seen> {
    let proxy = Proxy::start(address).await?;
    let client = client(&proxy, &HyperTransport::new()?)?;
    let bucket = Bucket { name: Some(BUCKET.to_owned()), ..Default::default() };
    client.buckets().insert("project", bucket).send().await?;
    let mut random = fastrand::Rng::with_seed(seed);
    let mut seen = Seen::default();
    for number in 0..COUNT {
        let start = Instant::now();
        let mut media = vec![0; random.usize(1..300_000)];
        random.fill(&mut media);
        proxy.follow(Plan::random(random.u64(..), media.len()));
        let name = format!("object-{number}");
        let transfer = there_and_back(&client, &name, &media);
        tokio::time::timeout(LIMIT, transfer)
            .await
            .map_err(|_| format!("transfer {number} of seed {seed}: not over after {LIMIT:?}: {:?}", proxy.met()))?
            .map_err(|error| format!("transfer {number} of seed {seed}: {error}: {:?}", proxy.met()))?;
        seen.add(number, &proxy.met(), start.elapsed());
    }
    Ok(seen)
}

async fn there_and_back(client: &Client, name: &str, media: &[u8]) -> Outcome {
    let insert = client.objects().insert(BUCKET, Default::default()).name(name);
    let made = insert.upload(media.to_vec()).resumable(false).idempotent(true).send().await?;
    check("the size", made.size, Some(media.len() as u64))?;
    check("the checksum", made.crc32c, Some(checksum(media)))?;
    loop {
        match client.objects().get(BUCKET, name).download().bytes().await {
            Ok(bytes) => return check("the bytes", bytes == media, true),
            Err(error) if matches!(error.kind(), ErrorKind::Transport(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
