//! Booleans, numbers, strings, and the unit type.

use super::serialize::format_non_finite;
use super::{Event, ReadError, View, Wire};

impl Wire for bool {
    fn empty() -> Self {
        false
    }

    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        match event {
            Event::Bool(value) => *self = value,
            other => return Err(ReadError::expected("true or false", &other)),
        }
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::Bool(*self)
    }
}

macro_rules! integer {
    ($type:ident, $view:ident, $expected:literal) => {
        impl Wire for $type {
            fn empty() -> Self {
                0
            }

            fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
                match parse_integer(&event).and_then(|value| value.try_into().ok()) {
                    Some(value) => *self = value,
                    None => return Err(ReadError::expected($expected, &event)),
                }
                Ok(())
            }

            fn view(&self) -> View<'_> {
                View::$view(*self)
            }
        }
    };
}

integer!(i32, I32, "a 32-bit integer");
integer!(u32, U32, "an unsigned 32-bit integer");
integer!(i64, I64, "a 64-bit integer");
integer!(u64, U64, "an unsigned 64-bit integer");

fn parse_integer(event: &Event<'_>) -> Option<i128> {
    match *event {
        Event::I64(value) => Some(value.into()),
        Event::U64(value) => Some(value.into()),
        Event::F64(value) => float_to_integer(value),
        Event::Str(digits) => digits.parse().ok().or_else(|| float_to_integer(digits.parse().ok()?)),
        _ => None,
    }
}

/// Converts a float such as `1e3`. Floats above 2^53 are rejected, because they are ambiguous.
fn float_to_integer(value: f64) -> Option<i128> {
    (value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0).then_some(value as i128)
}

macro_rules! float {
    ($type:ident, $view:ident, $expected:literal) => {
        impl Wire for $type {
            fn empty() -> Self {
                0.0
            }

            fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
                let value = match event {
                    Event::F64(value) => finite(value as Self),
                    Event::I64(value) => Some(value as Self),
                    Event::U64(value) => Some(value as Self),
                    Event::Str(name) => match [Self::NAN, Self::INFINITY, Self::NEG_INFINITY]
                        .into_iter()
                        .find(|value| name == format_non_finite((*value).into()))
                    {
                        None => name.parse().ok().and_then(finite),
                        special => special,
                    },
                    _ => None,
                };
                match value {
                    Some(value) => *self = value,
                    None => return Err(ReadError::expected($expected, &event)),
                }
                return Ok(());

                fn finite(value: $type) -> Option<$type> {
                    value.is_finite().then_some(value)
                }
            }

            fn view(&self) -> View<'_> {
                View::$view(*self)
            }
        }
    };
}

float!(f32, F32, "a 32-bit float");
float!(f64, F64, "a 64-bit float");

impl Wire for String {
    fn empty() -> Self {
        Self::new()
    }

    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        match event {
            Event::Str(value) => value.clone_into(self),
            other => return Err(ReadError::expected("a string", &other)),
        }
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::Str(self)
    }
}

impl Wire for () {
    fn empty() -> Self {}

    fn read(&mut self, _: Event<'_>) -> Result<(), ReadError> {
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::Null
    }

    fn ignores_input() -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::wire::{Wire, decode, encode};

    fn read<T: Wire>(json: &str) -> Result<T, String> {
        decode(json.as_bytes()).map_err(|error| error.message().to_owned())
    }

    fn write(value: &dyn Wire) -> String {
        String::from_utf8(encode(value)).unwrap()
    }

    #[test]
    fn writes_64_bit_integers_as_strings_and_reads_strings_and_numbers() {
        assert_eq!(write(&i64::MIN), r#""-9223372036854775808""#);
        assert_eq!(write(&u64::MAX), r#""18446744073709551615""#);
        assert_eq!(read(r#""-9223372036854775808""#), Ok(i64::MIN));
        assert_eq!(read("-9223372036854775808"), Ok(i64::MIN));
        assert_eq!(read("9223372036854775807"), Ok(i64::MAX));
        assert_eq!(read(r#""18446744073709551615""#), Ok(u64::MAX));
        assert_eq!(read("18446744073709551615"), Ok(u64::MAX));
        assert_eq!(read("1e3"), Ok(1000_i64));
        assert_eq!(read(r#""1e3""#), Ok(1000_i64));
        assert_eq!(read("-0"), Ok(0_u64));
    }

    #[test]
    fn rejects_integers_out_of_range_or_with_a_fraction() {
        let rejected = |found: &str| Err(format!("expected a 64-bit integer, found {found}"));
        assert_eq!(read::<i64>("9223372036854775808"), rejected("9223372036854775808"));
        assert_eq!(read::<i64>(r#""9223372036854775808""#), rejected(r#""9223372036854775808""#));
        assert_eq!(read::<i64>("9.223372036854775808e18"), rejected("9.223372036854776e18"));
        assert_eq!(read::<i64>("1e300"), rejected("1e300"));
        // The nearest float is a different integer.
        assert_eq!(read::<i64>(r#""9007199254740993.0""#), rejected(r#""9007199254740993.0""#));
        assert_eq!(read::<i64>("9223372036854775000.5"), rejected("9.223372036854775e18"));
        assert_eq!(read("9007199254740991.0"), Ok(9_007_199_254_740_991_i64));
        assert_eq!(read::<i64>("0.5"), rejected("0.5"));
        assert_eq!(read::<i64>(r#""""#), rejected(r#""""#));
        assert_eq!(read::<i64>(r#"" 5""#), rejected(r#"" 5""#));
        assert_eq!(read::<i64>(r#""NaN""#), rejected(r#""NaN""#));
        assert_eq!(read::<i64>("null"), rejected("null"));
        assert_eq!(read::<u64>("-1"), Err("expected an unsigned 64-bit integer, found -1".to_owned()));
        assert_eq!(read::<i32>("2147483648"), Err("expected a 32-bit integer, found 2147483648".to_owned()));
        assert_eq!(read::<u32>("4294967296"), Err("expected an unsigned 32-bit integer, found 4294967296".to_owned()));
    }

    #[test]
    fn writes_32_bit_integers_as_numbers_and_reads_strings_and_numbers() {
        assert_eq!(write(&i32::MIN), "-2147483648");
        assert_eq!(write(&u32::MAX), "4294967295");
        assert_eq!(read("-2147483648"), Ok(i32::MIN));
        assert_eq!(read(r#""2147483647""#), Ok(i32::MAX));
        assert_eq!(read("7.0"), Ok(7_i32));
        assert_eq!(read("4294967295"), Ok(u32::MAX));
    }

    #[test]
    fn represents_non_finite_floats_by_name() {
        assert_eq!(write(&f64::NAN), r#""NaN""#);
        assert_eq!(write(&f64::INFINITY), r#""Infinity""#);
        assert_eq!(write(&f32::NEG_INFINITY), r#""-Infinity""#);
        assert!(read::<f64>(r#""NaN""#).unwrap().is_nan());
        assert!(read::<f32>(r#""NaN""#).unwrap().is_nan());
        assert_eq!(read(r#""Infinity""#), Ok(f64::INFINITY));
        assert_eq!(read(r#""-Infinity""#), Ok(f32::NEG_INFINITY));
        assert_eq!(read(r#""1.5""#), Ok(1.5_f64));
        assert_eq!(read("3"), Ok(3.0_f32));
        assert_eq!(write(&0.1_f32), "0.1");
        assert_eq!(read(&write(&f64::MAX)), Ok(f64::MAX));
        assert_eq!(read("1.7976931348623157e308"), Ok(f64::MAX));
    }

    #[test]
    fn rejects_other_names_and_floats_out_of_range() {
        for json in [r#""nan""#, r#""inf""#, r#""infinity""#, r#""+Infinity""#, r#""1e400""#, r#""""#, "true", "null"] {
            assert!(read::<f64>(json).is_err(), "{json}");
        }
        assert_eq!(read::<f32>("1e39"), Err("expected a 32-bit float, found 1e39".to_owned()));
    }

    #[test]
    fn does_not_convert_to_strings_and_booleans() {
        assert_eq!(read(r#""é\n\u00e9""#), Ok("é\né".to_owned()));
        assert_eq!(read::<String>("5"), Err("expected a string, found 5".to_owned()));
        assert_eq!(read::<bool>(r#""true""#), Err(r#"expected true or false, found "true""#.to_owned()));
        assert_eq!(read("true"), Ok(true));
    }

    #[test]
    fn unit_ignores_any_json() {
        for json in ["null", "5", r#"{"a":[1,{"b":null}]}"#, "[[],{}]"] {
            assert_eq!(read(json), Ok(()));
        }
        assert!(read::<()>("[1").is_err());
        assert_eq!(write(&()), "null");
    }

    #[test]
    fn errors_show_at_most_40_characters_of_a_string() {
        let json = format!("\"{}\"", "é".repeat(41));
        assert_eq!(read::<bool>(&json), Err(format!("expected true or false, found \"{}\"…", "é".repeat(40))));
        let json = format!("\"{}\"", "é".repeat(40));
        assert_eq!(read::<bool>(&json), Err(format!("expected true or false, found \"{}\"", "é".repeat(40))));
    }
}
