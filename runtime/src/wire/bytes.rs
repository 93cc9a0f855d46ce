//! Bytes as base64.

use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, URL_SAFE as WRITER};
use base64::engine::{DecodePaddingMode, Engine};

use super::{Event, MemberName, ReadError, View, Wire, Writer};

/// The last character of a text can have bits that belong to no byte. Some encoders do not set them
/// to zero.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);

const STANDARD_READER: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
const URL_SAFE_READER: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);

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

    fn write(&self, writer: &mut Writer) {
        if let Some(len) = base64::encoded_len(self.len(), true) {
            // The length is that of the text, so encoding does not fail.
            writer.ascii(len, |target| drop(WRITER.encode_slice(self, target)));
        }
    }

    fn write_member(&self, name: MemberName<'_>, writer: &mut Writer) {
        writer.name(name);
        self.write(writer);
    }

    fn view(&self) -> View<'_> {
        View::String(WRITER.encode(self))
    }
}

/// Decodes both alphabets, with or without padding: servers send all four combinations, whatever
/// the document says.
fn decode(base64: &str) -> Option<Vec<u8>> {
    let engine = if base64.contains(['-', '_']) { URL_SAFE_READER } else { STANDARD_READER };
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
    fn ignores_bits_beyond_the_last_byte() {
        // `Zg` is the byte `f` with four zero bits; in `Zh` and `Zv` they are not zero.
        for base64 in ["Zg==", "Zh==", "Zv", "Zm9vZh=="] {
            let bytes: Vec<u8> = decode(format!("\"{base64}\"").as_bytes()).unwrap();
            assert_eq!(bytes.last(), Some(&b'f'), "{base64}");
        }
    }

    #[test]
    fn rejects_invalid_base64() {
        for json in [r#""Zm9v Zg==""#, r#""Z""#, r#""+_8=""#, r#""Zg=A""#, r#""Z*==""#, "[102]", "null"] {
            assert!(decode::<Vec<u8>>(json.as_bytes()).is_err(), "{json}");
        }
    }
}
