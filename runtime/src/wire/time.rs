//! Timestamps, dates and local times.

use std::fmt;
use std::str::FromStr;

use chrono::{FixedOffset, NaiveDateTime, Offset, SecondsFormat, Utc};

use super::{Event, ReadError, View, Wire};

/// A point in time with nanosecond precision (`format: google-datetime`).
pub type Timestamp = chrono::DateTime<Utc>;

/// A calendar date without a time (`format: date`).
pub type Date = chrono::NaiveDate;

/// A date and a time of day with an optional offset from UTC (`format: date-time`).
///
/// Two values that denote the same instant with different offsets are not equal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateTime {
    local: NaiveDateTime,
    offset: Option<FixedOffset>,
}

impl DateTime {
    /// Creates a local time with an optional offset from UTC.
    #[must_use]
    pub const fn new(local: NaiveDateTime, offset: Option<FixedOffset>) -> Self {
        Self { local, offset }
    }

    /// Returns the local date and time.
    #[must_use]
    pub const fn local(&self) -> NaiveDateTime {
        self.local
    }

    /// Returns the offset of the local time from UTC.
    #[must_use]
    pub const fn offset(&self) -> Option<FixedOffset> {
        self.offset
    }

    /// Returns the point in time, or `None` if the offset is unknown or the result is out of range.
    #[must_use]
    pub fn to_timestamp(&self) -> Option<Timestamp> {
        Some(self.local.checked_sub_offset(self.offset?)?.and_utc())
    }
}

impl From<NaiveDateTime> for DateTime {
    fn from(local: NaiveDateTime) -> Self {
        Self { local, offset: None }
    }
}

impl From<chrono::DateTime<FixedOffset>> for DateTime {
    fn from(time: chrono::DateTime<FixedOffset>) -> Self {
        Self { local: time.naive_local(), offset: Some(*time.offset()) }
    }
}

impl From<Timestamp> for DateTime {
    fn from(time: Timestamp) -> Self {
        Self { local: time.naive_utc(), offset: Some(Utc.fix()) }
    }
}

impl FromStr for DateTime {
    type Err = chrono::ParseError;

    fn from_str(date_time: &str) -> Result<Self, Self::Err> {
        match chrono::DateTime::parse_from_rfc3339(date_time) {
            Ok(time) => Ok(time.into()),
            Err(error) => date_time.parse().map(|local| Self { local, offset: None }).map_err(|_| error),
        }
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // chrono's `Debug` output is ISO 8601 with as many fractional digits as needed.
        write!(f, "{:?}", self.local)?;
        match self.offset {
            Some(offset) if offset.local_minus_utc() == 0 => f.write_str("Z"),
            Some(offset) => write!(f, "{offset}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Implements [`Wire`] for a type that is a string on the wire.
macro_rules! wire_string {
    ($type:ty, $empty:expr, $expected:literal, $parse:expr, $format:expr) => {
        impl Wire for $type {
            fn empty() -> Self {
                $empty
            }

            fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
                let parse: fn(&str) -> Result<$type, chrono::ParseError> = $parse;
                match &event {
                    Event::Str(value) => *self = parse(value).map_err(|_| ReadError::expected($expected, &event))?,
                    other => return Err(ReadError::expected($expected, other)),
                }
                Ok(())
            }

            fn view(&self) -> View<'_> {
                let format: fn(&$type) -> String = $format;
                View::String(format(self))
            }
        }
    };
}

wire_string!(
    Timestamp,
    Timestamp::UNIX_EPOCH,
    "a time with an offset such as \"2024-05-01T10:00:00Z\"",
    |time| chrono::DateTime::parse_from_rfc3339(time).map(Into::into),
    |time| time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
);

wire_string!(
    DateTime,
    chrono::DateTime::UNIX_EPOCH.naive_utc().into(),
    "a date and a time such as \"2024-05-01T10:00:00\"",
    str::parse,
    ToString::to_string
);

wire_string!(
    Date,
    chrono::DateTime::UNIX_EPOCH.date_naive(),
    "a date such as \"2024-05-01\"",
    str::parse,
    ToString::to_string
);

crate::__serde!(DateTime);

#[cfg(test)]
mod tests {
    use chrono::{FixedOffset, NaiveDate, TimeZone};

    use super::{Date, DateTime, Timestamp};
    use crate::wire::{Wire, decode, encode};

    /// Reads `text` as a `T` and writes it again.
    fn round_trip<T: Wire>(text: &str) -> Option<String> {
        let value: T = decode(format!("\"{text}\"").as_bytes()).ok()?;
        Some(String::from_utf8(encode(&value)).unwrap().trim_matches('"').to_owned())
    }

    #[test]
    fn converts_timestamps_to_utc_with_nanoseconds() {
        for (input, output) in [
            ("2024-05-01T10:00:00Z", "2024-05-01T10:00:00Z"),
            ("2024-05-01T10:00:00.000Z", "2024-05-01T10:00:00Z"),
            ("2024-05-01T10:00:00.5Z", "2024-05-01T10:00:00.500Z"),
            ("2024-05-01T10:00:00.123456Z", "2024-05-01T10:00:00.123456Z"),
            ("2024-05-01T10:00:00.000000001Z", "2024-05-01T10:00:00.000000001Z"),
            ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
            ("1969-12-31T23:59:59.9Z", "1969-12-31T23:59:59.900Z"),
            ("2024-05-01T10:00:00+02:00", "2024-05-01T08:00:00Z"),
            ("2024-01-01T00:30:00.25+01:00", "2023-12-31T23:30:00.250Z"),
        ] {
            assert_eq!(round_trip::<Timestamp>(input).as_deref(), Some(output), "{input}");
        }
    }

    #[test]
    fn rejects_timestamps_without_date_time_or_offset() {
        for text in ["", "2024-05-01", "2024-05-01T10:00:00", "2024-13-01T10:00:00Z", "2024-05-01T25:00:00Z", "now"] {
            assert_eq!(round_trip::<Timestamp>(text), None, "{text}");
        }
    }

    #[test]
    fn keeps_whether_a_date_time_has_an_offset() {
        for (input, output) in [
            ("2024-05-01T10:00:00", "2024-05-01T10:00:00"),
            ("2024-05-01T10:00:00.25", "2024-05-01T10:00:00.250"),
            ("2024-05-01T10:00:00Z", "2024-05-01T10:00:00Z"),
            ("2024-05-01T10:00:00+00:00", "2024-05-01T10:00:00Z"),
            ("2024-05-01T10:00:00.000000001-07:30", "2024-05-01T10:00:00.000000001-07:30"),
        ] {
            assert_eq!(round_trip::<DateTime>(input).as_deref(), Some(output), "{input}");
        }
        assert_eq!(round_trip::<DateTime>("2024-05-01"), None);
    }

    #[test]
    fn converts_date_times_from_and_to_chrono() {
        let local = NaiveDate::from_ymd_opt(2024, 5, 1).unwrap().and_hms_opt(10, 0, 0).unwrap();
        let offset = FixedOffset::east_opt(2 * 3600).unwrap();
        let time = DateTime::from(offset.from_local_datetime(&local).unwrap());
        assert_eq!(time, DateTime::new(local, Some(offset)));
        assert_eq!(time.to_string(), "2024-05-01T10:00:00+02:00");
        let utc = time.to_timestamp().unwrap();
        assert_eq!(DateTime::from(utc).to_string(), "2024-05-01T08:00:00Z");
        assert_eq!(DateTime::from(local).to_timestamp(), None);
        assert_eq!(DateTime::new(chrono::NaiveDateTime::MIN, Some(offset)).to_timestamp(), None);
    }

    #[test]
    fn reads_valid_dates_only() {
        assert_eq!(round_trip::<Date>("2024-02-29").as_deref(), Some("2024-02-29"));
        assert_eq!(round_trip::<Date>("0001-01-01").as_deref(), Some("0001-01-01"));
        assert_eq!(round_trip::<Date>("2023-02-29"), None);
        assert_eq!(round_trip::<Date>("2024-02-29T00:00:00Z"), None);
    }
}
