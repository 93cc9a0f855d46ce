//! The feature `time`.

use discovery_runtime::{Date, DateTime, Duration, Timestamp};
use time::{Month, OffsetDateTime, PrimitiveDateTime, Time, UtcDateTime, UtcOffset};

use super::*;

fn primitive() -> PrimitiveDateTime {
    let date = time::Date::from_calendar_date(2024, Month::February, 29).unwrap();
    PrimitiveDateTime::new(date, Time::from_hms_milli(1, 2, 3, 250).unwrap())
}

#[test]
fn converts_values_of_time_in_both_directions() {
    let (ours, theirs): (Timestamp, UtcDateTime) = (parse("2024-02-29T01:02:03.25Z"), primitive().as_utc());
    assert_eq!((Timestamp::try_from(theirs), UtcDateTime::try_from(ours)), (Ok(ours), Ok(theirs)));
    let theirs = primitive().assume_utc();
    assert_eq!((Timestamp::try_from(theirs), OffsetDateTime::try_from(ours)), (Ok(ours), Ok(theirs)));
    let ours: Date = parse("2024-02-29");
    assert_eq!((Date::try_from(primitive().date()), time::Date::try_from(ours)), (Ok(ours), Ok(primitive().date())));
    let ours: DateTime = parse("2024-02-29T01:02:03.25");
    assert_eq!((DateTime::try_from(primitive()), PrimitiveDateTime::try_from(ours)), (Ok(ours), Ok(primitive())));
    let theirs = primitive().assume_offset(UtcOffset::from_hms(-7, -30, 0).unwrap());
    let ours = DateTime::try_from(theirs).unwrap();
    assert_eq!(ours.to_string(), "2024-02-29T01:02:03.250-07:30");
    assert_eq!(OffsetDateTime::try_from(ours).map(OffsetDateTime::offset), Ok(theirs.offset()));
    assert_eq!(OffsetDateTime::try_from(ours), Ok(theirs));
    let (ours, theirs): (Duration, time::Duration) = (parse("-1.5s"), time::Duration::milliseconds(-1_500));
    assert_eq!((Duration::try_from(theirs), time::Duration::from(ours)), (Ok(ours), theirs));
}

#[test]
fn converts_the_limits() {
    for limit in [Timestamp::MIN, Timestamp::MAX] {
        assert_eq!(Timestamp::try_from(UtcDateTime::try_from(limit).unwrap()), Ok(limit));
    }
}

#[test]
fn rejects_values_that_one_side_cannot_represent() {
    assert!(Timestamp::try_from(UtcDateTime::MIN).is_err());
    assert!(Date::try_from(time::Date::MIN).is_err());
    assert!(DateTime::try_from(PrimitiveDateTime::MIN).is_err());
    assert!(Duration::try_from(time::Duration::MAX).is_err());
    assert!(PrimitiveDateTime::try_from(parse::<DateTime>("2024-02-29T01:02:03Z")).is_err());
    assert!(OffsetDateTime::try_from(parse::<DateTime>("2024-02-29T01:02:03")).is_err());
    assert!(DateTime::try_from(primitive().assume_offset(UtcOffset::from_whole_seconds(3_601).unwrap())).is_err());
}
