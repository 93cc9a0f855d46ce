//! Fractions of a second.

use std::fmt;
use std::num::NonZeroU8;

use super::digits::{digits, write_ascii};

/// The nanoseconds of one second.
pub(super) const SECOND: u32 = 1_000_000_000;

/// Nanoseconds below one second, and how many digits of them are shown.
#[derive(Clone, Copy)]
pub(super) struct Fraction {
    nanos: u32,
    /// The number of digits plus one. Never zero, so that `Option<Timestamp>` has the size of a
    /// `Timestamp`.
    shown: NonZeroU8,
}

impl Fraction {
    pub(super) const ZERO: Self = Self { nanos: 0, shown: NonZeroU8::MIN };
    pub(super) const MAX: Self = Self { nanos: SECOND - 1, shown: NonZeroU8::MIN.saturating_add(9) };

    /// Creates a fraction with as many groups of three digits as needed, like protobuf's JSON
    /// mapping. `None` if it is a second or more.
    pub(super) const fn new(nanos: u32) -> Option<Self> {
        Self::with_digits(nanos, 0)
    }

    /// Creates a fraction that shows `digits` digits, or groups of three if that is not enough.
    pub(super) const fn with_digits(nanos: u32, digits: u8) -> Option<Self> {
        if nanos >= SECOND {
            return None;
        }
        let fits = digits <= 9 && nanos.is_multiple_of(unit(digits));
        let digits = match nanos {
            _ if fits => digits,
            0 => 0,
            _ if nanos.is_multiple_of(1_000_000) => 3,
            _ if nanos.is_multiple_of(1_000) => 6,
            _ => 9,
        };
        Some(Self { nanos, shown: NonZeroU8::MIN.saturating_add(digits) })
    }

    /// Creates a fraction that shows `digits` digits, whose value is `number`. Returns `None` if there
    /// are more than nine, or if they cannot have that value.
    pub(super) fn from_digits(number: u64, digits: usize) -> Option<Self> {
        let nanos = u32::try_from(number).ok()?.checked_mul(*UNITS.get(digits)?)?;
        let shown = NonZeroU8::MIN.saturating_add(u8::try_from(digits).ok()?);
        (nanos < SECOND).then_some(Self { nanos, shown })
    }

    pub(super) const fn nanos(self) -> u32 {
        self.nanos
    }

    pub(super) const fn digits(self) -> u8 {
        self.shown.get() - 1
    }
}

/// The nanoseconds of one unit of the last of as many digits as the index says.
const UNITS: [u32; 10] = [unit(0), unit(1), unit(2), unit(3), unit(4), unit(5), unit(6), unit(7), unit(8), unit(9)];

/// Returns the nanoseconds of one unit of the last of `digits` digits.
const fn unit(digits: u8) -> u32 {
    10_u32.pow(9_u8.saturating_sub(digits) as u32)
}

/// Writes `.` and the digits, or nothing.
impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.digits() {
            0 => Ok(()),
            shown => {
                f.write_str(".")?;
                let digits: [u8; 9] = digits(self.nanos);
                write_ascii(f, digits.get(..shown.into()).unwrap_or_default())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fraction, SECOND};

    #[test]
    fn shows_the_requested_digits_or_enough_groups() {
        let text = |nanos, digits| Fraction::with_digits(nanos, digits).map(|fraction| fraction.to_string());
        assert_eq!(text(0, 0).as_deref(), Some(""));
        assert_eq!(text(0, 3).as_deref(), Some(".000"));
        assert_eq!(text(500_000_000, 1).as_deref(), Some(".5"));
        assert_eq!(text(500_000_000, 0).as_deref(), Some(".500"));
        assert_eq!(text(10_000, 3).as_deref(), Some(".000010"));
        assert_eq!(text(10_000, 5).as_deref(), Some(".00001"));
        assert_eq!(text(1, 7).as_deref(), Some(".000000001"));
        assert_eq!(text(500_000_000, 10).as_deref(), Some(".500"));
        assert_eq!(text(SECOND, 0), None);
    }
}
