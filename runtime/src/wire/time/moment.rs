//! A date and a time of day without an offset: what timestamps and local times share.

use std::fmt;

use super::calendar::{DAY, civil_from_days, days_from_civil};
use super::date::Date;
use super::digits::{digits, write_ascii};
use super::fraction::{Fraction, SECOND};
use super::scanner::Scanner;

/// The seconds from 1970-01-01T00:00:00 to 0001-01-01T00:00:00 and to 9999-12-31T23:59:59.
const MIN_SECONDS: i64 = days_from_civil(1, 1, 1) * DAY;
const MAX_SECONDS: i64 = days_from_civil(9999, 12, 31) * DAY + DAY - 1;

/// A date and a time of day in the years 1 to 9999.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    /// The seconds since 1970-01-01T00:00:00.
    seconds: i64,
    fraction: Fraction,
}

impl Moment {
    pub(super) const MIN: Self = Self { seconds: MIN_SECONDS, fraction: Fraction::ZERO };
    pub(super) const EPOCH: Self = Self { seconds: 0, fraction: Fraction::ZERO };
    pub(super) const MAX: Self = Self { seconds: MAX_SECONDS, fraction: Fraction::MAX };

    pub(super) const fn new(seconds: i64, fraction: Fraction) -> Option<Self> {
        if seconds < MIN_SECONDS || seconds > MAX_SECONDS { None } else { Some(Self { seconds, fraction }) }
    }

    /// Returns the time of day on a date, without a fraction.
    pub(super) const fn at(date: Date, hour: u8, minute: u8, second: u8) -> Option<Self> {
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let of_day = hour as i64 * 3_600 + minute as i64 * 60 + second as i64;
        Some(Self { seconds: date.days() * DAY + of_day, fraction: Fraction::ZERO })
    }

    /// Returns the moment with another fraction.
    pub(super) const fn with_fraction(self, fraction: Fraction) -> Self {
        Self { fraction, ..self }
    }

    /// Returns the moment that shows `digits` fractional digits, or more if that is not enough.
    pub(super) const fn with_digits(self, digits: u8) -> Self {
        match Fraction::with_digits(self.fraction.nanos(), digits) {
            Some(fraction) => self.with_fraction(fraction),
            None => self,
        }
    }

    pub(super) const fn seconds(self) -> i64 {
        self.seconds
    }

    pub(super) const fn fraction(self) -> Fraction {
        self.fraction
    }

    /// Returns the nanoseconds since 1970-01-01T00:00:00.
    pub(super) const fn total_nanos(self) -> i128 {
        self.seconds as i128 * SECOND as i128 + self.fraction.nanos() as i128
    }

    /// Returns the moment `nanos` after 1970-01-01T00:00:00 that shows as many digits as needed.
    pub(super) fn from_total_nanos(nanos: i128) -> Option<Self> {
        let seconds = i64::try_from(nanos.div_euclid(SECOND.into())).ok()?;
        Self::new(seconds, Fraction::new(u32::try_from(nanos.rem_euclid(SECOND.into())).ok()?)?)
    }

    /// Returns the moment `nanos` later, which shows as many digits as this one or as needed.
    pub(super) fn checked_add(self, nanos: i128) -> Option<Self> {
        let sum = Self::from_total_nanos(self.total_nanos().checked_add(nanos)?)?;
        Some(sum.with_digits(self.fraction.digits()))
    }

    pub(super) const fn date(self) -> Date {
        let (year, month, day) = civil_from_days(self.seconds.div_euclid(DAY));
        Date::from_valid(year, month, day)
    }

    pub(super) const fn hour(self) -> u8 {
        (self.seconds.rem_euclid(DAY) / 3_600) as u8
    }

    pub(super) const fn minute(self) -> u8 {
        (self.seconds.rem_euclid(3_600) / 60) as u8
    }

    pub(super) const fn second(self) -> u8 {
        self.seconds.rem_euclid(60) as u8
    }

    /// Parses a date and a time with an optional offset in minutes.
    pub(super) fn parse(text: &str) -> Option<(Self, Option<i16>)> {
        let mut scanner = Scanner::new(text);
        let date = Date::parse(&mut scanner)?;
        scanner.one_of(b"Tt ")?;
        let moment = Self::parse_time(&mut scanner, date)?;
        let offset = match scanner.one_of(b"Zz+-") {
            Some(b'+') => Some(parse_offset(&mut scanner)?),
            Some(b'-') => Some(-parse_offset(&mut scanner)?),
            zulu => zulu.map(|_| 0),
        };
        scanner.end()?;
        Some((moment, offset))
    }

    /// Parses a time of day, whose seconds can be omitted.
    fn parse_time(scanner: &mut Scanner<'_>, date: Date) -> Option<Self> {
        let hour = u8::try_from(scanner.number(2)?).ok()?;
        scanner.one_of(b":")?;
        let minute = u8::try_from(scanner.number(2)?).ok()?;
        if scanner.one_of(b":").is_none() {
            return Self::at(date, hour, minute, 0);
        }
        let second = u8::try_from(scanner.number(2)?).ok()?;
        Some(Self::at(date, hour, minute, second)?.with_fraction(scanner.fraction()?))
    }
}

/// Parses `02:00`, `0200` or `02`. Returns minutes.
fn parse_offset(scanner: &mut Scanner<'_>) -> Option<i16> {
    let hours = scanner.number(2)?;
    let has_minutes = scanner.one_of(b":").is_some() || scanner.end().is_none();
    let minutes = if has_minutes { scanner.number(2)? } else { 0 };
    if hours > 23 || minutes > 59 { None } else { i16::try_from(hours * 60 + minutes).ok() }
}

/// Writes `2024-05-01T10:00:00.500`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ([h1, h2], [m1, m2]) = (digits(self.hour().into()), digits(self.minute().into()));
        let [s1, s2] = digits(self.second().into());
        fmt::Display::fmt(&self.date(), f)?;
        write_ascii(f, &[b'T', h1, h2, b':', m1, m2, b':', s1, s2])?;
        fmt::Display::fmt(&self.fraction, f)
    }
}
