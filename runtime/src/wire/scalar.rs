//! Booleans, strings, and the unit type.

use super::integer::EXACT_INTEGERS;
use super::reader::{self, Reader, Rejected};
use super::{Event, MemberName, Number, ReadError, View, Wire, Writer};

impl Wire for bool {
    fn empty() -> Self {
        false
    }

    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        match event {
            Event::Bool(value) => *self = value,
            Event::Str("true") => *self = true,
            Event::Str("false") => *self = false,
            other => return Err(ReadError::expected("true or false", &other)),
        }
        Ok(())
    }

    fn read_from(&mut self, reader: &mut Reader<'_>) -> reader::Result {
        match reader.bool()? {
            Some(value) => *self = value,
            None => self.read(reader.scalar()?).map_err(|_| Rejected)?,
        }
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.bool(*self);
    }

    fn write_member(&self, name: MemberName<'_>, writer: &mut Writer) {
        writer.token_member(name, if *self { "true" } else { "false" });
    }

    fn view(&self) -> View<'_> {
        View::Bool(*self)
    }
}

impl Wire for String {
    fn empty() -> Self {
        Self::new()
    }

    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        match event {
            Event::Str(value) => value.clone_into(self),
            Event::Bool(value) => *self = value.to_string(),
            Event::I64(value) => *self = value.to_string(),
            Event::U64(value) => *self = value.to_string(),
            // Larger floats can be integers that lost digits.
            Event::F64(value) if value.abs() < EXACT_INTEGERS => {
                *self = Number::from_f64(value).map_or_else(Self::new, |number| number.to_string());
            }
            other => return Err(ReadError::expected("a string", &other)),
        }
        Ok(())
    }

    fn read_from(&mut self, reader: &mut Reader<'_>) -> reader::Result {
        if !reader.is_string() {
            return self.read(reader.scalar()?).map_err(|_| Rejected);
        }
        *self = reader.string()?.to_owned();
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }

    fn write_member(&self, name: MemberName<'_>, writer: &mut Writer) {
        writer.string_member(name, self);
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

    fn read_from(&mut self, reader: &mut Reader<'_>) -> reader::Result {
        reader.skip_value()
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
    use crate::wire::json_text::{read, write};

    #[test]
    fn reads_booleans_from_strings() {
        assert_eq!((read("true"), read(r#""true""#), read(r#""false""#)), (Ok(true), Ok(true), Ok(false)));
        for json in [r#""True""#, r#""yes""#, r#""1""#, r#""""#, "1", "0", "[]"] {
            assert!(read::<bool>(json).is_err(), "{json}");
        }
        assert_eq!(read::<bool>("1"), Err("expected true or false, found 1".to_owned()));
    }

    #[test]
    fn reads_strings_from_numbers_and_booleans() {
        assert_eq!(read(r#""é\n\u00e9""#), Ok("é\né".to_owned()));
        for (json, text) in [
            ("5", "5"),
            ("-9223372036854775808", "-9223372036854775808"),
            ("18446744073709551615", "18446744073709551615"),
            ("0.25", "0.25"),
            ("true", "true"),
            ("false", "false"),
        ] {
            assert_eq!(read(json), Ok(text.to_owned()));
        }
        // The nearest float is a different number.
        assert!(read::<String>("18446744073709551616").is_err());
        assert_eq!(read::<String>("[]"), Err("expected a string, found an array".to_owned()));
        assert_eq!(read::<String>("null"), Err("expected a string, found null".to_owned()));
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
