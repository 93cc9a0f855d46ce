//! Numbers.

use super::{Reader, Rejected, Result};
use crate::wire::Event;
use crate::wire::integer::EXACT_INTEGERS;

impl Reader<'_> {
    /// Reads a number.
    pub(super) fn number<'e>(&mut self) -> Result<Event<'e>> {
        let start = self.position;
        let is_negative = self.text.as_bytes().get(start) == Some(&b'-');
        self.position += usize::from(is_negative);
        let first = self.position;
        let digits = self.digits(0)?;
        if digits.count > 1 && self.text.as_bytes().get(first) == Some(&b'0') {
            return Err(Rejected);
        }
        match self.text.as_bytes().get(self.position) {
            Some(b'.') => self.fraction(start, is_negative, digits),
            Some(b'e' | b'E') => self.exponent(start),
            _ => self.integer(start, is_negative, digits),
        }
    }

    /// Reads an integer of at most 18 digits, which may be in quotation marks. Returns `None` and reads
    /// nothing if the next value is anything else.
    #[inline]
    pub(in crate::wire) fn short_integer(&mut self) -> Option<i64> {
        let is_quoted = self.peek() == b'"';
        let start = self.position + usize::from(is_quoted);
        let text = self.text.as_bytes().get(start..)?;
        let (is_negative, digits) = text.strip_prefix(b"-").map_or((false, text), |digits| (true, digits));
        let (mut value, mut count) = (0, 0);
        while let Some(byte @ b'0'..=b'9') = digits.get(count).filter(|_| count < 18) {
            value = value * 10 + i64::from(byte - b'0');
            count += 1;
        }
        let is_end = match digits.get(count) {
            Some(b'"') => is_quoted,
            Some(b'0'..=b'9' | b'.' | b'e' | b'E') => false,
            _ => !is_quoted,
        };
        let has_leading_zero = count > 1 && digits.first() == Some(&b'0');
        if count == 0 || !is_end || has_leading_zero {
            return None;
        }
        self.position = start + usize::from(is_negative) + count + usize::from(is_quoted);
        Some(if is_negative { -value } else { value })
    }

    /// Returns the integer whose text starts at `start` and has been read.
    fn integer<'e>(&self, start: usize, is_negative: bool, digits: Digits) -> Result<Event<'e>> {
        let integer = match digits.exact() {
            Some(value) if !is_negative => Some(Event::U64(value)),
            // `-0` is a float.
            Some(value) if value > 0 => 0_i64.checked_sub_unsigned(value).map(Event::I64),
            Some(_) => None,
            None => self.text.get(start..self.position).and_then(|text| text.parse().ok()).map(Event::U64),
        };
        integer.map_or_else(|| self.float(start), Ok)
    }

    /// Reads one or more digits after those of `value`.
    #[inline]
    fn digits(&mut self, mut value: u64) -> Result<Digits> {
        let start = self.position;
        while let Some(digit) = self.digit() {
            value = value.wrapping_mul(10).wrapping_add(digit.into());
        }
        let count = self.position - start;
        if count > 0 { Ok(Digits { value, count }) } else { Err(Rejected) }
    }

    #[inline]
    fn digit(&mut self) -> Option<u8> {
        let digit = self.text.as_bytes().get(self.position)?.wrapping_sub(b'0');
        let is_digit = digit < 10;
        self.position += usize::from(is_digit);
        is_digit.then_some(digit)
    }

    /// Reads the fraction and the exponent of a float whose text starts at `start`.
    fn fraction<'e>(&mut self, start: usize, is_negative: bool, digits: Digits) -> Result<Event<'e>> {
        self.position += 1;
        let fraction = self.digits(digits.value)?;
        if let Some(b'e' | b'E') = self.text.as_bytes().get(self.position) {
            return self.exponent(start);
        }
        let all = Digits { count: digits.count + fraction.count, ..fraction };
        // The quotient of two exact floats is the nearest float.
        match (all.exact_float(), POWERS_OF_TEN.get(fraction.count)) {
            (Some(value), Some(power)) => Ok(Event::F64(if is_negative { -value / power } else { value / power })),
            _ => self.float(start),
        }
    }

    /// Reads the exponent of a float whose text starts at `start`.
    fn exponent<'e>(&mut self, start: usize) -> Result<Event<'e>> {
        self.position += 1;
        if let Some(b'+' | b'-') = self.text.as_bytes().get(self.position) {
            self.position += 1;
        }
        self.digits(0)?;
        self.float(start)
    }

    /// Returns the float whose text starts at `start` and has been read.
    fn float<'e>(&self, start: usize) -> Result<Event<'e>> {
        let value: f64 = self.text.get(start..self.position).and_then(|text| text.parse().ok()).ok_or(Rejected)?;
        if value.is_finite() { Ok(Event::F64(value)) } else { Err(Rejected) }
    }
}

/// Digits that have been read.
#[derive(Clone, Copy)]
struct Digits {
    /// Their value, modulo 2^64.
    value: u64,
    count: usize,
}

impl Digits {
    /// Returns the value, unless there are so many digits that it may be larger.
    #[inline]
    fn exact(self) -> Option<u64> {
        (self.count < 20).then_some(self.value)
    }

    /// Returns the value as a float, if it is one for sure.
    #[inline]
    fn exact_float(self) -> Option<f64> {
        self.exact().map(|value| value as f64).filter(|value| *value < EXACT_INTEGERS)
    }
}

/// The powers of ten that are floats.
const POWERS_OF_TEN: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

#[cfg(test)]
mod tests {
    use crate::wire::json_text::read;

    #[test]
    fn reads_the_nearest_float() {
        let zeros = "0".repeat(30);
        for text in [
            "0.1",
            "-0.0",
            "12.50",
            "-273.15",
            "9007199254740991.0",
            "9007199254740993.0",
            "900719925474099.3",
            "0.1234567890123456789",
            "1234567890.12345678901234567890",
            "0.0000000000000000000005",
            &format!("0.{zeros}5"),
            &format!("1.{zeros}"),
            &format!("1{zeros}.5"),
            "18446744073709551616",
            "99999999999999999999",
            "2.5e-3",
            "1e22",
        ] {
            let expected: f64 = text.parse().unwrap();
            assert_eq!(read(text).map(f64::to_bits), Ok(expected.to_bits()), "{text}");
        }
    }

    #[test]
    fn reads_integers_of_any_length() {
        for digits in 1..=20 {
            for digit in ["1", "7", "9"] {
                let text = digit.repeat(digits);
                assert_eq!(read::<u64>(&text).ok(), text.parse().ok(), "{text}");
                assert_eq!(read::<u64>(&format!("\"{text}\"")).ok(), text.parse().ok(), "{text}");
                let text = format!("-{text}");
                assert_eq!(read::<i64>(&text).ok(), text.parse().ok(), "{text}");
                assert_eq!(read::<i64>(&format!("\"{text}\"")).ok(), text.parse().ok(), "{text}");
            }
        }
        assert_eq!((read("18446744073709551615"), read("-9223372036854775808")), (Ok(u64::MAX), Ok(i64::MIN)));
    }

    #[test]
    fn rejects_what_is_not_a_number() {
        for text in
            ["01", "-01", "-", "1.", "1.e5", ".5", "1e", "1e+", "--1", "+1", "1-", "\"1", "1\"", "\"-\"", "\"1 \""]
        {
            assert!(read::<i64>(text).is_err(), "{text}");
        }
        assert_eq!((read("\"007\""), read("-0"), read("\"-0\"")), (Ok(7_i64), Ok(0_i64), Ok(0_i64)));
    }
}
