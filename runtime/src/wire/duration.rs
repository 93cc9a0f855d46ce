//! Spans of time.

use super::{Event, ReadError, View, Wire};

/// A span of time (`format: google-duration`), to the nanosecond; it may be negative.
pub type Duration = chrono::TimeDelta;

impl Wire for Duration {
    fn empty() -> Self {
        Self::zero()
    }

    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        let parsed = match event {
            Event::Str(text) => parse(text),
            _ => None,
        };
        *self = parsed.ok_or_else(|| ReadError::expected("a duration, as in \"3.5s\"", &event))?;
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::Text(text(self))
    }
}

/// `-3.000000001s`: a sign, digits, up to nine digits of a second, an `s`.
fn parse(text: &str) -> Option<Duration> {
    let text = text.strip_suffix('s')?;
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    if whole.is_empty() || fraction.is_empty() || fraction.len() > 9 {
        return None;
    }
    if !whole.bytes().chain(fraction.bytes()).all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let nanos = format!("{fraction:0<9}").parse().ok()?;
    let span = Duration::new(whole.parse().ok()?, nanos)?;
    Some(if negative { -span } else { span })
}

fn text(span: &Duration) -> String {
    let sign = if *span < Duration::zero() { "-" } else { "" };
    let seconds = span.num_seconds().unsigned_abs();
    let nanos = span.subsec_nanos().unsigned_abs();
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
    use super::{Duration, parse, text};
    use crate::wire::decode;

    #[test]
    fn durations_are_exact() {
        for (written, seconds, nanos, back) in [
            ("3s", 3, 0, "3s"),
            ("3.000000001s", 3, 1, "3.000000001s"),
            ("3.5s", 3, 500_000_000, "3.500s"),
            ("0.000010s", 0, 10_000, "0.000010s"),
            ("315576000000.999999999s", 315_576_000_000, 999_999_999, "315576000000.999999999s"),
        ] {
            let span = Duration::new(seconds, nanos).unwrap();
            assert_eq!(parse(written), Some(span), "{written}");
            assert_eq!(parse(&format!("-{written}")), Some(-span), "-{written}");
            assert_eq!(text(&span), back);
            assert_eq!(text(&-span), format!("-{back}"));
        }
        assert_eq!(text(&Duration::zero()), "0s");
        assert_eq!(parse("-0s"), Some(Duration::zero()));
        assert_eq!(text(&Duration::MIN), "-9223372036854775.807s");
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for wrong in ["", "s", "3", "3.s", ".5s", "3.0000000001s", "+3s", "--3s", "1e3s", "3 s", "99999999999999999s"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
        let error = decode::<Duration>(b"5").unwrap_err();
        assert_eq!(error.message(), "expected a duration, as in \"3.5s\", found 5");
    }
}
