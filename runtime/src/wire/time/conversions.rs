//! Conversions from and to the types of other libraries.
//!
//! All of them are exact: they return an error instead of dropping an offset or a range.

#[cfg(feature = "chrono")]
#[cfg_attr(docsrs, doc(cfg(feature = "chrono")))]
mod chrono;
#[cfg(feature = "jiff")]
#[cfg_attr(docsrs, doc(cfg(feature = "jiff")))]
mod jiff;
mod system_time;
#[cfg(feature = "time")]
#[cfg_attr(docsrs, doc(cfg(feature = "time")))]
mod time;

/// Returns the local time as if it were in UTC.
#[cfg(any(feature = "chrono", feature = "time"))]
fn local_as_utc(time: super::DateTime) -> Result<super::Timestamp, super::TimeError> {
    time.with_offset(Some(0)).and_then(super::DateTime::to_timestamp).ok_or(super::TimeError::OUT_OF_RANGE)
}
