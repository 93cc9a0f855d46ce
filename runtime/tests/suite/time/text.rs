//! From text and back.

use std::fmt::Display;

use discovery_runtime::wire::Wire;
use discovery_runtime::{Date, DateTime, Duration, TimeError, Timestamp, decode, encode};

use super::*;

/// Reads `text` from JSON and writes it again. `FromStr` and `Display` must do the same.
fn round_trip<T: Wire + Display + FromStr<Err = TimeError>>(text: &str) -> Option<String> {
    let parsed = text.parse::<T>().ok().map(|value| value.to_string());
    let decoded = decode::<T>(format!("\"{text}\"").as_bytes()).ok();
    let written = decoded.map(|value| String::from_utf8(encode(&value)).expect("UTF-8").trim_matches('"').to_owned());
    assert_eq!(parsed, written, "{text}");
    written
}

#[test]
fn timestamps_are_written_in_utc_with_the_digits_received() {
    for (input, output) in [
        ("2024-05-01T10:00:00Z", "2024-05-01T10:00:00Z"),
        ("2024-05-01T10:00:00.000Z", "2024-05-01T10:00:00.000Z"),
        ("2024-05-01T10:00:00.5Z", "2024-05-01T10:00:00.5Z"),
        ("2024-05-01T10:00:00.0000000Z", "2024-05-01T10:00:00.0000000Z"),
        ("2024-05-01T10:00:00.4867135Z", "2024-05-01T10:00:00.4867135Z"),
        ("2024-05-01T10:00:00.000000001Z", "2024-05-01T10:00:00.000000001Z"),
        ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("1969-12-31T23:59:59.9Z", "1969-12-31T23:59:59.9Z"),
        ("2024-05-01T10:00:00+02:00", "2024-05-01T08:00:00Z"),
        ("2024-01-01T00:30:00.25+01:00", "2023-12-31T23:30:00.25Z"),
        ("2024-12-31T23:30:00-01:30", "2025-01-01T01:00:00Z"),
    ] {
        assert_eq!(round_trip::<Timestamp>(input).as_deref(), Some(output), "{input}");
    }
}

#[test]
fn reads_other_notations_of_the_same_time() {
    for text in [
        "2024-05-01t10:00:00z",
        "2024-05-01 10:00:00Z",
        "2024-05-01T10:00Z",
        "2024-05-01T12:00:00+0200",
        "2024-05-01T12:00:00+02",
        "2024-5-1T10:00:00Z",
        "2024-05-01T10:00:00-00:00",
    ] {
        assert_eq!(round_trip::<Timestamp>(text).as_deref(), Some("2024-05-01T10:00:00Z"), "{text}");
    }
    // Digits beyond nanoseconds are accepted if nothing is lost.
    let zeros = round_trip::<Timestamp>("2024-05-01T10:00:00.000000001000Z");
    assert_eq!(zeros.as_deref(), Some("2024-05-01T10:00:00.000000001Z"));
    assert_eq!(round_trip::<Timestamp>("2024-05-01T10:00:00.0000000001Z"), None);
}

#[test]
fn rejects_what_is_not_a_timestamp() {
    for text in [
        "",
        "now",
        "2024-05-01",
        "2024-05-01T10:00:00",
        "2024-13-01T10:00:00Z",
        "2024-05-32T10:00:00Z",
        "2023-02-29T10:00:00Z",
        "2024-05-01T24:00:00Z",
        "2024-05-01T10:60:00Z",
        "2016-12-31T23:59:60Z",
        "2024-05-01T10:00:00.Z",
        "2024-05-01T10:00:00,5Z",
        "2024-05-01T10:00.5Z",
        "2024-05-01T10Z",
        "2024-05-01T10:00:00+24:00",
        "2024-05-01T10:00:00+01:60",
        "2024-05-01T10:00:00+1",
        "2024-05-01T10:00:00+02:",
        "2024-05-01T10:00:00ZZ",
        " 2024-05-01T10:00:00Z",
        "0000-01-01T00:00:00Z",
        "+2024-05-01T10:00:00Z",
        "12024-05-01T10:00:00Z",
        // In UTC, these two lie outside the years 1 to 9999.
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
    ] {
        assert_eq!(round_trip::<Timestamp>(text), None, "{text}");
    }
    let error = decode::<Timestamp>(b"5").expect_err("a number");
    assert_eq!(error.message(), "expected a time with an offset such as \"2024-05-01T10:00:00Z\", found 5");
    let error = "".parse::<Timestamp>().expect_err("empty");
    assert_eq!(error.to_string(), "expected a time with an offset such as \"2024-05-01T10:00:00Z\"");
    let error = "0001-01-01T00:00:00+00:01".parse::<Timestamp>().expect_err("year 0");
    assert_eq!(error.to_string(), "the value is out of range");
}

#[test]
fn date_times_keep_their_offset_or_its_absence() {
    for (input, output) in [
        ("2024-05-01T10:00:00", "2024-05-01T10:00:00"),
        ("2024-05-01T10:00:00.25", "2024-05-01T10:00:00.25"),
        ("2024-05-01T10:00:00.000+02:00", "2024-05-01T10:00:00.000+02:00"),
        ("2024-05-01T10:00:00Z", "2024-05-01T10:00:00Z"),
        ("2024-05-01T10:00:00+00:00", "2024-05-01T10:00:00Z"),
        ("2024-05-01T10:00:00-0730", "2024-05-01T10:00:00-07:30"),
        ("2024-05-01T10:00:00-23:59", "2024-05-01T10:00:00-23:59"),
        ("2024-05-01T10:00:00-00:30", "2024-05-01T10:00:00-00:30"),
        ("0001-01-01T00:00:00+02:00", "0001-01-01T00:00:00+02:00"),
    ] {
        assert_eq!(round_trip::<DateTime>(input).as_deref(), Some(output), "{input}");
    }
    assert_eq!(round_trip::<DateTime>("2024-05-01"), None);
    let time: DateTime = parse("2024-05-01T10:00:00.125-07:30");
    assert_eq!((time.date(), time.hour(), time.minute(), time.second()), (parse("2024-05-01"), 10, 0, 0));
    assert_eq!((time.nanosecond(), time.fraction_digits(), time.offset()), (125_000_000, 3, Some(-450)));
}

#[test]
fn reads_valid_dates_only() {
    assert_eq!(round_trip::<Date>("2024-02-29").as_deref(), Some("2024-02-29"));
    assert_eq!(round_trip::<Date>("0001-01-01").as_deref(), Some("0001-01-01"));
    assert_eq!(round_trip::<Date>("2020-1-6").as_deref(), Some("2020-01-06"));
    for text in
        ["2023-02-29", "2024-02-29T00:00:00Z", "", "0000-00-00", "20200203", "2020-001-06", "20-01-06", "2020-01-"]
    {
        assert_eq!(round_trip::<Date>(text), None, "{text}");
    }
}

#[test]
fn durations_keep_the_digits_received() {
    for (input, seconds, nanos) in [
        ("3s", 3, 0),
        ("3.000000001s", 3, 1),
        ("3.5s", 3, 500_000_000),
        ("3.500s", 3, 500_000_000),
        ("0.00001s", 0, 10_000),
        ("315576000000.999999999s", 315_576_000_000, 999_999_999),
    ] {
        let duration = Duration::new(seconds, nanos).expect(input);
        assert_eq!(parse::<Duration>(input), duration, "{input}");
        assert_eq!(parse::<Duration>(&format!("-{input}")), -duration, "-{input}");
        assert_eq!(round_trip::<Duration>(input).as_deref(), Some(input));
        assert_eq!(round_trip::<Duration>(&format!("-{input}")), Some(format!("-{input}")));
    }
    assert_eq!(round_trip::<Duration>("-0s").as_deref(), Some("0s"));
    assert_eq!(parse::<Duration>("-0.0s"), Duration::ZERO);
}

#[test]
fn new_durations_have_as_many_groups_of_three_digits_as_needed() {
    for (nanos, text) in [(0, "3s"), (500_000_000, "3.500s"), (10_000, "3.000010s"), (1, "3.000000001s")] {
        assert_eq!(Duration::new(3, nanos).map(|duration| duration.to_string()).as_deref(), Some(text));
    }
}

#[test]
fn rejects_what_is_not_a_duration() {
    for text in [
        "",
        "s",
        "3",
        "3.s",
        ".5s",
        "3.0000000001s",
        "+3s",
        "--3s",
        "1e3s",
        "3 s",
        "1h",
        "PT1H",
        "315576000001s",
        "99999999999999999999s",
    ] {
        assert_eq!(round_trip::<Duration>(text), None, "{text}");
    }
    let error = decode::<Duration>(b"5").expect_err("a number");
    assert_eq!(error.message(), "expected a duration such as \"3.5s\", found 5");
}

#[test]
fn the_number_of_digits_can_be_set() {
    let time: Timestamp = parse("2024-05-01T10:00:00Z");
    assert_eq!(time.with_fraction_digits(3).to_string(), "2024-05-01T10:00:00.000Z");
    assert_eq!(time.with_fraction_digits(200).to_string(), "2024-05-01T10:00:00Z");
    let time: DateTime = parse("2024-05-01T10:00:00.12+02:00");
    assert_eq!(time.with_fraction_digits(9).to_string(), "2024-05-01T10:00:00.120000000+02:00");
    assert_eq!(time.with_fraction_digits(1).to_string(), "2024-05-01T10:00:00.120+02:00");
    let lag: Duration = parse("1s");
    assert_eq!(lag.with_fraction_digits(2).to_string(), "1.00s");
    assert_eq!(lag.with_fraction_digits(2).fraction_digits(), 2);
}
