//! Arrays.

use super::{Reader, Result};

impl Reader<'_> {
    /// Opens an array. Returns `false` if it is empty.
    pub(in crate::wire) fn open_array(&mut self) -> Result<bool> {
        self.open(b'[')?;
        Ok(!self.close(b']'))
    }

    /// Skips the comma after an item. Returns `false` after the last item.
    pub(in crate::wire) fn next_item(&mut self) -> Result<bool> {
        self.next(b']')
    }
}
