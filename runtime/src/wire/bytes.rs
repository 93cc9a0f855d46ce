//! Bytes as base64.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_PAD_INDIFFERENT, URL_SAFE, URL_SAFE_PAD_INDIFFERENT};

use super::{Event, ReadError, View, Wire};

// Does not overlap with the impl for `Vec<T>` only because `u8` does not implement `Wire`.
impl Wire for Vec<u8> {
    fn empty() -> Self {
        Self::new()
    }

    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        match event {
            Event::Str(base64) => *self = decode(base64).ok_or_else(|| ReadError::expected("base64", &event))?,
            other => return Err(ReadError::expected("base64", &other)),
        }
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::String(URL_SAFE.encode(self))
    }
}

/// Decodes both alphabets, with or without padding: servers send all four combinations, whatever
/// the document says.
fn decode(base64: &str) -> Option<Vec<u8>> {
    let engine = if base64.contains(['-', '_']) { URL_SAFE_PAD_INDIFFERENT } else { STANDARD_PAD_INDIFFERENT };
    engine.decode(base64).ok()
}

#[cfg(test)]
mod tests {
    use crate::wire::{decode, encode};

    #[test]
    fn reads_both_alphabets_and_writes_the_url_safe_one() {
        // 0xFB 0xFF encodes to the two characters in which the alphabets differ.
        for base64 in ["+/8=", "+/8", "-_8=", "-_8"] {
            let bytes: Vec<u8> = decode(format!("\"{base64}\"").as_bytes()).unwrap();
            assert_eq!(bytes, [0xFB, 0xFF], "{base64}");
        }
        assert_eq!(encode(&vec![0xFB_u8, 0xFF]), br#""-_8=""#);
        assert_eq!(encode(&Vec::<u8>::new()), br#""""#);
        assert_eq!(decode::<Vec<u8>>(br#""""#), Ok(vec![]));
        assert_eq!(decode::<Vec<u8>>(br#""Zm9v""#), Ok(b"foo".to_vec()));
    }

    #[test]
    fn rejects_invalid_base64() {
        for json in [r#""Zm9v Zg==""#, r#""Z""#, r#""+_8=""#, r#""Zg=A""#, r#""Z*==""#, "[102]", "null"] {
            assert!(decode::<Vec<u8>>(json.as_bytes()).is_err(), "{json}");
        }
    }
}
