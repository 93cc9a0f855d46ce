//! Media that are written to a file.

use std::future::Future;
use std::path::Path;

use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use super::{block, create, unwritable};
use crate::error::Result;
use crate::media::Media;

/// Writes media to a temporary file in the folder of the target, and replaces the target. Returns
/// the number of bytes.
///
/// The temporary file exists before the media are requested, so that nothing is sent if the target
/// cannot be written.
pub(in super::super) async fn write(target: &Path, media: impl Future<Output = Result<Media>>) -> Result<u64> {
    let unwritable = |error| unwritable(target, error);
    let (temporary, file) = create(target).await?;
    let mut file = File::from_std(file);
    let mut media = media.await?;
    let mut written: u64 = 0;
    while let Some(bytes) = media.next().await {
        let bytes = bytes?;
        file.write_all(&bytes).await.map_err(unwritable)?;
        written = written.saturating_add(bytes.len() as u64);
    }
    file.flush().await.map_err(unwritable)?;
    let file = file.into_std().await;
    block(move || temporary.persist(file)).await.map_err(unwritable)?;
    Ok(written)
}
