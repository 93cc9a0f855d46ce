//! Integers of 32 and 64 bits.

use super::reader::{self, Reader, Rejected};
use super::{Event, MemberName, ReadError, View, Wire, Writer};

macro_rules! integer {
    ($type:ident, $view:ident, $write:ident, $write_member:ident, $expected:literal) => {
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

            fn read_from(&mut self, reader: &mut Reader<'_>) -> reader::Result {
                match reader.short_integer() {
                    Some(value) => *self = value.try_into().map_err(|_| Rejected)?,
                    None => self.read(reader.scalar()?).map_err(|_| Rejected)?,
                }
                Ok(())
            }

            fn write(&self, writer: &mut Writer) {
                writer.$write(*self);
            }

            fn write_member(&self, name: MemberName<'_>, writer: &mut Writer) {
                writer.$write_member(name, *self);
            }

            fn view(&self) -> View<'_> {
                View::$view(*self)
            }
        }
    };
}

integer!(i32, I32, integer, integer_member, "a 32-bit integer");
integer!(u32, U32, integer, integer_member, "an unsigned 32-bit integer");
integer!(i64, I64, quoted_integer, quoted_integer_member, "a 64-bit integer");
integer!(u64, U64, quoted_integer, quoted_integer_member, "an unsigned 64-bit integer");

fn parse_integer(event: &Event<'_>) -> Option<i128> {
    match *event {
        Event::I64(value) => Some(value.into()),
        Event::U64(value) => Some(value.into()),
        Event::F64(value) => float_to_integer(value),
        // Most integers fit 64 bits, which are faster to parse.
        Event::Str(digits) => match digits.parse::<i64>() {
            Ok(value) => Some(value.into()),
            Err(_) => digits.parse().ok().or_else(|| float_to_integer(digits.parse().ok()?)),
        },
        _ => None,
    }
}

/// 2^53: every integer below it is exactly one float.
pub(super) const EXACT_INTEGERS: f64 = 9_007_199_254_740_992.0;

/// Converts a float such as `1e3`. Floats above 2^53 are rejected, because they are ambiguous.
fn float_to_integer(value: f64) -> Option<i128> {
    (value.fract() == 0.0 && value.abs() < EXACT_INTEGERS).then_some(value as i128)
}

#[cfg(test)]
mod tests {
    use crate::wire::json_text::{read, write};

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
        assert_eq!(read::<i64>("9.223372036854775808e18"), rejected("9.223372036854776e+18"));
        assert_eq!(read::<i64>("1e300"), rejected("1e+300"));
        // The nearest float is a different integer.
        assert_eq!(read::<i64>(r#""9007199254740993.0""#), rejected(r#""9007199254740993.0""#));
        assert_eq!(read::<i64>("9223372036854775000.5"), rejected("9.223372036854775e+18"));
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
}
