//! Conversions from and to time.

use time::{OffsetDateTime, PrimitiveDateTime, UtcDateTime, UtcOffset};

use super::local_as_utc;
use crate::wire::time::error::TimeError;
use crate::wire::time::moment::Moment;
use crate::wire::time::{Date, DateTime, Duration, Timestamp};

fn out_of_range<E>(_: E) -> TimeError {
    TimeError::OUT_OF_RANGE
}

impl TryFrom<UtcDateTime> for Timestamp {
    type Error = TimeError;

    fn try_from(time: UtcDateTime) -> Result<Self, Self::Error> {
        Moment::from_total_nanos(time.unix_timestamp_nanos()).map(Self::from_moment).ok_or(TimeError::OUT_OF_RANGE)
    }
}

impl TryFrom<Timestamp> for UtcDateTime {
    type Error = TimeError;

    fn try_from(time: Timestamp) -> Result<Self, Self::Error> {
        Self::from_unix_timestamp_nanos(time.moment().total_nanos()).map_err(out_of_range)
    }
}

impl TryFrom<OffsetDateTime> for Timestamp {
    type Error = TimeError;

    fn try_from(time: OffsetDateTime) -> Result<Self, Self::Error> {
        Moment::from_total_nanos(time.unix_timestamp_nanos()).map(Self::from_moment).ok_or(TimeError::OUT_OF_RANGE)
    }
}

impl TryFrom<Timestamp> for OffsetDateTime {
    type Error = TimeError;

    fn try_from(time: Timestamp) -> Result<Self, Self::Error> {
        Self::from_unix_timestamp_nanos(time.moment().total_nanos()).map_err(out_of_range)
    }
}

impl TryFrom<time::Date> for Date {
    type Error = TimeError;

    fn try_from(date: time::Date) -> Result<Self, Self::Error> {
        let year = u16::try_from(date.year()).map_err(out_of_range)?;
        Self::new(year, date.month().into(), date.day()).ok_or(TimeError::OUT_OF_RANGE)
    }
}

impl TryFrom<Date> for time::Date {
    type Error = TimeError;

    fn try_from(date: Date) -> Result<Self, Self::Error> {
        let month = date.month().try_into().map_err(out_of_range)?;
        Self::from_calendar_date(date.year().into(), month, date.day()).map_err(out_of_range)
    }
}

/// Creates a value without an offset.
impl TryFrom<PrimitiveDateTime> for DateTime {
    type Error = TimeError;

    fn try_from(local: PrimitiveDateTime) -> Result<Self, Self::Error> {
        Timestamp::try_from(local.assume_utc()).map(|utc| Self::from_local(utc.moment()))
    }
}

/// Fails if the value has an offset, which a primitive time cannot represent.
impl TryFrom<DateTime> for PrimitiveDateTime {
    type Error = TimeError;

    fn try_from(time: DateTime) -> Result<Self, Self::Error> {
        if time.offset().is_some() {
            return Err(TimeError::expected("a time without an offset"));
        }
        let local = UtcDateTime::try_from(local_as_utc(time)?)?;
        Ok(Self::new(local.date(), local.time()))
    }
}

/// Fails if the offset is not a number of whole minutes.
impl TryFrom<OffsetDateTime> for DateTime {
    type Error = TimeError;

    fn try_from(time: OffsetDateTime) -> Result<Self, Self::Error> {
        let seconds = time.offset().whole_seconds();
        let minutes = i16::try_from(seconds / 60).ok().filter(|_| seconds % 60 == 0);
        let local = Self::try_from(PrimitiveDateTime::new(time.date(), time.time()))?;
        minutes.and_then(|minutes| local.with_offset(Some(minutes))).ok_or(TimeError::OUT_OF_RANGE)
    }
}

/// Fails if the value does not have an offset.
impl TryFrom<DateTime> for OffsetDateTime {
    type Error = TimeError;

    fn try_from(time: DateTime) -> Result<Self, Self::Error> {
        let minutes = time.offset().ok_or(TimeError::expected("a time with an offset"))?;
        let offset = UtcOffset::from_whole_seconds(i32::from(minutes) * 60).map_err(out_of_range)?;
        let local = UtcDateTime::try_from(local_as_utc(time)?)?;
        Ok(PrimitiveDateTime::new(local.date(), local.time()).assume_offset(offset))
    }
}

impl TryFrom<time::Duration> for Duration {
    type Error = TimeError;

    fn try_from(duration: time::Duration) -> Result<Self, Self::Error> {
        Self::new(duration.whole_seconds(), duration.subsec_nanoseconds()).ok_or(TimeError::OUT_OF_RANGE)
    }
}

impl From<Duration> for time::Duration {
    fn from(duration: Duration) -> Self {
        Self::new(duration.seconds(), duration.subsec_nanoseconds())
    }
}
