//! The service account that the URL in a file names.

use http::Uri;
use percent_encoding::percent_decode_str;

use crate::auth::DEFAULT_UNIVERSE_DOMAIN;
use crate::auth::iam::ACCOUNTS;
use crate::error::AuthError;
use crate::url::{host, is_secure, port};

/// A service account, and the server that issues its tokens.
#[derive(Debug, PartialEq)]
pub(super) struct Target {
    pub(super) root_url: String,
    pub(super) account: String,
}

impl Target {
    /// Reads the URL of `generateAccessToken`. Files are untrusted, so the server must be IAM in
    /// the universe domain, or this machine.
    pub(super) fn of_url(url: &str, universe_domain: &str) -> Result<Self, AuthError> {
        // The URL could contain a secret where none belongs.
        Self::parse(url, universe_domain).ok_or_else(|| {
            AuthError::new(format!(
                "`service_account_impersonation_url` must be one of IAM, \
                 https://iamcredentials.{universe_domain}/v1/{ACCOUNTS}{{account}}:generateAccessToken"
            ))
        })
    }

    fn parse(url: &str, universe_domain: &str) -> Option<Self> {
        let uri: Uri = url.parse().ok().filter(is_secure)?;
        let (scheme, authority) = (uri.scheme_str()?, uri.authority()?);
        // An http URL that is secure is one of this machine.
        let is_trusted = scheme == "http" || port(&uri) == 443 && is_iam(host(&uri)?, universe_domain);
        let path = uri.path().strip_prefix("/v1/")?.strip_prefix(ACCOUNTS)?;
        let account = percent_decode_str(path.strip_suffix(":generateAccessToken")?).decode_utf8().ok()?;
        let is_account = !account.is_empty() && !account.contains(['/', ':']);
        let is_plain = uri.query().is_none() && !authority.as_str().contains('@');
        (is_trusted && is_account && is_plain)
            .then(|| Self { root_url: format!("{scheme}://{authority}/"), account: account.into_owned() })
    }
}

/// Returns `true` for the hosts of IAM, which are those that Google's auth libraries accept: the
/// global one, that of a region, and in Google's own universe that of Private Service Connect.
fn is_iam(host: &str, universe_domain: &str) -> bool {
    const IAM: &str = "iamcredentials";
    let host = host.to_ascii_lowercase();
    let Some(name) = host.strip_suffix(universe_domain).and_then(|name| name.strip_suffix('.')) else { return false };
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let between = |before: &str, after: &str| {
        name.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)).is_some_and(is_label)
    };
    name == IAM
        || between("", ".iamcredentials")
        || between("iamcredentials.", "")
        || between("", "-iamcredentials")
        || universe_domain == DEFAULT_UNIVERSE_DOMAIN && between("iamcredentials-", ".p")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "/v1/projects/-/serviceAccounts/robot@p.iam.gserviceaccount.com:generateAccessToken";

    /// The kinds of hosts are those of `VALID_SERVICE_ACCOUNT_IMPERSONATION_URLS` in the tests of
    /// Google's auth library for Python (`test_external_account.py`) and of
    /// `validImpersonateURLPatterns` in the one for Go.
    #[test]
    fn accepts_the_hosts_of_iam() {
        for host in [
            "iamcredentials.googleapis.com",
            "IAMCredentials.googleapis.com",
            "iamcredentials.googleapis.com:443",
            "europe-west3.iamcredentials.googleapis.com",
            "iamcredentials.europe-west3.googleapis.com",
            "europe-west3-iamcredentials.googleapis.com",
            "iamcredentials-network7.p.googleapis.com",
        ] {
            let target = Target::of_url(&format!("https://{host}{PATH}"), "googleapis.com").unwrap();
            let account = "robot@p.iam.gserviceaccount.com".to_owned();
            assert_eq!(target, Target { root_url: format!("https://{host}/"), account });
        }
        let encoded = format!("http://127.0.0.1:1{PATH}").replace('@', "%40");
        assert_eq!(Target::of_url(&encoded, "googleapis.com").unwrap().account, "robot@p.iam.gserviceaccount.com");
    }

    #[test]
    fn accepts_only_the_universe_domain_of_the_credentials() {
        let of_host = |host: &str, domain| Target::of_url(&format!("https://{host}{PATH}"), domain);
        assert!(of_host("iamcredentials.cloud.example", "cloud.example").is_ok());
        for host in ["iamcredentials.googleapis.com", "iamcredentials-network7.p.cloud.example"] {
            assert_eq!(
                of_host(host, "cloud.example").unwrap_err().to_string(),
                "`service_account_impersonation_url` must be one of IAM, \
                 https://iamcredentials.cloud.example/v1/projects/-/serviceAccounts/{account}:generateAccessToken"
            );
        }
    }

    #[test]
    fn rejects_other_hosts_without_displaying_them() {
        for server in [
            "",
            "iamcredentials.googleapis.com",
            "http://iamcredentials.googleapis.com",
            "ftp://iamcredentials.googleapis.com",
            "https:/iamcredentials.googleapis.com",
            "https://SECRET.example",
            "https://SECRET.example/iamcredentials.googleapis.com",
            "https://iamcredentials.googleapis.com.SECRET.example",
            "https://iamcredentials.googleapis.com@SECRET.example",
            "https://SECRET@iamcredentials.googleapis.com",
            "https://iamcredentials.googleapis.com:8443",
            "https://storage.googleapis.com",
            "https://oiamcredentials.googleapis.com",
            "https://iamcredentials.ogoogleapis.com",
            "https://iamcredentialsgoogleapis.com",
            "https://.iamcredentials.googleapis.com",
            "https://-iamcredentials.googleapis.com",
            "https://iamcredentials..googleapis.com",
            "https://iamcredentials-.p.googleapis.com",
            "https://iamcredentials-europe-west3.googleapis.com",
            "https://europe.west3.iamcredentials.googleapis.com",
            "https://europe.west3-iamcredentials.googleapis.com",
            "https://iamcredentials.europe.west3.googleapis.com",
            "http://127.0.0.1.SECRET.example",
            "http://SECRET@localhost",
        ] {
            let error = Target::of_url(&format!("{server}{PATH}"), "googleapis.com").expect_err(server).to_string();
            assert!(!error.contains("SECRET"), "{error}");
        }
    }

    #[test]
    fn rejects_other_methods_and_unusual_paths() {
        for path in [
            "",
            "/",
            "/v1/projects/-/serviceAccounts/:generateAccessToken",
            "/v1/projects/-/serviceAccounts/a",
            "/v1/projects/-/serviceAccounts/a:signBlob",
            "/v1/projects/-/serviceAccounts/a/b:generateAccessToken",
            "/v1/projects/-/serviceAccounts/a%2Fb:generateAccessToken",
            "/v1/projects/-/serviceAccounts/a:signJwt:generateAccessToken",
            "/v1/projects/-/serviceAccounts/%FF:generateAccessToken",
            "/v1/projects/p/serviceAccounts/a:generateAccessToken",
            "/proxy/v1/projects/-/serviceAccounts/a:generateAccessToken",
            "/v1/projects/-/serviceAccounts/a:generateAccessToken?key=1",
        ] {
            let url = format!("https://iamcredentials.googleapis.com{path}");
            Target::of_url(&url, "googleapis.com").expect_err(&url);
        }
    }
}
