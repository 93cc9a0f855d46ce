//! URLs: their parts, how texts become a part of one, and which may receive secrets.

use http::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

/// The characters that are percent-encoded in values: all but the unreserved ones of RFC 3986.
pub(crate) const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Returns the host of a URL: a domain name or an IP address, without brackets.
pub(crate) fn host(uri: &Uri) -> Option<&str> {
    Some(uri.host()?.trim_start_matches('[').trim_end_matches(']'))
}

/// Returns the port of a URL, or that of its scheme.
pub(crate) fn port(uri: &Uri) -> u16 {
    uri.port_u16().unwrap_or_else(|| default_port(uri))
}

/// Returns the port of the scheme of a URL.
pub(crate) fn default_port(uri: &Uri) -> u16 {
    if uri.scheme_str() == Some("http") { 80 } else { 443 }
}

/// Resolves a `Location`: a URL, or an absolute path.
pub(crate) fn resolve(from: &Uri, location: &str) -> Option<Uri> {
    let location = location.split_once('#').map_or(location, |(url, _)| url);
    if !location.starts_with('/') {
        return location.parse().ok().filter(|to: &Uri| to.scheme().is_some());
    }
    let scheme = from.scheme_str()?;
    let url = match location.strip_prefix("//") {
        Some(rest) => format!("{scheme}://{rest}"),
        None => format!("{scheme}://{}{location}", from.authority()?),
    };
    url.parse().ok()
}

/// Returns `true` if credentials may be sent to the URL: over https, or within this machine.
pub(crate) fn is_secure(uri: &Uri) -> bool {
    let host = host(uri).unwrap_or_default();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolves_urls_and_absolute_paths() {
        let from = Uri::from_static("https://a.example/v1/x?y");
        let resolve = |location| resolve(&from, location).map(|to| to.to_string());
        assert_eq!(resolve("https://b.example/z?k=1#part").as_deref(), Some("https://b.example/z?k=1"));
        assert_eq!(resolve("/z?k=1").as_deref(), Some("https://a.example/z?k=1"));
        assert_eq!(resolve("//b.example/z").as_deref(), Some("https://b.example/z"));
        for other in ["", "z", "b.example", "https://", "https:///z", "//"] {
            assert_eq!(resolve(other), None, "{other}");
        }
    }
}
