//! Slices that are written to a file, each at its own position.

use std::fs::File;
use std::future::Future;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::{block, create, unwritable};
use crate::error::Result;
use crate::future::{BoxFuture, try_join_all};
use crate::media::checksum::combine;
use crate::media::download::{Slice, Slices};

/// The number of bytes that a slice collects before it writes them.
const BUFFER_SIZE: usize = 1 << 20;

/// The bytes of a slice that are in the file.
struct Written {
    length: u64,
    /// 0 unless a checksum is compared.
    crc32c: u32,
}

/// Writes slices to a temporary file in the folder of the target, and replaces the target. Returns
/// the number of bytes.
///
/// The temporary file exists before the media are requested, so that nothing is sent if the target
/// cannot be written.
pub(in super::super) async fn write_slices(target: &Path, slices: impl Future<Output = Result<Slices>>) -> Result<u64> {
    let (temporary, file) = create(target).await?;
    let file = Arc::new(file);
    let Slices { slices, checksum } = slices.await?;
    let is_summed = checksum.is_some();
    let writing = slices.into_iter().map(|slice| {
        let writing: BoxFuture<'_, _> = Box::pin(write_slice(target, Arc::clone(&file), slice, is_summed));
        writing
    });
    let written = try_join_all(writing.collect()).await?;
    let (mut length, mut crc32c) = (0_u64, 0);
    for slice in written {
        length = length.saturating_add(slice.length);
        crc32c = combine(crc32c, slice.crc32c, slice.length);
    }
    checksum.map_or(Ok(()), |checksum| checksum.with_actual(crc32c).verify())?;
    let persist = move || temporary.persist(Arc::into_inner(file).ok_or(io::ErrorKind::ResourceBusy)?);
    block(persist).await.map_err(|error| unwritable(target, error))?;
    Ok(length)
}

async fn write_slice(target: &Path, file: Arc<File>, slice: Slice, is_summed: bool) -> Result<Written> {
    let mut written = Written { length: 0, crc32c: 0 };
    let mut buffer = Vec::new();
    for mut media in slice.streams {
        while let Some(bytes) = media.next().await {
            let bytes = bytes?;
            if is_summed {
                written.crc32c = crc32c::crc32c_append(written.crc32c, &bytes);
            }
            buffer.extend_from_slice(&bytes);
            if buffer.len() >= BUFFER_SIZE {
                buffer = flush(target, &file, slice.position, &mut written, buffer).await?;
            }
        }
    }
    flush(target, &file, slice.position, &mut written, buffer).await?;
    Ok(written)
}

/// Writes the bytes of a buffer after those that have been written, and returns the empty buffer.
async fn flush(
    target: &Path,
    file: &Arc<File>,
    position: u64,
    written: &mut Written,
    mut buffer: Vec<u8>,
) -> Result<Vec<u8>> {
    let (file, length) = (Arc::clone(file), buffer.len());
    let start = position.saturating_add(written.length);
    let write = move || {
        write_all_at(&file, &buffer, start)?;
        buffer.clear();
        Ok(buffer)
    };
    let buffer = block(write).await.map_err(|error| unwritable(target, error))?;
    written.length = written.length.saturating_add(length as u64);
    Ok(buffer)
}

#[cfg(unix)]
fn write_all_at(file: &File, bytes: &[u8], position: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, position)
}

#[cfg(windows)]
fn write_all_at(file: &File, mut bytes: &[u8], mut position: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = std::os::windows::fs::FileExt::seek_write(file, bytes, position)?;
        bytes = bytes.get(written..).filter(|_| written > 0).ok_or(io::ErrorKind::WriteZero)?;
        position = position.saturating_add(written as u64);
    }
    Ok(())
}

#[cfg(not(any(unix, windows)))]
fn write_all_at(_: &File, _: &[u8], _: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
