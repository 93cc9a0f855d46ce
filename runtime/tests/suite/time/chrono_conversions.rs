//! The feature `chrono`.

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use discovery_runtime::{Date, DateTime, Duration, Timestamp};

use super::*;

#[test]
fn converts_values_of_chrono_in_both_directions() {
    type Fixed = chrono::DateTime<FixedOffset>;
    let (ours, theirs): (Timestamp, chrono::DateTime<Utc>) =
        (parse("2024-05-01T10:00:00.5Z"), parse("2024-05-01T10:00:00.5Z"));
    assert_eq!((Timestamp::try_from(theirs), chrono::DateTime::try_from(ours)), (Ok(ours), Ok(theirs)));
    let (ours, theirs): (Date, NaiveDate) = (parse("2024-02-29"), parse("2024-02-29"));
    assert_eq!((Date::try_from(theirs), NaiveDate::try_from(ours)), (Ok(ours), Ok(theirs)));
    let (ours, theirs): (DateTime, NaiveDateTime) = (parse("2024-02-29T01:02:03.25"), parse("2024-02-29T01:02:03.25"));
    assert_eq!((DateTime::try_from(theirs), NaiveDateTime::try_from(ours)), (Ok(ours), Ok(theirs)));
    let (ours, theirs): (DateTime, Fixed) = (parse("2024-02-29T01:02:03-07:30"), parse("2024-02-29T01:02:03-07:30"));
    assert_eq!(DateTime::try_from(theirs).unwrap().to_string(), ours.to_string());
    assert_eq!(Fixed::try_from(ours).unwrap().to_string(), theirs.to_string());
    let (ours, theirs): (Duration, TimeDelta) = (parse("-1.5s"), TimeDelta::milliseconds(-1_500));
    assert_eq!((Duration::try_from(theirs), TimeDelta::from(ours)), (Ok(ours), theirs));
}

#[test]
fn converts_the_limits() {
    for limit in [Timestamp::MIN, Timestamp::MAX] {
        let theirs = chrono::DateTime::<Utc>::try_from(limit).unwrap();
        assert_eq!(Timestamp::try_from(theirs), Ok(limit));
    }
    for limit in [Duration::MIN, Duration::MAX] {
        assert_eq!(Duration::try_from(TimeDelta::from(limit)), Ok(limit));
    }
}

#[test]
fn rejects_values_that_one_side_cannot_represent() {
    assert!(Timestamp::try_from(chrono::DateTime::<Utc>::MAX_UTC).is_err());
    assert!(Date::try_from(NaiveDate::MIN).is_err());
    assert!(DateTime::try_from(parse::<NaiveDateTime>("2016-12-31T23:59:60")).is_err());
    assert!(Duration::try_from(TimeDelta::MAX).is_err());
    assert!(NaiveDateTime::try_from(parse::<DateTime>("2024-02-29T01:02:03Z")).is_err());
    assert!(chrono::DateTime::<FixedOffset>::try_from(parse::<DateTime>("2024-02-29T01:02:03")).is_err());
    let seconds = FixedOffset::east_opt(3_601).unwrap();
    assert!(DateTime::try_from(chrono::DateTime::UNIX_EPOCH.with_timezone(&seconds)).is_err());
}
