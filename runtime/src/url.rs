//! URLs: how texts are a part of one, and which may receive secrets.

use http::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

/// The characters that are percent-encoded in values: all but the unreserved ones of RFC 3986.
pub(crate) const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Returns `true` if credentials may be sent to the URL: over https, or within this machine.
pub(crate) fn is_secure(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let address: Option<std::net::IpAddr> = host.parse().ok();
    // Names that end with `.localhost` never belong to another machine: RFC 6761.
    let name = host.to_ascii_lowercase();
    let is_local = name == "localhost" || name.strip_suffix(".localhost").is_some_and(|name| !name.is_empty());
    let is_loopback = is_local || address.is_some_and(|address| address.is_loopback());
    match uri.scheme_str() {
        Some("https") => !host.is_empty(),
        Some("http") => is_loopback,
        _ => false,
    }
}
