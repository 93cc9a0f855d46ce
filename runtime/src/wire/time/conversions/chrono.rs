//! Conversions from and to chrono.

use chrono::{Datelike, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};

use super::local_as_utc;
use crate::wire::time::error::TimeError;
use crate::wire::time::moment::Moment;
use crate::wire::time::{Date, DateTime, Duration, Timestamp};

impl TryFrom<chrono::DateTime<Utc>> for Timestamp {
    type Error = TimeError;

    fn try_from(time: chrono::DateTime<Utc>) -> Result<Self, Self::Error> {
        local_as_utc(time.naive_utc().try_into()?)
    }
}

impl TryFrom<Timestamp> for chrono::DateTime<Utc> {
    type Error = TimeError;

    fn try_from(time: Timestamp) -> Result<Self, Self::Error> {
        Self::from_timestamp(time.unix_seconds(), time.nanosecond()).ok_or(TimeError::OUT_OF_RANGE)
    }
}

impl TryFrom<NaiveDate> for Date {
    type Error = TimeError;

    fn try_from(date: NaiveDate) -> Result<Self, Self::Error> {
        let parts = (u16::try_from(date.year()), u8::try_from(date.month()), u8::try_from(date.day()));
        let (Ok(year), Ok(month), Ok(day)) = parts else { return Err(TimeError::OUT_OF_RANGE) };
        Self::new(year, month, day).ok_or(TimeError::OUT_OF_RANGE)
    }
}

impl TryFrom<Date> for NaiveDate {
    type Error = TimeError;

    fn try_from(date: Date) -> Result<Self, Self::Error> {
        Self::from_ymd_opt(date.year().into(), date.month().into(), date.day().into()).ok_or(TimeError::OUT_OF_RANGE)
    }
}

/// Creates a value without an offset. Fails for a leap second.
impl TryFrom<NaiveDateTime> for DateTime {
    type Error = TimeError;

    fn try_from(local: NaiveDateTime) -> Result<Self, Self::Error> {
        let time = local.time();
        let parts = (u8::try_from(time.hour()), u8::try_from(time.minute()), u8::try_from(time.second()));
        let (Ok(hour), Ok(minute), Ok(second)) = parts else { return Err(TimeError::OUT_OF_RANGE) };
        let second = Moment::at(local.date().try_into()?, hour, minute, second).map(Self::from_local);
        second.and_then(|second| second.with_nanosecond(time.nanosecond())).ok_or(TimeError::OUT_OF_RANGE)
    }
}

/// Fails if the value has an offset, which a naive time cannot represent.
impl TryFrom<DateTime> for NaiveDateTime {
    type Error = TimeError;

    fn try_from(time: DateTime) -> Result<Self, Self::Error> {
        if time.offset().is_some() {
            return Err(TimeError::expected("a time without an offset"));
        }
        chrono::DateTime::<Utc>::try_from(local_as_utc(time)?).map(|local| local.naive_utc())
    }
}

/// Fails if the offset is not a number of whole minutes, and for a leap second.
impl TryFrom<chrono::DateTime<FixedOffset>> for DateTime {
    type Error = TimeError;

    fn try_from(time: chrono::DateTime<FixedOffset>) -> Result<Self, Self::Error> {
        let seconds = time.offset().local_minus_utc();
        let minutes = i16::try_from(seconds / 60).ok().filter(|_| seconds % 60 == 0);
        let local = Self::try_from(time.naive_local())?;
        minutes.and_then(|minutes| local.with_offset(Some(minutes))).ok_or(TimeError::OUT_OF_RANGE)
    }
}

/// Fails if the value does not have an offset.
impl TryFrom<DateTime> for chrono::DateTime<FixedOffset> {
    type Error = TimeError;

    fn try_from(time: DateTime) -> Result<Self, Self::Error> {
        let minutes = time.offset().ok_or(TimeError::expected("a time with an offset"))?;
        let offset = FixedOffset::east_opt(i32::from(minutes) * 60).ok_or(TimeError::OUT_OF_RANGE)?;
        let utc = time.to_timestamp().ok_or(TimeError::OUT_OF_RANGE)?;
        Ok(chrono::DateTime::<Utc>::try_from(utc)?.with_timezone(&offset))
    }
}

impl TryFrom<TimeDelta> for Duration {
    type Error = TimeError;

    fn try_from(duration: TimeDelta) -> Result<Self, Self::Error> {
        Self::new(duration.num_seconds(), duration.subsec_nanos()).ok_or(TimeError::OUT_OF_RANGE)
    }
}

impl From<Duration> for TimeDelta {
    fn from(duration: Duration) -> Self {
        Self::seconds(duration.seconds()) + Self::nanoseconds(duration.subsec_nanoseconds().into())
    }
}
