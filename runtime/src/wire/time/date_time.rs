//! Local times with an optional offset.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::time::Duration as StdDuration;

use super::date::Date;
use super::digits::{digits, write_ascii};
use super::duration::std_nanos;
use super::error::TimeError;
use super::fraction::Fraction;
use super::moment::Moment;
use super::read_text;
use super::timestamp::Timestamp;
use crate::wire::{Event, ReadError, View, Wire};

const EXPECTED: &str = "a date and a time such as \"2024-05-01T10:00:00\"";

/// A date and a time of day in the years 1 to 9999 with an optional offset from UTC
/// (`format: date-time`).
///
/// The offset and the number of fractional digits are kept: `10:00:00.000+02:00` is written back
/// like that.
///
/// Values are compared by the instant that they denote: `10:00:00+02:00` equals `08:00:00Z`. A
/// value without an offset never equals one with an offset; it is ordered as if it were in UTC,
/// before the value with an offset.
///
/// # Examples
///
/// ```
/// use discovery_runtime::{Date, DateTime};
///
/// let parsed: DateTime = "2024-05-01T10:00:00+02:00".parse()?;
/// let date = Date::new(2024, 5, 1).ok_or("no such date")?;
/// let created = date.at(10, 0, 0).and_then(|local| local.with_offset(Some(120)));
/// assert_eq!(created, Some(parsed));
/// assert_eq!(parsed.to_timestamp().ok_or("no offset")?.to_string(), "2024-05-01T08:00:00Z");
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct DateTime {
    local: Moment,
    /// In minutes, positive east of Greenwich.
    offset: Option<i16>,
}

impl DateTime {
    pub(super) const fn from_local(local: Moment) -> Self {
        Self { local, offset: None }
    }

    /// Returns the local date.
    #[must_use]
    pub const fn date(self) -> Date {
        self.local.date()
    }

    /// Returns the local hour, from 0 to 23.
    #[must_use]
    pub const fn hour(self) -> u8 {
        self.local.hour()
    }

    /// Returns the local minute, from 0 to 59.
    #[must_use]
    pub const fn minute(self) -> u8 {
        self.local.minute()
    }

    /// Returns the second, from 0 to 59.
    #[must_use]
    pub const fn second(self) -> u8 {
        self.local.second()
    }

    /// Returns the nanoseconds after the second, from 0 to 999,999,999.
    #[must_use]
    pub const fn nanosecond(self) -> u32 {
        self.local.fraction().nanos()
    }

    /// Sets the nanoseconds after the second. Returns `None` if they are a second or more.
    #[must_use]
    pub const fn with_nanosecond(self, nanoseconds: u32) -> Option<Self> {
        match Fraction::new(nanoseconds) {
            Some(fraction) => Some(Self { local: self.local.with_fraction(fraction), ..self }),
            None => None,
        }
    }

    /// Returns the offset from UTC in minutes, positive east of Greenwich.
    #[must_use]
    pub const fn offset(self) -> Option<i16> {
        self.offset
    }

    /// Sets the offset from UTC in minutes, without changing the local time. Returns `None` if it
    /// is a day or more.
    #[must_use]
    pub const fn with_offset(self, minutes: Option<i16>) -> Option<Self> {
        match minutes {
            Some(minutes) if minutes <= -1_440 || minutes >= 1_440 => None,
            offset => Some(Self { offset, ..self }),
        }
    }

    /// Returns the number of fractional digits that are written, from 0 to 9.
    #[must_use]
    pub const fn fraction_digits(self) -> u8 {
        self.local.fraction().digits()
    }

    /// Sets the number of fractional digits that are written. If these digits cannot represent the
    /// value, 3, 6 or 9 are written.
    #[must_use]
    pub const fn with_fraction_digits(self, digits: u8) -> Self {
        Self { local: self.local.with_digits(digits), ..self }
    }

    /// Returns the time that is `duration` later with the same offset, or `None` if it is out of
    /// range.
    #[must_use]
    pub fn checked_add(self, duration: StdDuration) -> Option<Self> {
        Some(Self { local: self.local.checked_add(std_nanos(duration))?, ..self })
    }

    /// Returns the time that is `duration` earlier with the same offset, or `None` if it is out of
    /// range.
    #[must_use]
    pub fn checked_sub(self, duration: StdDuration) -> Option<Self> {
        Some(Self { local: self.local.checked_add(-std_nanos(duration))?, ..self })
    }

    /// Returns the point in time, or `None` if the offset is missing or the result is out of range.
    #[must_use]
    pub const fn to_timestamp(self) -> Option<Timestamp> {
        let Some(offset) = self.offset else { return None };
        match Moment::new(self.local.seconds() - offset as i64 * 60, self.local.fraction()) {
            Some(moment) => Some(Timestamp::from_moment(moment)),
            None => None,
        }
    }

    /// Returns what values are compared by: the nanoseconds in UTC, and whether there is an offset.
    fn key(self) -> (i128, bool) {
        let offset = i128::from(self.offset.unwrap_or_default()) * 60_000_000_000;
        (self.local.total_nanos() - offset, self.offset.is_some())
    }
}

/// Creates a value with an offset of zero.
impl From<Timestamp> for DateTime {
    fn from(time: Timestamp) -> Self {
        Self { local: time.moment(), offset: Some(0) }
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for DateTime {}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl FromStr for DateTime {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match Moment::parse(text) {
            Some((local, offset)) => Ok(Self { local, offset }),
            None => Err(TimeError::expected(EXPECTED)),
        }
    }
}

/// Writes `Z` for an offset of zero, and nothing for a missing one.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.local, f)?;
        match self.offset {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(offset) => {
                let (sign, minutes) = (if offset < 0 { b'-' } else { b'+' }, u32::from(offset.unsigned_abs()));
                let ([h1, h2], [m1, m2]) = (digits(minutes / 60), digits(minutes % 60));
                write_ascii(f, &[sign, h1, h2, b':', m1, m2])
            }
        }
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Wire for DateTime {
    fn empty() -> Self {
        Self::from_local(Moment::EPOCH)
    }

    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        read_text(self, &event, EXPECTED)
    }

    fn view(&self) -> View<'_> {
        View::DateTime(*self)
    }
}

crate::__serde!(DateTime);
