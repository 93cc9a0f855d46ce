//! Names of parameters and members whose values are secrets.

/// Names of secrets, in lower case and without separators.
const SECRET_NAMES: &[&str] = &[
    "assertion",
    "authorization",
    "code",
    "cookie",
    "credential",
    "googleaccessid",
    "key",
    "keystring",
    "oauthsignature",
    "passphrase",
    "passwd",
    "privatekeydata",
    "secret",
    "sessioncrd",
    "sig",
    "signature",
    "signedblob",
    "signedjwt",
    "token",
    "uploadid",
    "xgoogcredential",
    "xgoogsecuritytoken",
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
    "sharedsecret",
];

/// Returns `true` if the value of a parameter or member of this name is a secret.
pub(super) fn is_secret_name(name: &str) -> bool {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    SECRET_NAMES.contains(&name.as_str()) || SECRET_ENDS.iter().any(|end| name.ends_with(end))
}
