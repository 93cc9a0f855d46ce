//! The feature `jiff`.

use discovery_runtime::{Date, DateTime, Duration, Timestamp};
use jiff::{SignedDuration, ZonedDateTime, civil};

use super::*;

#[test]
fn converts_values_of_jiff_in_both_directions() {
    let (ours, theirs): (Timestamp, jiff::Timestamp) =
        (parse("2024-05-01T10:00:00.5Z"), parse("2024-05-01T10:00:00.5Z"));
    assert_eq!((Timestamp::try_from(theirs), jiff::Timestamp::try_from(ours).unwrap()), (Ok(ours), theirs));
    let (ours, theirs): (Date, civil::Date) = (parse("2024-02-29"), parse("2024-02-29"));
    assert_eq!((Date::try_from(theirs), civil::Date::try_from(ours).unwrap()), (Ok(ours), theirs));
    let (ours, theirs): (DateTime, civil::DateTime) =
        (parse("2024-02-29T01:02:03.25"), parse("2024-02-29T01:02:03.25"));
    assert_eq!((DateTime::try_from(theirs), civil::DateTime::try_from(ours).unwrap()), (Ok(ours), theirs));
    let (ours, theirs): (DateTime, ZonedDateTime) =
        (parse("2024-02-29T01:02:03-07:30"), parse("2024-02-29T01:02:03-07:30[-07:30]"));
    assert_eq!(DateTime::try_from(&theirs).unwrap().to_string(), ours.to_string());
    assert_eq!(ZonedDateTime::try_from(ours).unwrap(), theirs);
    let (ours, theirs): (Duration, SignedDuration) = (parse("-1.5s"), SignedDuration::from_millis(-1_500));
    assert_eq!((Duration::try_from(theirs), SignedDuration::from(ours)), (Ok(ours), theirs));
}

#[test]
fn rejects_values_that_one_side_cannot_represent() {
    assert!(Timestamp::try_from(jiff::Timestamp::MIN).is_err());
    assert!(jiff::Timestamp::try_from(Timestamp::MAX).is_err());
    assert!(Date::try_from(civil::Date::MIN).is_err());
    assert!(DateTime::try_from(civil::DateTime::MIN).is_err());
    assert!(Duration::try_from(SignedDuration::MAX).is_err());
    assert!(civil::DateTime::try_from(parse::<DateTime>("2024-02-29T01:02:03Z")).is_err());
    assert!(ZonedDateTime::try_from(parse::<DateTime>("2024-02-29T01:02:03")).is_err());
    let seconds = jiff::tz::Offset::from_seconds(3_601).unwrap().to_time_zone();
    assert!(DateTime::try_from(&jiff::Timestamp::UNIX_EPOCH.to_zoned_datetime(seconds)).is_err());
}
