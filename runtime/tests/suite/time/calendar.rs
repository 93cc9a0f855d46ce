//! The calendar, compared with that of jiff.

use discovery_runtime::{Date, DateTime, Duration, Timestamp};
use jiff::ToSpan;
use proptest::prelude::*;

use super::*;

/// The first and last second that both libraries represent.
const FIRST: i64 = -62_135_596_800;
const LAST: i64 = 253_402_207_200 - 1;

fn civil(date: Date) -> jiff::civil::Date {
    let part = |value: u8| i8::try_from(value).unwrap();
    jiff::civil::Date::new(i16::try_from(date.year()).unwrap(), part(date.month()), part(date.day())).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn timestamps_are_those_of_jiff(seconds in FIRST..=LAST, nanos in 0_i32..1_000_000_000) {
        let theirs = jiff::Timestamp::from_nanosecond(i128::from(seconds) * 1_000_000_000 + i128::from(nanos)).unwrap();
        let ours = Timestamp::from_unix(seconds, u32::try_from(nanos).unwrap()).unwrap();
        prop_assert_eq!(parse::<jiff::Timestamp>(&ours.to_string()), theirs);
        prop_assert_eq!(parse::<Timestamp>(&theirs.to_string()), ours);
        prop_assert_eq!(ours.unix_millis(), theirs.as_nanosecond().div_euclid(1_000_000) as i64);
        let datetime = jiff::tz::Offset::UTC.to_datetime(theirs);
        prop_assert_eq!(civil(ours.date()), datetime.date());
        let time = (i8::try_from(ours.hour()), i8::try_from(ours.minute()), i8::try_from(ours.second()));
        prop_assert_eq!(time, (Ok(datetime.hour()), Ok(datetime.minute()), Ok(datetime.second())));
    }

    #[test]
    fn date_times_denote_the_instants_of_jiff(
        seconds in FIRST + 86_400..=LAST - 86_400,
        nanos in 0_u32..1_000_000_000,
        offset in -1_439_i16..1_440,
    ) {
        let time = DateTime::from(Timestamp::from_unix(seconds, nanos).unwrap()).with_offset(Some(offset)).unwrap();
        let theirs: jiff::Timestamp = parse(&time.to_string());
        let ours = time.to_timestamp().unwrap();
        let (seconds, nanos) = (i128::from(ours.unix_seconds()), i128::from(ours.nanosecond()));
        prop_assert_eq!(theirs.as_nanosecond(), seconds * 1_000_000_000 + nanos);
        prop_assert_eq!(parse::<DateTime>(&time.to_string()).offset(), Some(offset));
    }

    #[test]
    fn dates_and_their_differences_are_those_of_jiff(first in 0_i32..3_652_059, second in 0_i32..3_652_059) {
        let start = jiff::civil::date(1, 1, 1);
        let (ours, other) = (Date::MIN.checked_add_days(first).unwrap(), Date::MIN.checked_add_days(second).unwrap());
        let theirs = start.checked_add(i64::from(first).days()).unwrap();
        prop_assert_eq!(ours.to_string(), theirs.to_string());
        prop_assert_eq!(civil(ours), theirs);
        prop_assert_eq!(ours.days_since(other), first - second);
        prop_assert_eq!(ours.cmp(&other), first.cmp(&second));
    }

    #[test]
    fn durations_are_those_of_jiff(
        first in -315_576_000_000_i64..=315_576_000_000,
        second in -315_576_000_000_i64..=315_576_000_000,
        nanos in -999_999_999_i32..=999_999_999,
    ) {
        let (ours, other) = (Duration::new(first, nanos), Duration::new(second, 0).unwrap());
        prop_assume!(ours.is_some());
        let (ours, theirs) = (ours.unwrap(), jiff::SignedDuration::new(first, nanos));
        prop_assert_eq!((ours.seconds(), ours.subsec_nanoseconds()), (theirs.as_secs(), theirs.subsec_nanos()));
        prop_assert_eq!(ours.is_negative(), theirs.is_negative());
        let sum = theirs + jiff::SignedDuration::from_secs(second);
        prop_assert_eq!(ours.checked_add(other), Duration::new(sum.as_secs(), sum.subsec_nanos()));
        prop_assert_eq!(ours.cmp(&other), theirs.cmp(&jiff::SignedDuration::from_secs(second)));
        prop_assert_eq!(parse::<Duration>(&ours.to_string()), ours);
    }

    #[test]
    fn digits_survive_a_round_trip(whole in 0_u32..60, fraction in "[0-9]{1,9}") {
        let text = format!("2024-05-01T10:00:{whole:02}.{fraction}");
        prop_assert_eq!(parse::<Timestamp>(&format!("{text}Z")).to_string(), format!("{text}Z"));
        prop_assert_eq!(parse::<DateTime>(&text).to_string(), text);
        let text = format!("{whole}.{fraction}s");
        prop_assert_eq!(parse::<Duration>(&text).to_string(), text);
    }

    #[test]
    fn every_text_is_accepted_as_jiff_does_or_rejected(text in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-5][0-9]Z") {
        let theirs = text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second);
        // jiff has no last day of the year 9999 and has a year 0.
        prop_assume!(!text.starts_with("0000") && !text.starts_with("9999"));
        prop_assert_eq!(text.parse().ok().map(Timestamp::unix_seconds), theirs);
    }
}
