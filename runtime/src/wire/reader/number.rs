//! Numbers.

use super::{Reader, Rejected, Result};
use crate::wire::Event;

impl Reader<'_> {
    /// Reads a number.
    pub(super) fn number<'e>(&mut self) -> Result<Event<'e>> {
        let start = self.position;
        let is_negative = self.text.as_bytes().get(start) == Some(&b'-');
        self.position += usize::from(is_negative);
        let first = self.position;
        let mut magnitude = Some(0_u64);
        while let Some(digit) = self.digit() {
            magnitude = magnitude.and_then(|value| value.checked_mul(10)?.checked_add(digit.into()));
        }
        let digits = self.position - first;
        let has_leading_zero = digits > 1 && self.text.as_bytes().get(first) == Some(&b'0');
        if digits == 0 || has_leading_zero {
            return Err(Rejected);
        }
        let is_integer = !self.fraction()?;
        let integer = match magnitude.filter(|_| is_integer) {
            Some(value) if !is_negative => Some(Event::U64(value)),
            // `-0` is a float.
            Some(value) if value > 0 => 0_i64.checked_sub_unsigned(value).map(Event::I64),
            _ => None,
        };
        integer.map_or_else(|| self.float(start), Ok)
    }

    #[inline]
    fn digit(&mut self) -> Option<u8> {
        let digit = self.text.as_bytes().get(self.position)?.wrapping_sub(b'0');
        let is_digit = digit < 10;
        self.position += usize::from(is_digit);
        is_digit.then_some(digit)
    }

    /// Skips the fraction and the exponent. Returns `false` if there are none.
    fn fraction(&mut self) -> Result<bool> {
        let start = self.position;
        if self.skip_one_of(b".") {
            self.skip_digits()?;
        }
        if self.skip_one_of(b"eE") {
            self.skip_one_of(b"+-");
            self.skip_digits()?;
        }
        Ok(self.position > start)
    }

    fn skip_one_of(&mut self, bytes: &[u8]) -> bool {
        let is_next = self.text.as_bytes().get(self.position).is_some_and(|byte| bytes.contains(byte));
        self.position += usize::from(is_next);
        is_next
    }

    /// Skips one or more digits.
    fn skip_digits(&mut self) -> Result {
        let start = self.position;
        while self.digit().is_some() {}
        if self.position > start { Ok(()) } else { Err(Rejected) }
    }

    /// Returns the float whose text starts at `start` and has been read.
    fn float<'e>(&self, start: usize) -> Result<Event<'e>> {
        let value: f64 = self.text.get(start..self.position).and_then(|text| text.parse().ok()).ok_or(Rejected)?;
        if value.is_finite() { Ok(Event::F64(value)) } else { Err(Rejected) }
    }
}
