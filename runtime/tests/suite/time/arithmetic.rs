//! Comparison, arithmetic, and the types of the standard library.

use std::collections::HashSet;
use std::time::{Duration as StdDuration, SystemTime, UNIX_EPOCH};

use discovery_runtime::{Date, DateTime, Duration, Timestamp};

use super::*;

#[test]
fn digits_do_not_matter_for_comparison() {
    let (short, long): (Timestamp, Timestamp) = (parse("2024-05-01T10:00:00Z"), parse("2024-05-01T10:00:00.000Z"));
    assert_eq!(short, long);
    assert_eq!(HashSet::from([short, long]).len(), 1);
    assert!(parse::<Timestamp>("2024-05-01T10:00:00.000000001Z") > long);
    assert!(Timestamp::MIN < Timestamp::UNIX_EPOCH && Timestamp::UNIX_EPOCH < Timestamp::MAX);
    let (short, long): (Duration, Duration) = (parse("1s"), parse("1.00s"));
    assert_eq!(HashSet::from([short, long, parse("-1s")]).len(), 2);
    assert!(parse::<Duration>("-1.5s") < -short && -short < Duration::ZERO && Duration::MIN < Duration::MAX);
    assert!(parse::<Date>("2024-02-29") < parse("2024-03-01"));
}

#[test]
fn date_times_are_compared_by_instant() {
    let (local, utc): (DateTime, DateTime) = (parse("2024-05-01T10:00:00+02:00"), parse("2024-05-01T08:00:00Z"));
    let floating: DateTime = parse("2024-05-01T08:00:00");
    assert_eq!(local, utc);
    assert!(floating != utc && floating < utc && floating > parse("2024-05-01T07:59:59Z"));
    assert_eq!(HashSet::from([local, utc, floating]).len(), 2);
    assert_eq!(utc, DateTime::from(parse::<Timestamp>("2024-05-01T08:00:00Z")));
    assert_eq!(local.to_timestamp(), utc.to_timestamp());
    assert_eq!(floating.to_timestamp(), None);
    assert_eq!(parse::<DateTime>("0001-01-01T00:00:00+00:01").to_timestamp(), None);
}

#[test]
fn optional_values_need_no_additional_space() {
    assert_eq!(size_of::<Option<Timestamp>>(), size_of::<Timestamp>());
    assert_eq!((size_of::<Timestamp>(), size_of::<Date>()), (16, 4));
    assert_eq!(size_of::<Option<DateTime>>(), size_of::<DateTime>());
    assert_eq!(size_of::<Option<Duration>>(), size_of::<Duration>());
}

#[test]
fn date_times_are_created_from_their_parts() {
    let date = Date::new(2024, 5, 1).unwrap();
    let time = date.at(10, 20, 30).unwrap().with_nanosecond(5_000_000).unwrap().with_offset(Some(-90)).unwrap();
    assert_eq!(time.to_string(), "2024-05-01T10:20:30.005-01:30");
    assert_eq!(time.with_offset(None).unwrap().to_string(), "2024-05-01T10:20:30.005");
    assert_eq!((date.at(24, 0, 0), date.at(0, 60, 0), date.at(0, 0, 60)), (None, None, None));
    assert_eq!(time.with_nanosecond(1_000_000_000), None);
    assert_eq!((time.with_offset(Some(1_440)), time.with_offset(Some(-1_440))), (None, None));
    assert_eq!((Date::new(0, 1, 1), Date::new(10_000, 1, 1), Date::new(2024, 0, 1)), (None, None, None));
    assert_eq!((Date::new(2024, 13, 1), Date::new(2024, 4, 31), Date::new(2024, 4, 0)), (None, None, None));
}

#[test]
fn adds_and_subtracts_durations() {
    let time: Timestamp = parse("2024-02-28T23:59:59.5Z");
    let sum = |millis| time.checked_add(StdDuration::from_millis(millis)).unwrap().to_string();
    assert_eq!(sum(500), "2024-02-29T00:00:00.0Z");
    assert_eq!(sum(86_400_550), "2024-03-01T00:00:00.050Z");
    let early = Timestamp::UNIX_EPOCH.checked_sub(StdDuration::from_nanos(1)).unwrap();
    assert_eq!(early.to_string(), "1969-12-31T23:59:59.999999999Z");
    assert_eq!((early.unix_seconds(), early.unix_millis(), early.nanosecond()), (-1, -1, 999_999_999));
    assert_eq!(time.checked_add_signed(parse("-0.5s")), Some(parse("2024-02-28T23:59:59Z")));
    let local: DateTime = parse("2024-12-31T23:00:00+02:00");
    let hour = StdDuration::from_secs(3_600);
    assert_eq!(local.checked_add(hour).unwrap().to_string(), "2025-01-01T00:00:00+02:00");
    assert_eq!(local.checked_sub(hour).unwrap().to_string(), "2024-12-31T22:00:00+02:00");
    assert_eq!(parse::<Duration>("1.5s").checked_add(parse("-2s")), Some(parse("-0.5s")));
    assert_eq!(parse::<Duration>("1.5s").checked_sub(parse("-2s")), Some(parse("3.5s")));
}

#[test]
fn the_difference_of_two_timestamps_has_a_sign() {
    let (first, second): (Timestamp, Timestamp) = (parse("2024-02-28T00:00:00Z"), parse("2024-03-01T00:00:00.25Z"));
    assert_eq!(second.duration_since(first), parse("172800.25s"));
    assert_eq!(first.duration_since(second), parse("-172800.25s"));
    let all = Timestamp::MAX.duration_since(Timestamp::MIN);
    assert_eq!(Timestamp::MIN.checked_add_signed(all), Some(Timestamp::MAX));
    assert_eq!(parse::<Date>("2024-03-01").days_since(parse("2024-02-28")), 2);
    assert_eq!(Date::MAX.days_since(Date::MIN), 3_652_058);
    assert_eq!(Date::MIN.days_since(Date::MAX), -3_652_058);
}

#[test]
fn arithmetic_ends_at_the_limits() {
    let nano = StdDuration::from_nanos(1);
    assert_eq!(Timestamp::MAX.checked_add(nano), None);
    assert_eq!(Timestamp::MIN.checked_sub(nano), None);
    assert_eq!(Timestamp::UNIX_EPOCH.saturating_add(StdDuration::MAX), Timestamp::MAX);
    assert_eq!(Timestamp::UNIX_EPOCH.saturating_sub(StdDuration::MAX), Timestamp::MIN);
    assert_eq!(Timestamp::UNIX_EPOCH.checked_add_signed(Duration::MAX), None);
    assert_eq!((Duration::MAX.checked_add(Duration::MAX), Duration::MIN.checked_sub(Duration::MAX)), (None, None));
    assert_eq!((Duration::new(i64::MAX, i32::MAX), Duration::new(i64::MIN, i32::MIN)), (None, None));
    assert_eq!(Duration::new(315_576_000_000, 999_999_999), Some(Duration::MAX));
    assert_eq!(Duration::new(315_576_000_000, 1_000_000_000), None);
    assert_eq!(-Duration::MIN, Duration::MAX);
    assert_eq!((Date::MAX.checked_add_days(1), Date::MIN.checked_add_days(-1)), (None, None));
    assert_eq!((Date::MIN.checked_add_days(i32::MAX), Date::MAX.checked_add_days(i32::MIN)), (None, None));
    assert_eq!(Date::MIN.checked_add_days(3_652_058), Some(Date::MAX));
    assert_eq!(Timestamp::from_unix(i64::MAX, 0), None);
    assert_eq!(Timestamp::from_unix(0, 1_000_000_000), None);
    assert_eq!((Timestamp::from_unix_millis(i64::MIN), Timestamp::from_unix_millis(i64::MAX)), (None, None));
    assert_eq!(DateTime::from(Timestamp::MAX).checked_add(nano), None);
}

#[test]
fn durations_are_the_sum_of_seconds_and_nanoseconds() {
    for (seconds, nanos, text) in [(1, -1, "0.999999999s"), (-1, 1, "-0.999999999s"), (-1, -1, "-1.000000001s")] {
        let duration = Duration::new(seconds, nanos).unwrap();
        assert_eq!(duration.to_string(), text);
        assert_eq!(Duration::new(duration.seconds(), duration.subsec_nanoseconds()), Some(duration));
    }
    let lag: Duration = parse("-1.5s");
    assert_eq!((lag.seconds(), lag.subsec_nanoseconds(), lag.is_negative()), (-1, -500_000_000, true));
    assert!(!parse::<Duration>("-0s").is_negative());
}

#[test]
fn converts_types_of_the_standard_library() {
    let time = UNIX_EPOCH + StdDuration::new(1_714_557_600, 500_000_000);
    assert_eq!(Timestamp::try_from(time).unwrap().to_string(), "2024-05-01T10:00:00.500Z");
    assert_eq!(SystemTime::try_from(parse::<Timestamp>("2024-05-01T10:00:00.5Z")), Ok(time));
    let before = UNIX_EPOCH - StdDuration::from_millis(1);
    assert_eq!(Timestamp::try_from(before), Ok(parse("1969-12-31T23:59:59.999Z")));
    assert_eq!(SystemTime::try_from(parse::<Timestamp>("1969-12-31T23:59:59.999Z")), Ok(before));
    assert!(Timestamp::try_from(UNIX_EPOCH + StdDuration::from_secs(253_402_300_800)).is_err());
    assert!(Timestamp::now() > parse("2024-01-01T00:00:00Z"));
    assert_eq!(StdDuration::try_from(parse::<Duration>("1.5s")), Ok(StdDuration::from_millis(1_500)));
    assert!(StdDuration::try_from(parse::<Duration>("-1.5s")).is_err());
    assert_eq!(parse::<Duration>("-1.5s").unsigned_abs(), StdDuration::from_millis(1_500));
    assert_eq!(Duration::try_from(StdDuration::from_millis(1_500)), Ok(parse("1.5s")));
    assert!(Duration::try_from(StdDuration::MAX).is_err());
}
