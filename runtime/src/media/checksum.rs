//! The checksum of Cloud Storage, CRC-32C: `x-goog-hash: crc32c=…,md5=…` in headers, `crc32c` in
//! messages.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::HeaderValue;

use crate::error::MediaError;
use crate::wire::Json;

/// The header with checksums of the media.
pub(super) const HASH: &str = "x-goog-hash";

/// The CRC-32C of the bytes received so far, and the expected one of all bytes.
pub(super) struct Checksum {
    expected: u32,
    actual: u32,
}

impl Checksum {
    /// Returns the checksum of a response; `None` if the response has no checksum of the bytes in
    /// its body.
    pub(super) fn of_response(headers: &HeaderMap) -> Option<Self> {
        let encoding = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("identity");
        // The checksum is that of the stored bytes. If the server decompresses them, the body
        // contains other bytes.
        if encoding("x-goog-stored-content-encoding") != encoding("content-encoding") {
            return None;
        }
        Some(Self { expected: in_headers(headers)?, actual: 0 })
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.actual = crc32c::crc32c_append(self.actual, bytes);
    }

    /// Sets the CRC-32C of all bytes.
    #[cfg(feature = "tokio")]
    pub(super) fn with_actual(self, actual: u32) -> Self {
        Self { actual, ..self }
    }

    pub(super) fn verify(&self) -> Result<(), MediaError> {
        let Self { expected, actual } = self;
        if actual == expected {
            return Ok(());
        }
        Err(MediaError::checksum_mismatch(format!(
            "checksum mismatch: the received bytes have CRC-32C {actual:08x}, but the server sent {expected:08x}"
        )))
    }
}

/// Returns the CRC-32C in the headers of a response.
pub(super) fn in_headers(headers: &HeaderMap) -> Option<u32> {
    let values = headers.get_all(HASH).iter().filter_map(|value| value.to_str().ok());
    from_text(values.flat_map(|value| value.split(',')).find_map(|hash| hash.trim().strip_prefix("crc32c="))?)
}

/// Returns the CRC-32C of bytes that follow each other. `second` is that of the last `length`
/// bytes.
pub(super) fn combine(first: u32, second: u32, mut length: u64) -> u32 {
    let mut first = first;
    loop {
        match usize::try_from(length) {
            Ok(length) => return crc32c::crc32c_combine(first, second, length),
            Err(_) => {
                first = crc32c::crc32c_combine(first, 0, usize::MAX);
                length = length.saturating_sub(usize::MAX as u64);
            }
        }
    }
}

/// Returns the CRC-32C as messages contain it: the base64 of its bytes, the highest one first.
pub(super) fn to_text(crc32c: u32) -> String {
    STANDARD.encode(crc32c.to_be_bytes())
}

/// Returns the header with the CRC-32C of uploaded media.
pub(super) fn to_header(crc32c: u32) -> Option<HeaderValue> {
    HeaderValue::try_from(format!("crc32c={}", to_text(crc32c))).ok()
}

fn from_text(text: &str) -> Option<u32> {
    Some(u32::from_be_bytes(STANDARD.decode(text).ok()?.try_into().ok()?))
}

/// Compares the CRC-32C of the sent bytes with that of the stored ones.
pub(super) fn verify_stored(sent: u32, stored: Option<u32>) -> Result<(), MediaError> {
    match stored {
        Some(stored) if stored != sent => Err(MediaError::checksum_mismatch(format!(
            "checksum mismatch: the sent bytes have CRC-32C {sent:08x}, but the server stored {stored:08x}; \
             upload the media again"
        ))),
        _ => Ok(()),
    }
}

/// Returns the CRC-32C in the message of a response.
pub(super) fn in_message(body: &[u8]) -> Option<u32> {
    let message: Json = serde_json::from_slice(body).ok()?;
    from_text(message.get("crc32c")?.as_str()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checksum(headers: &[(&'static str, &'static str)]) -> Option<Checksum> {
        let headers = headers
            .iter()
            .map(|&(name, value)| (http::HeaderName::from_static(name), http::HeaderValue::from_static(value)));
        Checksum::of_response(&headers.collect())
    }

    /// The catalogue of CRCs lists 0xE3069283 as the CRC-32C of `123456789`.
    #[test]
    fn accepts_only_the_expected_bytes() {
        let mut checksum = checksum(&[("x-goog-hash", "md5=AAAA, crc32c=4waSgw==")]).expect("a checksum");
        checksum.update(b"1234");
        assert!(checksum.verify().is_err());
        checksum.update(b"56789");
        assert!(checksum.verify().is_ok());
        checksum.update(b"0");
        assert!(checksum.verify().unwrap_err().to_string().contains("e3069283"));
    }

    #[test]
    fn ignores_checksums_of_other_bytes() {
        assert!(checksum(&[]).is_none() && checksum(&[("x-goog-hash", "md5=AAAA")]).is_none());
        assert!(checksum(&[("x-goog-hash", "crc32c=!")]).is_none());
        let hash = ("x-goog-hash", "crc32c=4waSgw==");
        assert!(checksum(&[hash, ("x-goog-stored-content-encoding", "gzip")]).is_none());
        assert!(checksum(&[hash, ("x-goog-stored-content-encoding", "identity")]).is_some());
    }

    #[test]
    fn combines_checksums() {
        let (first, second) = (crc32c::crc32c(b"12345"), crc32c::crc32c(b"6789"));
        assert_eq!(combine(first, second, 4), 0xE306_9283);
        assert_eq!(combine(0, first, 5), first);
        assert_eq!(combine(first, 0, 0), first);
    }

    #[test]
    fn reads_the_checksum_of_a_message() {
        assert_eq!(in_message(br#"{"crc32c":"4waSgw=="}"#), Some(0xE306_9283));
        for other in [&br#"{"crc32c":1}"#[..], br#"{"crc32c":"4waS"}"#, b"{}", b"[]", b"x"] {
            assert_eq!(in_message(other), None);
        }
        assert!(verify_stored(1, None).is_ok() && verify_stored(1, Some(1)).is_ok());
        assert!(verify_stored(1, Some(2)).unwrap_err().is_checksum_mismatch());
    }
}
