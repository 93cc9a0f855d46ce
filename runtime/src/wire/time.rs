//! Points in time and days.

use std::fmt;
use std::str::FromStr;

use chrono::{FixedOffset, NaiveDateTime, Offset, SecondsFormat, Utc};

use super::{Event, ReadError, View, Wire};

/// A point in time (`format: google-datetime`), to the nanosecond.
pub type Timestamp = chrono::DateTime<Utc>;

/// A day of the calendar (`format: date`).
pub type Date = chrono::NaiveDate;

/// A date and a time of day (`format: date-time`), with the offset from UTC if the text had one. Two that name the same
/// instant with different offsets are not equal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateTime {
    local: NaiveDateTime,
    offset: Option<FixedOffset>,
}

impl DateTime {
    /// A time of day at a place with that offset, or at one that is not said.
    pub const fn new(local: NaiveDateTime, offset: Option<FixedOffset>) -> Self {
        Self { local, offset }
    }

    /// What a clock on the wall shows.
    pub const fn local(&self) -> NaiveDateTime {
        self.local
    }

    /// How far that clock is ahead of UTC.
    pub const fn offset(&self) -> Option<FixedOffset> {
        self.offset
    }

    /// The point in time; `None` without an offset, or at the very ends of the calendar.
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

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match chrono::DateTime::parse_from_rfc3339(text) {
            Ok(time) => Ok(time.into()),
            Err(error) => text.parse().map(|local| Self { local, offset: None }).map_err(|_| error),
        }
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The debug form is ISO 8601, with as many digits of a second as needed.
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

macro_rules! as_text {
    ($type:ty, $empty:expr, $wanted:literal, $parse:expr, $write:expr) => {
        impl Wire for $type {
            fn empty() -> Self {
                $empty
            }

            fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
                let parse: fn(&str) -> Result<$type, chrono::ParseError> = $parse;
                match &event {
                    Event::Str(text) => *self = parse(text).map_err(|_| ReadError::expected($wanted, &event))?,
                    other => return Err(ReadError::expected($wanted, other)),
                }
                Ok(())
            }

            fn view(&self) -> View<'_> {
                let write: fn(&$type) -> String = $write;
                View::Text(write(self))
            }
        }
    };
}

as_text!(
    Timestamp,
    Timestamp::UNIX_EPOCH,
    "a time with its offset, as in \"2024-05-01T10:00:00Z\"",
    |text| chrono::DateTime::parse_from_rfc3339(text).map(Into::into),
    |time| time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
);

as_text!(
    DateTime,
    chrono::DateTime::UNIX_EPOCH.naive_utc().into(),
    "a date and a time",
    str::parse,
    ToString::to_string
);

as_text!(
    Date,
    chrono::DateTime::UNIX_EPOCH.date_naive(),
    "a date, as in \"2024-05-01\"",
    str::parse,
    ToString::to_string
);

#[cfg(test)]
mod tests {
    use chrono::{FixedOffset, NaiveDate, TimeZone};

    use super::{Date, DateTime, Timestamp};
    use crate::wire::{Wire, decode, encode};

    /// What comes out for `text` after it was read as a `T`.
    fn back<T: Wire>(text: &str) -> Option<String> {
        let value: T = decode(format!("\"{text}\"").as_bytes()).ok()?;
        Some(String::from_utf8(encode(&value)).unwrap().trim_matches('"').to_owned())
    }

    #[test]
    fn timestamps_are_utc_to_the_nanosecond() {
        for (text, written) in [
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
            assert_eq!(back::<Timestamp>(text).as_deref(), Some(written), "{text}");
        }
    }

    #[test]
    fn timestamps_need_a_date_a_time_and_an_offset() {
        for text in ["", "2024-05-01", "2024-05-01T10:00:00", "2024-13-01T10:00:00Z", "2024-05-01T25:00:00Z", "now"] {
            assert_eq!(back::<Timestamp>(text), None, "{text}");
        }
    }

    #[test]
    fn date_times_keep_their_offset_or_its_absence() {
        for (text, written) in [
            ("2024-05-01T10:00:00", "2024-05-01T10:00:00"),
            ("2024-05-01T10:00:00.25", "2024-05-01T10:00:00.250"),
            ("2024-05-01T10:00:00Z", "2024-05-01T10:00:00Z"),
            ("2024-05-01T10:00:00+00:00", "2024-05-01T10:00:00Z"),
            ("2024-05-01T10:00:00.000000001-07:30", "2024-05-01T10:00:00.000000001-07:30"),
        ] {
            assert_eq!(back::<DateTime>(text).as_deref(), Some(written), "{text}");
        }
        assert_eq!(back::<DateTime>("2024-05-01"), None);
    }

    #[test]
    fn date_times_convert_to_and_from_chrono() {
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
    fn dates_are_days() {
        assert_eq!(back::<Date>("2024-02-29").as_deref(), Some("2024-02-29"));
        assert_eq!(back::<Date>("0001-01-01").as_deref(), Some("0001-01-01"));
        assert_eq!(back::<Date>("2023-02-29"), None);
        assert_eq!(back::<Date>("2024-02-29T00:00:00Z"), None);
    }
}
