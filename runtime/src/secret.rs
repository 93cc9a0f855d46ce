//! Decides by their names which arguments are secret, and hides them in `Debug` output.

use std::fmt;

use crate::printable::Printable;

/// Words in the names of secrets.
const WORDS: &[&str] =
    &["assertion", "auth", "cookie", "credential", "key", "passphrase", "password", "secret", "signature", "token"];

/// Ends of the names of secrets that are too short to be searched for within a name.
const ENDS: &[&str] = &["code", "otp", "passwd", "pin", "pwd", "sig"];

/// Returns `true` if the value of a parameter or header with this name may be secret: a token, a
/// key, a password, a signature, an authorization code and the like. It would rather hide a
/// harmless value, such as a page token.
pub(crate) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    WORDS.iter().any(|word| name.contains(word)) || ENDS.iter().any(|end| name.ends_with(end))
}

/// Formats parameters as a map, without the values of secrets.
pub(crate) struct Redacted<P>(pub(crate) P);

impl<'a, P> fmt::Debug for Redacted<P>
where
    P: Iterator<Item = (&'a str, &'a str)> + Clone,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |(name, value)| (Printable(name), if is_secret(name) { Printable("…") } else { Printable(value) });
        f.debug_map().entries(self.0.clone().map(shown)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_secrets_by_their_names() {
        for name in [
            "key",
            "apiKey",
            "access_token",
            "oauth_token",
            "id_token",
            "refreshToken",
            "client_secret",
            "newPassword",
            "assertion",
            "client_assertion",
            "X-Goog-Signature",
            "signature",
            "code",
            "oobCode",
            "verification_code",
            "Authorization",
            "Proxy-Authorization",
            "Set-Cookie",
            "x-goog-encryption-key-sha256",
            "sharedSecrets",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in ["q", "alt", "fields", "pageSize", "roomId", "if-match", "x-goog-user-project", "codec", "sign"] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn shows_other_parameters_on_one_line() {
        let parameters = [("q", "a\u{202e}\nb"), ("id_token", "SECRET")];
        assert_eq!(format!("{:?}", Redacted(parameters.into_iter())), r#"{"q": "a\u{202e}\nb", "id_token": "…"}"#);
    }
}
