//! The URLs of an API.

/// The URLs of an API, and the paths that are appended to them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Addresses {
    pub(crate) root_url: String,
    pub(crate) service_path: String,
    pub(crate) batch_path: Option<String>,
    pub(crate) mtls_root_url: Option<String>,
    /// The regional endpoints: location and URL.
    pub(crate) endpoints: Vec<(String, String)>,
}

/// Returns what prevents the runtime from using a root URL.
pub(crate) fn problem_of_url(url: &str) -> Option<&'static str> {
    let rest = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => rest,
        // The runtime accepts it for a server on the same machine.
        (None, Some(rest)) if is_loopback(rest) => rest,
        (None, Some(_)) => return Some("must be https unless the host is a loopback address"),
        (None, None) => return Some("is not an https URL"),
    };
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if authority.contains('@') {
        return Some("must not contain a user name or password");
    }
    if path.contains(['?', '#']) {
        return Some("must not have a query or a fragment");
    }
    let (host, port) = split_port(authority);
    if !is_host(host) || port.is_some_and(|port| port.parse::<u16>().is_err()) {
        return Some("has no valid host");
    }
    invalid_char(path).map(|_| "contains a character that is not allowed in a URL")
}

/// Returns the first character that cannot be part of a path. `%` is allowed, as the start of an
/// encoded character.
pub(crate) fn invalid_char(path: &str) -> Option<char> {
    path.chars().find(|c| !c.is_ascii_alphanumeric() && !"-._~!$&'()*+,;=:@/%".contains(*c))
}

fn is_loopback(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = split_port(authority).0.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Splits `host:port`. An IPv6 address contains colons, but it is in brackets.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

fn is_host(host: &str) -> bool {
    match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
            host.chars().all(is_allowed) && host.contains(|c: char| c.is_ascii_alphanumeric())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_what_the_runtime_accepts() {
        for url in [
            "https://a.example/",
            "https://a.example",
            "https://a_b.example:8443/x/%20y/",
            "https://[::1]/",
            "http://localhost:80/",
            "http://127.0.0.1/",
            "http://[::1]:9/x",
        ] {
            assert_eq!(problem_of_url(url), None, "{url}");
        }
    }

    #[test]
    fn says_what_is_wrong_with_a_url() {
        for (url, part) in [
            ("", "not an https URL"),
            ("file:///etc/", "not an https URL"),
            ("http://a.example/", "must be https"),
            ("http://localhost.a.example/", "must be https"),
            ("https://", "no valid host"),
            ("https:///x", "no valid host"),
            ("https://a b/", "no valid host"),
            ("https://a.example:port/", "no valid host"),
            ("https://a.example:99999/", "no valid host"),
            ("https://[::1/", "no valid host"),
            ("https://user:secret@a.example/", "user name"),
            ("https://a.example/?x=1", "query"),
            ("https://a.example#x", "fragment"),
            ("https://a.example/{x}/", "character"),
            ("https://a.example/a b", "character"),
            ("https://a.example/\u{e9}", "character"),
        ] {
            assert!(problem_of_url(url).is_some_and(|problem| problem.contains(part)), "{url}");
        }
    }
}
