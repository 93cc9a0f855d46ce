//! The Gregorian calendar, extended to the years before its introduction.

/// The seconds of a day.
pub(super) const DAY: i64 = 86_400;

/// Returns the days from 1970-01-01 to a date.
///
/// Years start in March here, so that a leap day is the last day of its year.
pub(super) const fn days_from_civil(year: u16, month: u8, day: u8) -> i64 {
    let (year, month) = (year as i64, month as i64);
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year / 4 - year / 100 + year / 400;
    // March to July and August to December have 153 days each, which this division distributes.
    let day_of_year = (153 * month + 2) / 5 + day as i64 - 1;
    year * 365 + leap_days + day_of_year - 719_468
}

/// Returns the year, month and day that is `days` after 1970-01-01, for days from year 1 to 9999.
pub(super) const fn civil_from_days(days: i64) -> (u16, u8, u8) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, next_year) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    ((era * 400 + year_of_era + next_year) as u16, month as u8, day as u8)
}

/// Returns the number of days of a month, or 0 if the month does not exist.
pub(super) const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{civil_from_days, days_from_civil, days_in_month};

    /// Counts the days one by one, so that every date is compared with an independent count.
    #[test]
    fn converts_every_day_in_both_directions() {
        let mut days = days_from_civil(1, 1, 1);
        assert_eq!(days, -719_162);
        for year in 1..=9999 {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    assert_eq!(days_from_civil(year, month, day), days);
                    assert_eq!(civil_from_days(days), (year, month, day));
                    days += 1;
                }
            }
        }
        assert_eq!(days_from_civil(1970, 1, 1), 0);
        assert_eq!(days, 2_932_897);
    }
}
