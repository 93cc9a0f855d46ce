//! The measured operations with plain reqwest, written by hand.

use std::io::Error;

use benches::{GIB, Result, Start, Zeros, arguments, calls};
use bytes::{Bytes, BytesMut};
use serde_json::Value;

/// The default chunk size of generated crates.
const CHUNK_SIZE: u64 = 8 << 20;

#[tokio::main]
async fn main() -> Result {
    let (case, url) = arguments()?;
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::new();
    let caller = client.clone();
    let player_url = format!("{url}games/v1/players/me?alt=json");
    let call = move || {
        let call = caller.get(&player_url).bearer_auth("token").send();
        async move {
            let player: Value = serde_json::from_slice(&call.await?.error_for_status()?.bytes().await?)?;
            assert!(player["displayName"].is_string());
            Ok(())
        }
    };
    let start = Start::now()?;
    match case.as_str() {
        "small" => return calls(1, 1, call).await,
        "calls-1" => return calls(10_000, 1, call).await,
        "calls-64" => return calls(20_000, 64, call).await,
        "upload" => {
            let body = reqwest::Body::wrap_stream(Zeros::<Error>::new(GIB));
            let request = client.post(format!("{url}upload?uploadType=media")).header("content-length", GIB).body(body);
            request.send().await?.error_for_status()?.bytes().await?;
        }
        // Each chunk is collected before it is sent, because a retry would have to send it again.
        "session" => {
            let mut zeros = Zeros::<Error>::new(GIB);
            for first in (0..GIB).step_by(CHUNK_SIZE as usize) {
                let mut chunk = BytesMut::with_capacity(CHUNK_SIZE as usize);
                while (chunk.len() as u64) < CHUNK_SIZE {
                    let Some(bytes) = next(&mut zeros).await? else { break };
                    chunk.extend_from_slice(&bytes);
                }
                let range = format!("bytes {first}-{}/{GIB}", first + CHUNK_SIZE - 1);
                let request = client.put(format!("{url}session")).header("content-range", range).body(chunk.freeze());
                request.send().await?.bytes().await?;
            }
        }
        "download" => {
            let mut response = client.get(format!("{url}storage/v1/b/b/o/n?alt=media")).send().await?;
            let mut count = 0;
            while let Some(bytes) = response.chunk().await? {
                count += bytes.len() as u64;
            }
            assert_eq!(count, GIB);
        }
        _ => return Err("unknown case".into()),
    }
    start.report()
}

async fn next(zeros: &mut Zeros<Error>) -> std::result::Result<Option<Bytes>, Error> {
    let next =
        std::future::poll_fn(|context| futures_core::Stream::poll_next(std::pin::Pin::new(&mut *zeros), context));
    next.await.transpose()
}
