//! Decides which URLs may be requested.

use discovery_codegen::printable;
use ureq::http::Uri;

/// A rule for URLs: `https` for all hosts. Loopback addresses, with `https` or `http`, are allowed
/// only if the user passed one, so that a remote server cannot redirect to a local one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    allow_loopback: bool,
}

impl Rule {
    /// Returns the rule for a URL that the user passed.
    pub(super) fn for_url(url: &str) -> Self {
        Self { allow_loopback: url.parse::<Uri>().is_ok_and(|uri| is_loopback(&uri)) }
    }

    pub(super) fn check(self, url: &str) -> Result<Uri, String> {
        let uri: Uri = url.parse().map_err(|_| "not a valid URL".to_owned())?;
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return Err("URLs must not contain a user or password".to_owned());
        }
        let loopback = is_loopback(&uri);
        match (uri.scheme_str(), uri.host()) {
            (Some("https"), Some(_)) if !loopback || self.allow_loopback => Ok(uri),
            (Some("http"), Some(_)) if loopback && self.allow_loopback => Ok(uri),
            (Some("http" | "https"), Some(_)) if loopback => {
                Err("remote servers must not refer to loopback addresses".to_owned())
            }
            _ => Err("the URL must use https".to_owned()),
        }
    }
}

fn is_loopback(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Resolves a `Location` header that is absolute or starts with a slash.
pub(super) fn resolve(from: &Uri, target: &str) -> Result<String, String> {
    let (scheme, host) = (from.scheme_str().unwrap_or("https"), from.authority().map_or("", |host| host.as_str()));
    if target.starts_with("//") {
        Ok(format!("{scheme}:{target}"))
    } else if target.starts_with('/') {
        Ok(format!("{scheme}://{host}{target}"))
    } else if target.contains("://") {
        Ok(target.to_owned())
    } else {
        Err(format!("redirected to `{}`, which is not an absolute URL", printable(target)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allows_loopback_addresses_only_if_the_user_passed_one() {
        let remote = Rule::for_url("https://discovery.example/apis");
        assert!(remote.check("https://drive.example/rest?version=v3").is_ok());
        for refused in [
            "http://drive.example/",
            "file:///etc/passwd",
            "http://127.0.0.1/",
            "https://[::1]/",
            "drive",
            "ftp://a/",
            "https://me:secret@a/",
        ] {
            assert!(remote.check(refused).is_err(), "{refused}");
        }
        let local = Rule::for_url("http://127.0.0.1:8080/apis");
        assert!(local.check("http://127.0.0.1:8081/rest").is_ok());
        assert!(local.check("http://drive.example/").is_err());
    }

    #[test]
    fn resolves_absolute_locations() {
        let from: Uri = "https://a.example:1/b?c".parse().expect("a URL");
        assert_eq!(resolve(&from, "/d").as_deref(), Ok("https://a.example:1/d"));
        assert_eq!(resolve(&from, "//e/d").as_deref(), Ok("https://e/d"));
        assert_eq!(resolve(&from, "http://e/d").as_deref(), Ok("http://e/d"));
        assert!(resolve(&from, "d").is_err());
    }
}
