//! Floats of 32 and 64 bits.

use super::{Event, MemberName, ReadError, View, Wire, Writer};

/// Returns the name of a number that is not finite, as in protobuf's JSON mapping.
pub(super) fn format_non_finite(value: f64) -> &'static str {
    if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    }
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

            fn write(&self, writer: &mut Writer) {
                if self.is_finite() {
                    writer.text(zmij::Buffer::new().format_finite(*self));
                } else {
                    writer.string(format_non_finite((*self).into()));
                }
            }

            fn write_member(&self, name: MemberName<'_>, writer: &mut Writer) {
                if self.is_finite() {
                    writer.token_member(name, zmij::Buffer::new().format_finite(*self));
                } else {
                    writer.plain_member(name, format_non_finite((*self).into()));
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

#[cfg(test)]
mod tests {
    use crate::wire::Map;
    use crate::wire::json_text::{read, write};

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
    fn writes_digits_like_serde_json() {
        let long = "a".repeat(40);
        for value in [0.0, -0.0, 1.0, -1.5, 0.1, 1e-7, 1e16, 1.7e308, 5e-324, 123_456_789.125, f64::MIN] {
            assert_eq!(write(&value), serde_json::to_string(&value).unwrap());
            let name = if value < 1.0 { long.as_str() } else { "a" };
            let map = Map::from([(name.to_owned(), value)]);
            assert_eq!(write(&map), serde_json::to_string(&map).unwrap());
        }
        for value in [0.1_f32, 1e-7, f32::MAX, 16_777_216.0] {
            assert_eq!(write(&value), serde_json::to_string(&value).unwrap());
        }
        assert_eq!(write(&Map::from([("a".to_owned(), f64::NAN)])), r#"{"a":"NaN"}"#);
    }

    #[test]
    fn rejects_other_names_and_floats_out_of_range() {
        for json in [r#""nan""#, r#""inf""#, r#""infinity""#, r#""+Infinity""#, r#""1e400""#, r#""""#, "true", "null"] {
            assert!(read::<f64>(json).is_err(), "{json}");
        }
        assert_eq!(read::<f32>("1e39"), Err("expected a 32-bit float, found 1e+39".to_owned()));
    }
}
