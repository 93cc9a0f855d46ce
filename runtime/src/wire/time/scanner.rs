//! Reads the parts of a date, time or duration from text.

use super::fraction::Fraction;

/// The part of a text that has not been read yet.
pub(super) struct Scanner<'t>(&'t [u8]);

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self(text.as_bytes())
    }

    /// Reads one of the given characters.
    #[inline]
    pub(super) fn one_of(&mut self, allowed: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = allowed.contains(first).then_some(rest)?;
        Some(*first)
    }

    /// Reads all digits up to the next other character.
    pub(super) fn digits(&mut self) -> &'t [u8] {
        let len = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at_checked(len).unwrap_or_default();
        self.0 = rest;
        digits
    }

    /// Reads a number that has exactly `len` digits.
    pub(super) fn number(&mut self, len: usize) -> Option<u16> {
        let (digits, rest) = self.0.split_at_checked(len)?;
        let number = to_number(digits)?;
        self.0 = rest;
        u16::try_from(number).ok()
    }

    /// Reads a number of one or two digits.
    pub(super) fn short_number(&mut self) -> Option<u8> {
        let digits = self.digits();
        if digits.len() > 2 { None } else { u8::try_from(to_number(digits)?).ok() }
    }

    /// Reads `.` and digits, or nothing. More than nine digits are accepted if only zeros follow,
    /// so that no digit is lost.
    pub(super) fn fraction(&mut self) -> Option<Fraction> {
        if self.one_of(b".").is_none() {
            return Some(Fraction::ZERO);
        }
        let digits = self.digits();
        let (nanos, rest) = digits.split_at_checked(9).unwrap_or((digits, &[]));
        if rest.iter().any(|digit| *digit != b'0') {
            return None;
        }
        Fraction::from_digits(to_number(nanos)?, nanos.len())
    }

    /// Returns `Some` if everything has been read.
    pub(super) fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

/// Converts digits to a number. `None` if there are none, or if the number is too large.
pub(super) fn to_number(digits: &[u8]) -> Option<u64> {
    let number = digits.iter().try_fold(0_u64, |number, character| {
        let digit = character.wrapping_sub(b'0');
        if digit < 10 { number.checked_mul(10)?.checked_add(digit.into()) } else { None }
    });
    number.filter(|_| !digits.is_empty())
}

#[cfg(test)]
mod tests {
    use super::to_number;

    #[test]
    fn converts_digits_up_to_the_largest_number() {
        assert_eq!(to_number(b"18446744073709551615"), Some(u64::MAX));
        for text in ["18446744073709551616", "18446744073709551619", "184467440737095516150", "", "1/", "1:", "-1"] {
            assert_eq!(to_number(text.as_bytes()), None, "{text}");
        }
    }
}
