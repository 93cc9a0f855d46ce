//! Downloads of several parts of the media at the same time.

use std::fmt;
use std::path::Path;
use std::pin::pin;

use super::range::ByteRange;
use super::{Download, FirstResponse, Media};
use crate::error::Result;
use crate::execute::Executor;
use crate::media::checksum::Checksum;
use crate::media::file;
use crate::media::progress::Progress;

/// The smallest size of a slice, in bytes.
const MIN_SLICE_SIZE: u64 = 8 << 20;

const MAX_SLICES: usize = 32;

/// A request builder for a download in slices, created by [`Download::slices`].
///
/// All slices belong to one version of the media: a generation of an object in Cloud Storage, or a
/// strong `ETag`. Each continues after a lost connection like [`Media`], on its own. If the server
/// sends a checksum of the media, it is compared with that of all slices.
///
/// The media are downloaded as one stream if the server does not identify a version, does not support
/// ranges, or decompresses the media.
#[must_use = "downloads do nothing until sent"]
pub struct SlicedDownload {
    download: Download,
    count: usize,
    min_size: u64,
}

impl SlicedDownload {
    pub(super) fn new(download: Download, count: usize) -> Self {
        Self { download, count: count.clamp(1, MAX_SLICES), min_size: MIN_SLICE_SIZE }
    }

    /// Sets the smallest size of a slice, in bytes. The default is 8 MiB. Media of at most this
    /// size need only one request.
    pub fn min_slice_size(mut self, bytes: u64) -> Self {
        self.min_size = bytes.max(1);
        self
    }

    /// Downloads to a file and returns the number of bytes. The timeout of the call applies to the
    /// whole download. Each slice keeps about 1 MiB in memory.
    ///
    /// The file is replaced as by [`Download::to_file`].
    ///
    /// # Errors
    ///
    /// See [`Download::to_file`].
    pub async fn to_file(self, path: impl AsRef<Path>) -> Result<u64> {
        let executor = self.download.executor();
        let opening = pin!(self.open(executor.clone()));
        let writing = pin!(file::write_slices(path.as_ref(), opening));
        executor.run(writing).await
    }

    async fn open(self, executor: Executor) -> Result<Slices> {
        let wanted = self.download.range.unwrap_or_default();
        let first = self.download.request_range(&executor, Some(wanted.start_of(self.min_size))).await?;
        let slices = if first.content.is_whole() {
            Slices::one(first.into_media(executor, wanted))
        } else {
            match Slices::new(&executor, first, wanted, self.count, self.min_size)? {
                Some(slices) => slices,
                None => return Ok(Slices::one(self.download.open(executor).await?)),
            }
        };
        Ok(slices.with_progress(&self.download.progress))
    }
}

impl fmt::Debug for SlicedDownload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SlicedDownload").field("download", &self.download).field("slices", &self.count).finish()
    }
}

/// Streams that together are the media.
pub(in crate::media) struct Slices {
    pub(in crate::media) slices: Vec<Slice>,
    /// The checksum of all bytes, unless the only stream verifies it.
    pub(in crate::media) checksum: Option<Checksum>,
}

/// A part of the media.
pub(in crate::media) struct Slice {
    /// The position of the first byte in the file.
    pub(in crate::media) position: u64,
    /// Streams that follow each other.
    pub(in crate::media) streams: Vec<Media>,
}

impl Slices {
    /// Returns the slice of a download as one stream.
    fn one(media: Media) -> Self {
        Self { slices: vec![Slice { position: 0, streams: vec![media] }], checksum: None }
    }

    /// Divides the media into slices, the first of which begins with the body of the first response.
    /// `None` if the response does not contain the length and the version of the media.
    fn new(
        executor: &Executor,
        first: FirstResponse,
        wanted: ByteRange,
        count: usize,
        min_size: u64,
    ) -> Result<Option<Self>> {
        let Some(total) = first.content.total else { return Ok(None) };
        let end = wanted.end.unwrap_or(total).min(total);
        let is_all = wanted.start == 0 && end == total;
        let checksum = if is_all { Checksum::of_response(&first.headers) } else { None };
        let (request, headers) = (first.request.clone(), first.headers.clone());
        let start = wanted.start_of(min_size).until(end);
        let mut slices = Vec::new();
        for range in wanted.until(end).split(count, min_size) {
            let mut slice = Slice { position: range.start.saturating_sub(wanted.start), streams: Vec::new() };
            let rest = if slices.is_empty() { range.after(start) } else { range };
            if !rest.is_empty() {
                let Some(media) = Media::of_slice(executor, &request, rest, &headers, total)? else { return Ok(None) };
                slice.streams.push(media);
            }
            slices.push(slice);
        }
        if let Some(slice) = slices.first_mut() {
            slice.streams.insert(0, first.into_media(executor.clone(), start));
        }
        Ok(Some(Self { slices, checksum }))
    }

    /// Counts the bytes of all slices together.
    fn with_progress(mut self, progress: &Progress) -> Self {
        let mut total = Some(0_u64);
        for media in self.slices.iter_mut().flat_map(|slice| &mut slice.streams) {
            total = total.zip(media.length()).map(|(total, length)| total.saturating_add(length));
            media.set_progress(progress);
        }
        progress.set_total(total);
        self
    }
}
