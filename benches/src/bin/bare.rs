//! reqwest alone, as one would write it by hand.

use std::io::Error;
use std::time::Instant;

use benches::{GIB, Outcome, Zeros, arguments, calls, report};
use bytes::{Bytes, BytesMut};
use serde_json::Value;

/// As the generated crates have it.
const PIECE: u64 = 8 << 20;

#[tokio::main]
async fn main() -> Outcome {
    let (case, url) = arguments()?;
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::new();
    let caller = client.clone();
    let place = format!("{url}games/v1/players/me?alt=json");
    let call = move || {
        let call = caller.get(&place).bearer_auth("token").send();
        async move {
            let player: Value = serde_json::from_slice(&call.await?.error_for_status()?.bytes().await?)?;
            assert!(player["displayName"].is_string());
            Ok(())
        }
    };
    let start = Instant::now();
    match case.as_str() {
        "small" => return calls(1, 1, call).await,
        "calls-1" => return calls(10_000, 1, call).await,
        "calls-64" => return calls(20_000, 64, call).await,
        "upload" => {
            let body = reqwest::Body::wrap_stream(Zeros::<Error>::new(GIB));
            let request = client.post(format!("{url}upload?uploadType=media")).header("content-length", GIB).body(body);
            request.send().await?.error_for_status()?.bytes().await?;
        }
        // Pieces one after the other, each gathered beforehand so that it could be sent again.
        "session" => {
            let mut zeros = Zeros::<Error>::new(GIB);
            for first in (0..GIB).step_by(PIECE as usize) {
                let mut piece = BytesMut::with_capacity(PIECE as usize);
                while (piece.len() as u64) < PIECE {
                    let Some(bytes) = next(&mut zeros).await? else { break };
                    piece.extend_from_slice(&bytes);
                }
                let range = format!("bytes {first}-{}/{GIB}", first + PIECE - 1);
                let request = client.put(format!("{url}session")).header("content-range", range).body(piece.freeze());
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
        _ => return Err("no such case".into()),
    }
    report(start)
}

async fn next(zeros: &mut Zeros<Error>) -> Result<Option<Bytes>, Error> {
    let next =
        std::future::poll_fn(|context| futures_core::Stream::poll_next(std::pin::Pin::new(&mut *zeros), context));
    next.await.transpose()
}
