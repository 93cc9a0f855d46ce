//! Text of a limited size.

use std::fmt;
use std::io::{self, Read};

/// The reason why bytes are not the text of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidText {
    /// There are more bytes than the limit.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The text is encoded as UTF-16, as some editors and shells on Windows do.
    Utf16,
    /// The text is not UTF-8.
    NotUtf8 {
        /// The number of bytes before the first invalid one.
        offset: usize,
    },
}

impl InvalidText {
    /// Returns advice on how to fix the error, if there is any.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Utf16 => Some("convert it, e.g. with `iconv -f UTF-16 -t UTF-8`"),
            Self::NotUtf8 { .. } => Some("convert it to UTF-8"),
            Self::TooLarge { .. } => None,
        }
    }
}

impl fmt::Display for InvalidText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { limit } => write!(f, "larger than the limit of {}", Size(*limit)),
            Self::Utf16 => f.write_str("the text is UTF-16, expected UTF-8"),
            Self::NotUtf8 { offset } => write!(f, "the text is not UTF-8: invalid byte at offset {offset}"),
        }
    }
}

impl std::error::Error for InvalidText {}

/// Displays a number of bytes in the largest unit that divides it.
struct Size(u64);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
        match units.into_iter().find(|(bytes, _)| self.0 > 0 && self.0.is_multiple_of(*bytes)) {
            Some((bytes, unit)) => write!(f, "{} {unit}", self.0 / bytes),
            None => write!(f, "{} bytes", self.0),
        }
    }
}

/// Reads all bytes, unless there are more than `limit`.
///
/// # Errors
///
/// Returns an error if reading fails, or an [`InvalidText`] for too many bytes.
pub fn read_bytes(reader: impl Read, limit: u64) -> io::Result<Result<Vec<u8>, InvalidText>> {
    let mut bytes = Vec::new();
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(if bytes.len() as u64 > limit { Err(InvalidText::TooLarge { limit }) } else { Ok(bytes) })
}

/// Returns the text that the bytes encode as UTF-8.
///
/// # Errors
///
/// Returns an error for other encodings.
pub fn decode(bytes: Vec<u8>) -> Result<String, InvalidText> {
    // A document starts with an ASCII character, which has a zero byte in UTF-16.
    if matches!(bytes.as_slice(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, 1..=255, ..] | [1..=255, 0, ..]) {
        return Err(InvalidText::Utf16);
    }
    String::from_utf8(bytes).map_err(|error| InvalidText::NotUtf8 { offset: error.utf8_error().valid_up_to() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_utf_16_with_and_without_a_byte_order_mark() {
        let units = || "{\"é\": 1}".encode_utf16();
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        for bytes in [&[&[0xff, 0xfe], &little[..]].concat(), &[&[0xfe, 0xff], &big[..]].concat(), &little, &big] {
            let error = decode(bytes.clone()).expect_err("refused");
            assert_eq!(error, InvalidText::Utf16);
            assert_eq!(error.to_string(), "the text is UTF-16, expected UTF-8");
        }
    }

    #[test]
    fn accepts_utf_8_and_names_the_first_invalid_byte() {
        assert_eq!(decode("{\"é\": 1}".into()).as_deref(), Ok("{\"é\": 1}"));
        assert_eq!(decode(Vec::new()).as_deref(), Ok(""));
        assert_eq!(decode(b"{\"a\": \"\xe9\"}".to_vec()), Err(InvalidText::NotUtf8 { offset: 7 }));
    }

    #[test]
    fn stops_after_the_limit() {
        let read = |limit| read_bytes(io::repeat(b' '), limit).expect("readable");
        assert_eq!(read(4 << 20), Err(InvalidText::TooLarge { limit: 4 << 20 }));
        let message = |limit| read(limit).expect_err("too large").to_string();
        assert_eq!(message(4 << 20), "larger than the limit of 4 MiB");
        assert_eq!(message(1000), "larger than the limit of 1000 bytes");
        assert_eq!(message(0), "larger than the limit of 0 bytes");
        assert_eq!(InvalidText::TooLarge { limit: 1 << 30 }.to_string(), "larger than the limit of 1 GiB");
        assert_eq!(read_bytes(&b"abc"[..], 3).expect("readable").as_deref(), Ok(&b"abc"[..]));
    }
}
