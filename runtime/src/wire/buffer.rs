//! The text that a writer appends to.

use std::{fmt, io};

/// The initial capacity. Many messages are tiny, and allocators are fastest with at most 1 KiB.
const INITIAL_CAPACITY: usize = 1024;

/// The capacity of a text that is longer, so that most messages are copied at most once.
const CAPACITY: usize = 16 * 1024;

/// How many bytes are made available at once: as many as the text has, within these limits. From
/// 2 KiB on, glibc sets memory to zero with an instruction that takes long to start.
const STEP: (usize, usize) = (128, 1920);

/// A growing text.
///
/// A `Vec` compares its length with its capacity for each part that is appended. Here, all parts of
/// a field share one comparison: [`window`](Self::window) returns the memory for all of them.
#[derive(Debug)]
pub(super) struct Buffer {
    /// The text, and then zeros that will be overwritten.
    bytes: Vec<u8>,
    len: usize,
}

impl Buffer {
    /// Creates an empty text.
    #[inline]
    pub(super) fn new() -> Self {
        let mut bytes = Vec::with_capacity(INITIAL_CAPACITY);
        bytes.extend_from_slice(&[0; STEP.0]);
        Self { bytes, len: 0 }
    }

    /// Returns the text.
    #[inline]
    pub(super) fn into_text(mut self) -> Vec<u8> {
        self.bytes.truncate(self.len);
        self.bytes
    }

    /// Returns the length of the text.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Removes the text from `len` on.
    pub(super) fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    /// Replaces a byte of the text.
    #[inline]
    pub(super) fn replace(&mut self, position: usize, byte: u8) {
        if let Some(target) = self.bytes.get_mut(position) {
            *target = byte;
        }
    }

    /// Extends the text and returns the new part, which has to be filled in.
    #[inline]
    pub(super) fn window(&mut self, len: usize) -> Option<&mut [u8]> {
        let start = self.len;
        if self.bytes.len() - start < len {
            self.grow(len);
        }
        self.len = start + len;
        self.bytes.get_mut(start..)?.get_mut(..len)
    }

    /// Extends the text like [`window`](Self::window), but only if that takes no memory.
    #[inline]
    pub(super) fn available_window(&mut self, len: usize) -> Option<&mut [u8]> {
        let end = self.len + len;
        let window = self.bytes.get_mut(self.len..end)?;
        self.len = end;
        Some(window)
    }

    /// Makes at least `len` more bytes available. Only the next bytes are set to zero, so that
    /// memory that is not needed is not touched.
    #[cold]
    fn grow(&mut self, len: usize) {
        let available = self.len + len + self.len.clamp(STEP.0, STEP.1);
        if available > self.bytes.capacity() {
            self.bytes.reserve(available.max(CAPACITY) - self.bytes.len());
        }
        self.bytes.resize(available, 0);
    }

    /// Appends bytes whose number the compiler knows.
    #[inline]
    pub(super) fn push<const N: usize>(&mut self, bytes: &[u8; N]) {
        if let Some(target) = self.window(N).and_then(|window| window.first_chunk_mut()) {
            *target = *bytes;
        }
    }

    /// Appends bytes.
    #[inline]
    pub(super) fn extend(&mut self, bytes: &[u8]) {
        if let Some(window) = self.window(bytes.len()) {
            window.copy_from_slice(bytes);
        }
    }
}

impl fmt::Write for Buffer {
    #[inline]
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.extend(text.as_bytes());
        Ok(())
    }
}

impl io::Write for Buffer {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.extend(bytes);
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.extend(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
