//! Bytes, as base64.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_PAD_INDIFFERENT, URL_SAFE, URL_SAFE_PAD_INDIFFERENT};

use super::{Event, ReadError, View, Wire};

// Stands beside the impl for `Vec<T>` only because `u8` is not `Wire`.
impl Wire for Vec<u8> {
    fn empty() -> Self {
        Self::new()
    }

    fn read(&mut self, event: Event<'_>) -> Result<(), ReadError> {
        match event {
            Event::Str(text) => *self = decode(text).ok_or_else(|| ReadError::expected("base64", &event))?,
            other => return Err(ReadError::expected("base64", &other)),
        }
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::Text(URL_SAFE.encode(self))
    }
}

/// Servers send either alphabet, padded or not, whatever the document says.
fn decode(text: &str) -> Option<Vec<u8>> {
    let engine = if text.contains(['-', '_']) { URL_SAFE_PAD_INDIFFERENT } else { STANDARD_PAD_INDIFFERENT };
    engine.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use crate::wire::{decode, encode};

    #[test]
    fn reads_every_alphabet_and_writes_one() {
        // 0xFB 0xFF is all ones after the first five bits, so it shows both letters that the alphabets differ in.
        for text in ["+/8=", "+/8", "-_8=", "-_8"] {
            let bytes: Vec<u8> = decode(format!("\"{text}\"").as_bytes()).unwrap();
            assert_eq!(bytes, [0xFB, 0xFF], "{text}");
        }
        assert_eq!(encode(&vec![0xFB_u8, 0xFF]), br#""-_8=""#);
        assert_eq!(encode(&Vec::<u8>::new()), br#""""#);
        assert_eq!(decode::<Vec<u8>>(br#""""#), Ok(vec![]));
        assert_eq!(decode::<Vec<u8>>(br#""Zm9v""#), Ok(b"foo".to_vec()));
    }

    #[test]
    fn refuses_what_is_not_base64() {
        for json in [r#""Zm9v Zg==""#, r#""Z""#, r#""+_8=""#, r#""Zg=A""#, r#""Z*==""#, "[102]", "null"] {
            assert!(decode::<Vec<u8>>(json.as_bytes()).is_err(), "{json}");
        }
    }
}
