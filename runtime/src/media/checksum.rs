//! The checksum that Cloud Storage sends along: `x-goog-hash: crc32c=…,md5=…`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;

use crate::error::MediaError;

/// The CRC-32C of bytes as they come, and what it should be.
pub(super) struct Checksum {
    expected: u32,
    sum: u32,
}

impl Checksum {
    /// None if the response names no checksum of the bytes that it carries.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let encoding = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("identity");
        // The checksum is that of what is stored, and this is not what comes.
        if encoding("x-goog-stored-content-encoding") != encoding("content-encoding") {
            return None;
        }
        let hashes = headers.get_all("x-goog-hash").iter().filter_map(|value| value.to_str().ok());
        let text = hashes.flat_map(|value| value.split(',')).find_map(|hash| hash.trim().strip_prefix("crc32c="))?;
        let bytes: [u8; 4] = STANDARD.decode(text).ok()?.try_into().ok()?;
        Some(Self { expected: u32::from_be_bytes(bytes), sum: 0 })
    }

    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.sum = crc32c::crc32c_append(self.sum, bytes);
    }

    pub(super) fn check(&self) -> Result<(), MediaError> {
        if self.sum == self.expected {
            return Ok(());
        }
        let (expected, sum) = (self.expected, self.sum);
        Err(MediaError::new(format!(
            "the bytes are not those that the server has: their CRC-32C is {sum:08x}, and it should be {expected:08x}"
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(headers: &[(&'static str, &'static str)]) -> Option<Checksum> {
        let headers = headers
            .iter()
            .map(|&(name, value)| (http::HeaderName::from_static(name), http::HeaderValue::from_static(value)));
        Checksum::of(&headers.collect())
    }

    /// The check value of CRC-32C in the catalogue of CRCs: 0xE3069283 for `123456789`.
    #[test]
    fn tells_right_from_wrong() {
        let mut sum = of(&[("x-goog-hash", "md5=AAAA, crc32c=4waSgw==")]).expect("a checksum");
        sum.add(b"1234");
        assert!(sum.check().is_err());
        sum.add(b"56789");
        assert!(sum.check().is_ok());
        sum.add(b"0");
        assert!(sum.check().unwrap_err().to_string().contains("e3069283"));
    }

    #[test]
    fn only_of_what_comes() {
        assert!(of(&[]).is_none() && of(&[("x-goog-hash", "md5=AAAA")]).is_none());
        assert!(of(&[("x-goog-hash", "crc32c=!")]).is_none());
        let hash = ("x-goog-hash", "crc32c=4waSgw==");
        assert!(of(&[hash, ("x-goog-stored-content-encoding", "gzip")]).is_none());
        assert!(of(&[hash, ("x-goog-stored-content-encoding", "identity")]).is_some());
    }
}
