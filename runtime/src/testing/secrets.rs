//! Names of parameters and members whose values are secrets.
//!
//! Unlike [`secret`](crate::secret), they must not include those of harmless values such as
//! `pageToken`: a recording needs these to distinguish requests.

/// Names of secrets, in lower case and without separators.
const SECRET_NAMES: &[&str] = &[
    "assertion",
    "authorization",
    "cookie",
    "credential",
    "keystring",
    "passphrase",
    "passwd",
    "privatekeydata",
    "secret",
    "signature",
    "signedblob",
    "signedjwt",
    "token",
    "uploadid",
    "xgoogcredential",
    "xgoogsignature",
];

/// The ends of names of secrets.
const SECRET_ENDS: &[&str] = &[
    "accesstoken",
    "apikey",
    "authtoken",
    "bearertoken",
    "clientsecret",
    "idtoken",
    "oauthtoken",
    "password",
    "privatekey",
    "refreshtoken",
    "secretkey",
    "securitytoken",
    "sharedsecret",
];

/// Names that are secrets in a query, and everyday words elsewhere.
const SECRET_PARAMETERS: &[&str] = &["code", "googleaccessid", "key", "sig"];

/// Returns `true` if the value of a member of this name is a secret.
pub(super) fn is_secret_member(name: &str) -> bool {
    let name = normalized(name);
    SECRET_NAMES.contains(&name.as_str()) || SECRET_ENDS.iter().any(|end| name.ends_with(end))
}

/// Returns `true` if the value of a query parameter of this name is a secret.
pub(super) fn is_secret_name(name: &str) -> bool {
    is_secret_member(name) || SECRET_PARAMETERS.contains(&normalized(name).as_str())
}

fn normalized(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}
