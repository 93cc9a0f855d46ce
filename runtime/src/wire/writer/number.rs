//! Numbers.

use super::Writer;
use crate::wire::{MemberName, Number};

impl Writer {
    /// Writes an integer.
    #[inline]
    pub(in crate::wire) fn integer(&mut self, value: impl itoa::Integer) {
        self.text(itoa::Buffer::new().format(value));
    }

    /// Writes an integer as a string.
    #[inline]
    pub(in crate::wire) fn quoted_integer(&mut self, value: impl itoa::Integer) {
        self.string(itoa::Buffer::new().format(value));
    }

    /// Writes a member whose value is an integer.
    #[inline]
    pub(in crate::wire) fn integer_member(&mut self, name: MemberName<'_>, value: impl itoa::Integer) {
        self.token_member(name, itoa::Buffer::new().format(value));
    }

    /// Writes a member whose value is an integer as a string.
    #[inline]
    pub(in crate::wire) fn quoted_integer_member(&mut self, name: MemberName<'_>, value: impl itoa::Integer) {
        self.plain_member(name, itoa::Buffer::new().format(value));
    }

    /// Writes a number like serde_json.
    pub(in crate::wire) fn number(&mut self, value: &Number) {
        if let Some(value) = value.as_u64() {
            return self.integer(value);
        }
        // Infallible: the number is finite, and writing to memory does not fail.
        let _ = serde_json::to_writer(&mut self.0, value);
    }
}
