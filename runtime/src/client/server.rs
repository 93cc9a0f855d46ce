//! The server of a client, as errors and observers name it.

use std::fmt;

use http::Uri;

use crate::url::{default_port, host, port};

/// The host and port of a URL, and the path of a root URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Server {
    /// A domain name or an IP address, without brackets.
    address: String,
    port: u16,
    is_default_port: bool,
    /// The path of the root URL, which begins and ends with a slash.
    base_path: String,
}

impl Server {
    /// Returns the server of a URL, or `None` if the URL has no host.
    pub(crate) fn of_url(url: &Uri) -> Option<Self> {
        let (address, port) = (host(url)?.to_owned(), port(url));
        let path = url.path().trim_matches('/');
        let base_path = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
        Some(Self { address, port, is_default_port: port == default_port(url), base_path })
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Returns a path template below the root URL as an absolute path.
    pub(crate) fn absolute(&self, template: &str) -> String {
        format!("{}{}", self.base_path, template.trim_start_matches('/'))
    }
}

/// Displays the host, and the port unless it is that of the scheme.
impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_ipv6 = self.address.contains(':');
        match (is_ipv6, self.is_default_port) {
            (false, true) => f.write_str(&self.address),
            (true, true) => write!(f, "[{}]", self.address),
            (false, false) => write!(f, "{}:{}", self.address, self.port),
            (true, false) => write!(f, "[{}]:{}", self.address, self.port),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_host_and_port() {
        for (url, displayed, address, port, path) in [
            ("https://www.googleapis.com/", "www.googleapis.com", "www.googleapis.com", 443, "/v1/rooms"),
            ("https://a.example:443/", "a.example", "a.example", 443, "/v1/rooms"),
            ("http://localhost:8080/proxy/", "localhost:8080", "localhost", 8080, "/proxy/v1/rooms"),
            ("http://127.0.0.1", "127.0.0.1", "127.0.0.1", 80, "/v1/rooms"),
            ("http://[::1]:9/x", "[::1]:9", "::1", 9, "/x/v1/rooms"),
            ("https://user:secret@a.example/", "a.example", "a.example", 443, "/v1/rooms"),
        ] {
            let server = Server::of_url(&url.parse().expect("a URL")).expect("a host");
            assert_eq!((server.to_string().as_str(), server.address(), server.port()), (displayed, address, port));
            assert_eq!(server.absolute("v1/rooms"), path);
            assert_eq!(server.absolute("/v1/rooms"), path);
        }
        assert_eq!(Server::of_url(&Uri::from_static("/path")), None);
    }
}
