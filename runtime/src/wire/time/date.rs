//! Calendar dates.

use std::fmt;
use std::str::FromStr;

use super::calendar::{civil_from_days, days_from_civil, days_in_month};
use super::date_time::DateTime;
use super::digits::{digits, write_ascii};
use super::error::TimeError;
use super::moment::Moment;
use super::read_text;
use super::scanner::Scanner;
use crate::wire::{Event, ReadError, View, Wire};

const EXPECTED: &str = "a date such as \"2024-05-01\"";

/// A calendar date in the years 1 to 9999, without a time (`format: date`).
///
/// # Examples
///
/// ```
/// use discovery_runtime::Date;
///
/// let date: Date = "2024-02-29".parse()?;
/// assert_eq!((date.year(), date.month(), date.day()), (2024, 2, 29));
/// assert_eq!(Date::new(2023, 2, 29), None);
/// # Ok::<_, discovery_runtime::TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The first date, 0001-01-01.
    pub const MIN: Self = Self { year: 1, month: 1, day: 1 };

    /// The last date, 9999-12-31.
    pub const MAX: Self = Self { year: 9999, month: 12, day: 31 };

    /// Creates a date, or returns `None` if it does not exist. Months and days count from 1.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year < 1 || year > 9999 || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// Creates a date from values that are known to be valid.
    pub(super) const fn from_valid(year: u16, month: u8, day: u8) -> Self {
        Self { year, month, day }
    }

    /// Returns the year, from 1 to 9999.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Returns the month, from 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Returns the day of the month, from 1 to 31.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Returns the days since 1970-01-01.
    pub(super) const fn days(self) -> i64 {
        days_from_civil(self.year, self.month, self.day)
    }

    /// Returns the number of days from `earlier` to this date. It is negative if `earlier` is the
    /// later one.
    #[must_use]
    pub const fn days_since(self, earlier: Self) -> i32 {
        (self.days() - earlier.days()) as i32
    }

    /// Returns the date that is a number of days later, or earlier if it is negative. Returns
    /// `None` if the result is out of range.
    #[must_use]
    pub const fn checked_add_days(self, days: i32) -> Option<Self> {
        let days = self.days() + days as i64;
        if days < Self::MIN.days() || days > Self::MAX.days() {
            return None;
        }
        let (year, month, day) = civil_from_days(days);
        Some(Self { year, month, day })
    }

    /// Returns a time on this date, without an offset. Returns `None` if the time does not exist.
    #[must_use]
    pub const fn at(self, hour: u8, minute: u8, second: u8) -> Option<DateTime> {
        match Moment::at(self, hour, minute, second) {
            Some(local) => Some(DateTime::from_local(local)),
            None => None,
        }
    }

    /// Reads `2024-05-01`. Some servers omit the zero of months and days.
    pub(super) fn parse(scanner: &mut Scanner<'_>) -> Option<Self> {
        let year = scanner.number(4)?;
        scanner.one_of(b"-")?;
        let month = scanner.short_number()?;
        scanner.one_of(b"-")?;
        Self::new(year, month, scanner.short_number()?)
    }
}

impl FromStr for Date {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut scanner = Scanner::new(text);
        let date = Self::parse(&mut scanner).filter(|_| scanner.end().is_some());
        date.ok_or(TimeError::expected(EXPECTED))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [y1, y2, y3, y4] = digits(self.year.into());
        let ([m1, m2], [d1, d2]) = (digits(self.month.into()), digits(self.day.into()));
        write_ascii(f, &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2])
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Wire for Date {
    fn empty() -> Self {
        Moment::EPOCH.date()
    }

    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        read_text(self, &event, EXPECTED)
    }

    fn view(&self) -> View<'_> {
        View::Date(*self)
    }
}

crate::__serde!(Date);
