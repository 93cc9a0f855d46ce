//! Durations such as `3.5s`.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Neg;
use std::str::FromStr;
use std::time::Duration as StdDuration;

use super::error::TimeError;
use super::fraction::{Fraction, SECOND};
use super::read_text;
use super::scanner::{Scanner, to_number};
use crate::wire::{Event, ReadError, View, Wire};

const EXPECTED: &str = "a duration such as \"3.5s\"";

/// The maximum number of whole seconds, about 10,000 years.
const MAX_SECONDS: u64 = 315_576_000_000;

/// A signed duration of at most 10,000 years with nanosecond precision (`format: google-duration`).
///
/// The number of fractional digits is kept: `3.500s` is written back like that. It does not matter
/// for equality, order and hash.
///
/// # Examples
///
/// ```
/// use discovery_runtime::Duration;
///
/// let lag = Duration::new(3, 500_000_000).unwrap_or(Duration::ZERO);
/// assert_eq!(lag.to_string(), "3.500s");
/// assert_eq!("3.5s".parse(), Ok(lag));
/// assert_eq!(std::time::Duration::try_from(lag), Ok(std::time::Duration::from_millis(3_500)));
/// assert_eq!((-lag).to_string(), "-3.500s");
/// ```
#[derive(Clone, Copy)]
pub struct Duration {
    /// Ignored if the duration is zero.
    negative: bool,
    /// At most `MAX_SECONDS`.
    seconds: u64,
    fraction: Fraction,
}

impl Duration {
    /// The shortest duration, −315,576,000,000.999999999 s.
    pub const MIN: Self = Self { negative: true, ..Self::MAX };

    /// A duration of 0 s.
    pub const ZERO: Self = Self { negative: false, seconds: 0, fraction: Fraction::ZERO };

    /// The longest duration, 315,576,000,000.999999999 s.
    pub const MAX: Self = Self { negative: false, seconds: MAX_SECONDS, fraction: Fraction::MAX };

    /// Creates a duration as the sum of seconds and nanoseconds. Returns `None` if it is out of
    /// range.
    #[must_use]
    pub fn new(seconds: i64, nanoseconds: i32) -> Option<Self> {
        Self::from_nanos(i128::from(seconds) * i128::from(SECOND) + i128::from(nanoseconds))
    }

    /// Creates a duration of `nanos` nanoseconds. Returns `None` if it is out of range.
    pub(super) fn from_nanos(nanos: i128) -> Option<Self> {
        let magnitude = nanos.unsigned_abs();
        let seconds = u64::try_from(magnitude / u128::from(SECOND)).ok()?;
        let fraction = Fraction::new(u32::try_from(magnitude % u128::from(SECOND)).ok()?)?;
        (seconds <= MAX_SECONDS).then_some(Self { negative: nanos < 0, seconds, fraction })
    }

    /// Creates a duration of `nanos` nanoseconds, limited to the range of the type.
    pub(super) fn saturating_from_nanos(nanos: i128) -> Self {
        Self::from_nanos(nanos).unwrap_or(if nanos < 0 { Self::MIN } else { Self::MAX })
    }

    /// Returns the duration in nanoseconds.
    pub(super) const fn total_nanos(self) -> i128 {
        let nanos = self.seconds as i128 * SECOND as i128 + self.fraction.nanos() as i128;
        if self.negative { -nanos } else { nanos }
    }

    /// Returns the whole seconds, rounded towards zero.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        // At most `MAX_SECONDS`.
        let seconds = self.seconds as i64;
        if self.negative { -seconds } else { seconds }
    }

    /// Returns the nanoseconds in addition to the whole seconds, which have the same sign.
    #[must_use]
    pub const fn subsec_nanoseconds(self) -> i32 {
        let nanos = self.fraction.nanos() as i32;
        if self.negative { -nanos } else { nanos }
    }

    /// Returns `true` if the duration is less than zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.total_nanos() < 0
    }

    /// Returns the duration without its sign.
    #[must_use]
    pub const fn unsigned_abs(self) -> StdDuration {
        StdDuration::from_secs(self.seconds).saturating_add(StdDuration::from_nanos(self.fraction.nanos() as u64))
    }

    /// Returns the sum, or `None` if it is out of range.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Self::from_nanos(self.total_nanos() + other.total_nanos())
    }

    /// Returns the difference, or `None` if it is out of range.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        Self::from_nanos(self.total_nanos() - other.total_nanos())
    }

    /// Returns the number of fractional digits that are written, from 0 to 9.
    #[must_use]
    pub const fn fraction_digits(self) -> u8 {
        self.fraction.digits()
    }

    /// Sets the number of fractional digits that are written. If these digits cannot represent the
    /// value, 3, 6 or 9 are written.
    #[must_use]
    pub const fn with_fraction_digits(self, digits: u8) -> Self {
        match Fraction::with_digits(self.fraction.nanos(), digits) {
            Some(fraction) => Self { fraction, ..self },
            None => self,
        }
    }

    /// Parses an optional sign, seconds, fractional digits and an `s`: `-3.000000001s`.
    fn parse(text: &str) -> Option<Self> {
        let mut scanner = Scanner::new(text);
        let negative = scanner.one_of(b"-").is_some();
        let seconds = to_number(scanner.digits()).filter(|seconds| *seconds <= MAX_SECONDS)?;
        let fraction = scanner.fraction()?;
        scanner.one_of(b"s")?;
        scanner.end()?;
        Some(Self { negative, seconds, fraction })
    }
}

/// Returns the nanoseconds of a duration of the standard library.
pub(super) fn std_nanos(duration: StdDuration) -> i128 {
    i128::try_from(duration.as_nanos()).unwrap_or(i128::MAX)
}

impl Neg for Duration {
    type Output = Self;

    fn neg(self) -> Self {
        Self { negative: !self.negative, ..self }
    }
}

impl TryFrom<StdDuration> for Duration {
    type Error = TimeError;

    fn try_from(duration: StdDuration) -> Result<Self, Self::Error> {
        Self::from_nanos(std_nanos(duration)).ok_or(TimeError::OUT_OF_RANGE)
    }
}

impl TryFrom<Duration> for StdDuration {
    type Error = TimeError;

    fn try_from(duration: Duration) -> Result<Self, Self::Error> {
        if duration.is_negative() { Err(TimeError::OUT_OF_RANGE) } else { Ok(duration.unsigned_abs()) }
    }
}

impl PartialEq for Duration {
    fn eq(&self, other: &Self) -> bool {
        self.total_nanos() == other.total_nanos()
    }
}

impl Eq for Duration {}

impl Hash for Duration {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.total_nanos().hash(state);
    }
}

impl PartialOrd for Duration {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Duration {
    fn cmp(&self, other: &Self) -> Ordering {
        self.total_nanos().cmp(&other.total_nanos())
    }
}

impl FromStr for Duration {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or(TimeError::expected(EXPECTED))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `write!` would take several times as long.
        if self.is_negative() {
            f.write_str("-")?;
        }
        f.write_str(itoa::Buffer::new().format(self.seconds))?;
        fmt::Display::fmt(&self.fraction, f)?;
        f.write_str("s")
    }
}

impl fmt::Debug for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Wire for Duration {
    fn empty() -> Self {
        Self::ZERO
    }

    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        read_text(self, &event, EXPECTED)
    }

    fn view(&self) -> View<'_> {
        View::Duration(*self)
    }
}

crate::__serde!(Duration);
