//! Injects the same faults into connections to an independent server, the Cloud Storage emulator.
//!
//! The emulator deletes a resumable session when it has received the last byte, reports one
//! received byte for an empty session, and does not send the generation of a download. Uploads are
//! therefore not resumable here, and an interrupted download is an error that this module retries;
//! the client must never return incomplete media as if they were complete.

use std::net::SocketAddr;
use std::time::Instant;

use storage_v1::Client;
use storage_v1::runtime::{ErrorKind, HyperTransport};
use storage_v1::schemas::Bucket;

use crate::plan::Plan;
use crate::proxy::Proxy;
use crate::server::checksum;
use crate::stats::Stats;
use crate::{Result, TRANSFER_TIMEOUT, check, client};

const COUNT: u64 = 40;

const BUCKET: &str = "faults";

/// Uploads and downloads objects of random sizes.
pub async fn run(address: SocketAddr, seed: u64) -> Result<Stats> {
    let proxy = Proxy::start(address).await?;
    let transport = HyperTransport::new()?;
    let bucket = Bucket { name: Some(BUCKET.to_owned()), ..Default::default() };
    client(&proxy, &transport)?.buckets().insert("project", bucket).send().await?;
    let mut random = fastrand::Rng::with_seed(seed);
    let mut stats = Stats::default();
    for number in 0..COUNT {
        let start = Instant::now();
        let mut media = vec![0; random.usize(1..300_000)];
        random.fill(&mut media);
        proxy.follow(Plan::random(random.u64(..), media.len()));
        let name = format!("object-{number}");
        let failed = |what: &str| format!("round trip {number} of seed {seed}: {what}\n  faults: {:?}", proxy.faults());
        // Half of all requests fail, which is more than the retry budget of one client allows.
        let client = client(&proxy, &transport)?;
        let round_trip = round_trip(&client, &name, &media);
        tokio::time::timeout(TRANSFER_TIMEOUT, round_trip)
            .await
            .map_err(|_| failed(&format!("did not finish within {TRANSFER_TIMEOUT:?}")))?
            .map_err(|error| failed(&error.to_string()))?;
        stats.add(number, &proxy.faults(), start.elapsed());
    }
    Ok(stats)
}

async fn round_trip(client: &Client, name: &str, media: &[u8]) -> Result {
    let insert = client.objects().insert(BUCKET, Default::default()).name(name);
    let created = insert.upload(media.to_vec()).resumable(false).idempotent(true).send().await?;
    check("size", created.size, Some(media.len() as u64))?;
    check("checksum", created.crc32c, Some(checksum(media)))?;
    loop {
        match client.objects().get(BUCKET, name).download().bytes().await {
            Ok(bytes) => return check("equal contents", bytes == media, true),
            Err(error) if matches!(error.kind(), ErrorKind::Transport(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
