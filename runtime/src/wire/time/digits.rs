//! Digits of dates and times. Writing them with `format!` takes several times as long.

use std::fmt;

/// Returns the last `N` decimal digits of a number.
pub(super) fn digits<const N: usize>(mut number: u32) -> [u8; N] {
    let mut digits = [b'0'; N];
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
    digits
}

/// Writes ASCII characters.
pub(super) fn write_ascii(f: &mut fmt::Formatter<'_>, characters: &[u8]) -> fmt::Result {
    f.write_str(str::from_utf8(characters).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn pads_numbers_with_zeros() {
        assert_eq!(digits::<4>(7), *b"0007");
        assert_eq!(digits::<2>(59), *b"59");
        assert_eq!(digits::<9>(999_999_999), *b"999999999");
    }
}
