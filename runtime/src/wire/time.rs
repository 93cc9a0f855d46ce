//! Timestamps, dates, local times and durations.
//!
//! The types are the runtime's own, so that no version of a date library is part of the public
//! API. They cover what the wire can represent: the years 1 to 9999 with nanoseconds, and the
//! range of `google.protobuf.Duration`. For time zones and calendar arithmetic, convert them to
//! the types of jiff, chrono or time with the features of those names.

mod calendar;
mod conversions;
mod date;
mod date_time;
mod digits;
mod duration;
mod error;
mod fraction;
mod moment;
mod scanner;
mod timestamp;

use std::str::FromStr;

pub use self::date::Date;
pub use self::date_time::DateTime;
pub use self::duration::Duration;
pub use self::error::TimeError;
pub use self::timestamp::Timestamp;
use super::{Event, ReadError};

/// Reads a value from a string. `expected` describes the type.
fn read_text<T: FromStr>(value: &mut T, event: &Event<'_>, expected: &str) -> Result<(), ReadError> {
    let parsed = match event {
        Event::Str(text) => text.parse().ok(),
        _ => None,
    };
    *value = parsed.ok_or_else(|| ReadError::expected(expected, event))?;
    Ok(())
}
