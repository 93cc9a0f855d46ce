//! Which addresses may be asked.

use ureq::http::Uri;

/// Https everywhere; plain http on this machine, and only for those who began there. No server can lead from its own
/// address to what listens here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    loopback: bool,
}

impl Rule {
    pub(super) fn starting_at(url: &str) -> Self {
        Self { loopback: url.parse::<Uri>().is_ok_and(|uri| is_loopback(&uri)) }
    }

    pub(super) fn check(self, url: &str) -> Result<Uri, String> {
        let uri: Uri = url.parse().map_err(|_| "this is no address".to_owned())?;
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return Err("no address with a user or password is asked".to_owned());
        }
        let loopback = is_loopback(&uri);
        match (uri.scheme_str(), uri.host()) {
            (Some("https"), Some(_)) if !loopback || self.loopback => Ok(uri),
            (Some("http"), Some(_)) if loopback && self.loopback => Ok(uri),
            (Some("http" | "https"), Some(_)) if loopback => Err("a server must not lead to this machine".to_owned()),
            _ => Err("only https addresses are asked".to_owned()),
        }
    }
}

fn is_loopback(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// A `Location` as seen from the address that sent it: whole, or from the server's root on.
pub(super) fn resolve(from: &Uri, target: &str) -> Result<String, String> {
    let (scheme, host) = (from.scheme_str().unwrap_or("https"), from.authority().map_or("", |host| host.as_str()));
    if target.starts_with("//") {
        Ok(format!("{scheme}:{target}"))
    } else if target.starts_with('/') {
        Ok(format!("{scheme}://{host}{target}"))
    } else if target.contains("://") {
        Ok(target.to_owned())
    } else {
        Err(format!("it leads to `{}`, which is no whole address", target.escape_debug()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_or_this_machine() {
        let far = Rule::starting_at("https://discovery.example/apis");
        assert!(far.check("https://drive.example/rest?version=v3").is_ok());
        for refused in [
            "http://drive.example/",
            "file:///etc/passwd",
            "http://127.0.0.1/",
            "https://[::1]/",
            "drive",
            "ftp://a/",
            "https://me:secret@a/",
        ] {
            assert!(far.check(refused).is_err(), "{refused}");
        }
        let near = Rule::starting_at("http://127.0.0.1:8080/apis");
        assert!(near.check("http://127.0.0.1:8081/rest").is_ok());
        assert!(near.check("http://drive.example/").is_err());
    }

    #[test]
    fn locations() {
        let from: Uri = "https://a.example:1/b?c".parse().expect("an address");
        assert_eq!(resolve(&from, "/d").as_deref(), Ok("https://a.example:1/d"));
        assert_eq!(resolve(&from, "//e/d").as_deref(), Ok("https://e/d"));
        assert_eq!(resolve(&from, "http://e/d").as_deref(), Ok("http://e/d"));
        assert!(resolve(&from, "d").is_err());
    }
}
