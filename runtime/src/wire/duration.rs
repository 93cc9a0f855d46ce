//! Durations such as `3.5s`.

use super::{Event, ReadError, View, Wire};

/// A signed duration with nanosecond precision (`format: google-duration`).
pub type Duration = chrono::TimeDelta;

impl Wire for Duration {
    fn empty() -> Self {
        Self::zero()
    }

    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        let parsed = match event {
            Event::Str(duration) => parse(duration),
            _ => None,
        };
        *self = parsed.ok_or_else(|| ReadError::expected("a duration such as \"3.5s\"", &event))?;
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::String(format(*self))
    }
}

/// Parses an optional sign, seconds, up to nine fractional digits and an `s`: `-3.000000001s`.
fn parse(duration: &str) -> Option<Duration> {
    let seconds = duration.strip_suffix('s')?;
    let (negative, digits) = match seconds.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, seconds),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    if whole.is_empty() || fraction.is_empty() || fraction.len() > 9 {
        return None;
    }
    if !whole.bytes().chain(fraction.bytes()).all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let nanos = format!("{fraction:0<9}").parse().ok()?;
    let duration = Duration::new(whole.parse().ok()?, nanos)?;
    Some(if negative { -duration } else { duration })
}

/// Writes as many groups of three fractional digits as needed, like protobuf's JSON mapping.
fn format(duration: Duration) -> String {
    let sign = if duration < Duration::zero() { "-" } else { "" };
    let seconds = duration.num_seconds().unsigned_abs();
    let nanos = duration.subsec_nanos().unsigned_abs();
    if nanos == 0 {
        format!("{sign}{seconds}s")
    } else if nanos.is_multiple_of(1_000_000) {
        format!("{sign}{seconds}.{:03}s", nanos / 1_000_000)
    } else if nanos.is_multiple_of(1_000) {
        format!("{sign}{seconds}.{:06}s", nanos / 1_000)
    } else {
        format!("{sign}{seconds}.{nanos:09}s")
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, format, parse};
    use crate::wire::decode;

    #[test]
    fn round_trips_nanoseconds_and_signs() {
        for (input, seconds, nanos, output) in [
            ("3s", 3, 0, "3s"),
            ("3.000000001s", 3, 1, "3.000000001s"),
            ("3.5s", 3, 500_000_000, "3.500s"),
            ("0.000010s", 0, 10_000, "0.000010s"),
            ("315576000000.999999999s", 315_576_000_000, 999_999_999, "315576000000.999999999s"),
        ] {
            let duration = Duration::new(seconds, nanos).unwrap();
            assert_eq!(parse(input), Some(duration), "{input}");
            assert_eq!(parse(&format!("-{input}")), Some(-duration), "-{input}");
            assert_eq!(format(duration), output);
            assert_eq!(format(-duration), format!("-{output}"));
        }
        assert_eq!(format(Duration::zero()), "0s");
        assert_eq!(parse("-0s"), Some(Duration::zero()));
        assert_eq!(format(Duration::MIN), "-9223372036854775.807s");
    }

    #[test]
    fn rejects_malformed_durations() {
        for invalid in ["", "s", "3", "3.s", ".5s", "3.0000000001s", "+3s", "--3s", "1e3s", "3 s", "99999999999999999s"]
        {
            assert_eq!(parse(invalid), None, "{invalid}");
        }
        let error = decode::<Duration>(b"5").unwrap_err();
        assert_eq!(error.message(), "expected a duration such as \"3.5s\", found 5");
    }
}
