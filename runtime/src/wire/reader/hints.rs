//! The order of the fields in the messages that were read before.

/// Remembers for each field which one followed it, so that the fields of the next message of the
/// same type are found without a search. Types that share an entry only cost searches.
///
/// Contains indices plus 1. Where nothing is remembered, fields are expected in the order of the
/// message.
pub(super) struct Hints(Vec<u8>);

/// A power of two.
const SIZE: usize = 512;

/// The length of a text from which on it can contain enough messages to pay for the memory.
const MIN_LEN: usize = 1024;

impl Hints {
    /// Creates the hints for a text of `len` bytes.
    #[inline]
    pub(super) fn new(len: usize) -> Self {
        Self(if len < MIN_LEN { Vec::new() } else { vec![0; SIZE] })
    }

    /// Returns a number for the type of a message with `count` fields, the first called `first`.
    /// Names are constants, so their addresses tell most types apart.
    pub(super) fn message(first: &str, count: usize) -> usize {
        first.as_ptr().addr().wrapping_add(count).wrapping_mul(31)
    }

    /// Returns the index of the field that is likely at `position` of a message: the one after the
    /// field that was read last. The index may be too large for the message.
    #[inline]
    pub(super) fn get(&self, message: usize, position: usize) -> usize {
        match self.0.get(message.wrapping_add(position) % SIZE) {
            None | Some(0) => position,
            Some(hint) => usize::from(*hint) - 1,
        }
    }

    /// Sets what [`get`](Self::get) returns. An index that is too large to be remembered is not.
    pub(super) fn set(&mut self, message: usize, position: usize, index: usize) {
        if let (Some(hint), Ok(index)) = (self.0.get_mut(message.wrapping_add(position) % SIZE), (index + 1).try_into())
        {
            *hint = index;
        }
    }
}
