//! Conversions from and to jiff.

use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, ZonedDateTime, civil};

use crate::wire::time::error::TimeError;
use crate::wire::time::moment::Moment;
use crate::wire::time::{Date, DateTime, Duration, Timestamp};

fn out_of_range<E>(_: E) -> TimeError {
    TimeError::OUT_OF_RANGE
}

impl TryFrom<jiff::Timestamp> for Timestamp {
    type Error = TimeError;

    fn try_from(time: jiff::Timestamp) -> Result<Self, Self::Error> {
        Moment::from_total_nanos(time.as_nanosecond()).map(Self::from_moment).ok_or(TimeError::OUT_OF_RANGE)
    }
}

/// Fails for the last day of the year 9999, which jiff does not support.
impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = TimeError;

    fn try_from(time: Timestamp) -> Result<Self, Self::Error> {
        Self::from_nanosecond(time.moment().total_nanos()).map_err(out_of_range)
    }
}

impl TryFrom<civil::Date> for Date {
    type Error = TimeError;

    fn try_from(date: civil::Date) -> Result<Self, Self::Error> {
        let parts = (u16::try_from(date.year()), u8::try_from(date.month()), u8::try_from(date.day()));
        let (Ok(year), Ok(month), Ok(day)) = parts else { return Err(TimeError::OUT_OF_RANGE) };
        Self::new(year, month, day).ok_or(TimeError::OUT_OF_RANGE)
    }
}

impl TryFrom<Date> for civil::Date {
    type Error = TimeError;

    fn try_from(date: Date) -> Result<Self, Self::Error> {
        let parts = (i16::try_from(date.year()), i8::try_from(date.month()), i8::try_from(date.day()));
        let (Ok(year), Ok(month), Ok(day)) = parts else { return Err(TimeError::OUT_OF_RANGE) };
        Self::new(year, month, day).map_err(out_of_range)
    }
}

/// Creates a value without an offset.
impl TryFrom<civil::DateTime> for DateTime {
    type Error = TimeError;

    fn try_from(local: civil::DateTime) -> Result<Self, Self::Error> {
        let utc = Offset::UTC.to_timestamp(local).map_err(out_of_range)?;
        Timestamp::try_from(utc).map(|utc| Self::from_local(utc.moment()))
    }
}

/// Fails if the value has an offset, which a civil time cannot represent.
impl TryFrom<DateTime> for civil::DateTime {
    type Error = TimeError;

    fn try_from(time: DateTime) -> Result<Self, Self::Error> {
        if time.offset().is_some() {
            return Err(TimeError::expected("a time without an offset"));
        }
        let parts = (i8::try_from(time.hour()), i8::try_from(time.minute()), i8::try_from(time.second()));
        let (Ok(hour), Ok(minute), Ok(second)) = parts else { return Err(TimeError::OUT_OF_RANGE) };
        let nanos = i32::try_from(time.nanosecond()).map_err(out_of_range)?;
        Ok(civil::Date::try_from(time.date())?.at(hour, minute, second, nanos))
    }
}

/// Keeps the offset, not the time zone. Fails if the offset is not a number of whole minutes.
impl TryFrom<&ZonedDateTime> for DateTime {
    type Error = TimeError;

    fn try_from(time: &ZonedDateTime) -> Result<Self, Self::Error> {
        let seconds = time.offset().seconds();
        let minutes = i16::try_from(seconds / 60).ok().filter(|_| seconds % 60 == 0);
        let local = Self::try_from(time.datetime())?;
        minutes.and_then(|minutes| local.with_offset(Some(minutes))).ok_or(TimeError::OUT_OF_RANGE)
    }
}

/// Creates a time in the time zone of a fixed offset. Fails if the value does not have an offset.
impl TryFrom<DateTime> for ZonedDateTime {
    type Error = TimeError;

    fn try_from(time: DateTime) -> Result<Self, Self::Error> {
        let minutes = time.offset().ok_or(TimeError::expected("a time with an offset"))?;
        let offset = Offset::from_seconds(i32::from(minutes) * 60).map_err(out_of_range)?;
        let utc = time.to_timestamp().ok_or(TimeError::OUT_OF_RANGE)?;
        Ok(jiff::Timestamp::try_from(utc)?.to_zoned_datetime(TimeZone::fixed(offset)))
    }
}

impl TryFrom<SignedDuration> for Duration {
    type Error = TimeError;

    fn try_from(duration: SignedDuration) -> Result<Self, Self::Error> {
        Self::new(duration.as_secs(), duration.subsec_nanos()).ok_or(TimeError::OUT_OF_RANGE)
    }
}

impl From<Duration> for SignedDuration {
    fn from(duration: Duration) -> Self {
        Self::new(duration.seconds(), duration.subsec_nanoseconds())
    }
}
