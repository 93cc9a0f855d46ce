//! Points in time.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::time::{Duration as StdDuration, SystemTime};

use super::date::Date;
use super::duration::{Duration, std_nanos};
use super::error::TimeError;
use super::fraction::Fraction;
use super::moment::Moment;
use super::read_text;
use crate::wire::{Event, ReadError, View, Wire};

const EXPECTED: &str = "a time with an offset such as \"2024-05-01T10:00:00Z\"";

/// A point in time in the years 1 to 9999, with nanosecond precision (`format: google-datetime`).
///
/// A timestamp is in UTC. One with another offset can be parsed, and is converted.
///
/// The number of fractional digits is kept: `10:00:00.000Z` is written back like that. It does not
/// matter for equality, order and hash.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use discovery_runtime::Timestamp;
///
/// let start: Timestamp = "2024-05-01T10:00:00.000Z".parse()?;
/// let end = start.checked_add(Duration::from_millis(90_500)).unwrap_or(Timestamp::MAX);
/// assert_eq!(end.to_string(), "2024-05-01T10:01:30.500Z");
/// assert_eq!(end.duration_since(start).to_string(), "90.500s");
/// # Ok::<_, discovery_runtime::TimeError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Timestamp(Moment);

impl Timestamp {
    /// The first timestamp, 0001-01-01T00:00:00Z.
    pub const MIN: Self = Self(Moment::MIN);

    /// The start of Unix time, 1970-01-01T00:00:00Z.
    pub const UNIX_EPOCH: Self = Self(Moment::EPOCH);

    /// The last timestamp, 9999-12-31T23:59:59.999999999Z.
    pub const MAX: Self = Self(Moment::MAX);

    pub(super) const fn from_moment(moment: Moment) -> Self {
        Self(moment)
    }

    pub(super) const fn moment(self) -> Moment {
        self.0
    }

    /// Returns the current time of the system.
    #[must_use]
    pub fn now() -> Self {
        Self::try_from(SystemTime::now()).unwrap_or(Self::MAX)
    }

    /// Creates a timestamp from the seconds since [`UNIX_EPOCH`](Self::UNIX_EPOCH) and the
    /// nanoseconds after that second. Returns `None` if it is out of range.
    #[must_use]
    pub const fn from_unix(seconds: i64, nanoseconds: u32) -> Option<Self> {
        let Some(fraction) = Fraction::new(nanoseconds) else { return None };
        match Moment::new(seconds, fraction) {
            Some(moment) => Some(Self(moment)),
            None => None,
        }
    }

    /// Creates a timestamp from the milliseconds since [`UNIX_EPOCH`](Self::UNIX_EPOCH). Returns
    /// `None` if it is out of range.
    #[must_use]
    pub const fn from_unix_millis(millis: i64) -> Option<Self> {
        Self::from_unix(millis.div_euclid(1_000), millis.rem_euclid(1_000) as u32 * 1_000_000)
    }

    /// Returns the whole seconds since [`UNIX_EPOCH`](Self::UNIX_EPOCH), rounded down.
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.0.seconds()
    }

    /// Returns the whole milliseconds since [`UNIX_EPOCH`](Self::UNIX_EPOCH), rounded down.
    #[must_use]
    pub const fn unix_millis(self) -> i64 {
        self.0.seconds() * 1_000 + self.nanosecond() as i64 / 1_000_000
    }

    /// Returns the date in UTC.
    #[must_use]
    pub const fn date(self) -> Date {
        self.0.date()
    }

    /// Returns the hour in UTC, from 0 to 23.
    #[must_use]
    pub const fn hour(self) -> u8 {
        self.0.hour()
    }

    /// Returns the minute, from 0 to 59.
    #[must_use]
    pub const fn minute(self) -> u8 {
        self.0.minute()
    }

    /// Returns the second, from 0 to 59.
    #[must_use]
    pub const fn second(self) -> u8 {
        self.0.second()
    }

    /// Returns the nanoseconds after the second, from 0 to 999,999,999.
    #[must_use]
    pub const fn nanosecond(self) -> u32 {
        self.0.fraction().nanos()
    }

    /// Returns the number of fractional digits that are written, from 0 to 9.
    #[must_use]
    pub const fn fraction_digits(self) -> u8 {
        self.0.fraction().digits()
    }

    /// Sets the number of fractional digits that are written. If these digits cannot represent the
    /// value, 3, 6 or 9 are written.
    #[must_use]
    pub const fn with_fraction_digits(self, digits: u8) -> Self {
        Self(self.0.with_digits(digits))
    }

    /// Returns the time that is `duration` later, or `None` if it is out of range.
    #[must_use]
    pub fn checked_add(self, duration: StdDuration) -> Option<Self> {
        self.0.checked_add(std_nanos(duration)).map(Self)
    }

    /// Returns the time that is `duration` earlier, or `None` if it is out of range.
    #[must_use]
    pub fn checked_sub(self, duration: StdDuration) -> Option<Self> {
        self.0.checked_add(-std_nanos(duration)).map(Self)
    }

    /// Returns the time that is `duration` later, or earlier if it is negative. Returns `None` if
    /// the result is out of range.
    #[must_use]
    pub fn checked_add_signed(self, duration: Duration) -> Option<Self> {
        self.0.checked_add(duration.total_nanos()).map(Self)
    }

    /// Returns the time that is `duration` later, at most [`MAX`](Self::MAX).
    #[must_use]
    pub fn saturating_add(self, duration: StdDuration) -> Self {
        self.checked_add(duration).unwrap_or(Self::MAX)
    }

    /// Returns the time that is `duration` earlier, at least [`MIN`](Self::MIN).
    #[must_use]
    pub fn saturating_sub(self, duration: StdDuration) -> Self {
        self.checked_sub(duration).unwrap_or(Self::MIN)
    }

    /// Returns the duration from `earlier` to this time. It is negative if `earlier` is the later
    /// one.
    #[must_use]
    pub fn duration_since(self, earlier: Self) -> Duration {
        Duration::saturating_from_nanos(self.0.total_nanos() - earlier.0.total_nanos())
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.0.total_nanos() == other.0.total_nanos()
    }
}

impl Eq for Timestamp {}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.total_nanos().hash(state);
    }
}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_nanos().cmp(&other.0.total_nanos())
    }
}

/// Parses a time with an offset, which is converted to UTC.
impl FromStr for Timestamp {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some((local, Some(offset))) = Moment::parse(text) else {
            return Err(TimeError::expected(EXPECTED));
        };
        let utc = Moment::new(local.seconds() - i64::from(offset) * 60, local.fraction());
        utc.map(Self).ok_or(TimeError::OUT_OF_RANGE)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)?;
        f.write_str("Z")
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Wire for Timestamp {
    fn empty() -> Self {
        Self::UNIX_EPOCH
    }

    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        read_text(self, &event, EXPECTED)
    }

    fn view(&self) -> View<'_> {
        View::Timestamp(*self)
    }
}

crate::__serde!(Timestamp);
