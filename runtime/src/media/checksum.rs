//! The checksum that Cloud Storage sends with media: `x-goog-hash: crc32c=…,md5=…`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;

use crate::error::MediaError;

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
        let values = headers.get_all("x-goog-hash").iter().filter_map(|value| value.to_str().ok());
        let text = values.flat_map(|value| value.split(',')).find_map(|hash| hash.trim().strip_prefix("crc32c="))?;
        let bytes: [u8; 4] = STANDARD.decode(text).ok()?.try_into().ok()?;
        Some(Self { expected: u32::from_be_bytes(bytes), actual: 0 })
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.actual = crc32c::crc32c_append(self.actual, bytes);
    }

    pub(super) fn verify(&self) -> Result<(), MediaError> {
        let Self { expected, actual } = self;
        if actual == expected {
            return Ok(());
        }
        Err(MediaError::new(format!(
            "checksum mismatch: the received bytes have CRC-32C {actual:08x}, but the server sent {expected:08x}"
        )))
    }
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
}
