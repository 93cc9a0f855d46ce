//! Timestamps, dates, local times and durations.

mod arithmetic;
mod calendar;
#[cfg(feature = "chrono")]
mod chrono_conversions;
#[cfg(feature = "jiff")]
mod jiff_conversions;
mod text;
#[cfg(feature = "time")]
mod time_conversions;

use std::fmt::Debug;
use std::str::FromStr;

fn parse<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect(text)
}
