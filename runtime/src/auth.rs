//! Credentials that authorize requests: which to use when.
//!
//! | the program | credentials |
//! |---|---|
//! | runs on a developer's machine and in Google Cloud | [`ApplicationDefault`]: the login of gcloud, a file, or the service account of the machine |
//! | runs in Google Cloud only | [`MetadataServer`]: the service account of the machine or container |
//! | has the key of a service account | `ServiceAccount`, with the feature `service-account` (part of `rustls`) |
//! | acts as a service account without its key | [`ImpersonatedServiceAccount`]: IAM issues its tokens to other credentials |
//! | acts on behalf of the users of a Workspace domain | one of these two service accounts with [`Client::on_behalf_of`](crate::Client::on_behalf_of) for each user, or with `subject` for one |
//! | is a server that stores the refresh tokens of its users | [`AuthorizedUser`] with [`Client::with_credentials`](crate::Client::with_credentials) for each user |
//! | is installed by users, who authorize it in the browser or on another device | `Authenticated`, with the feature `yup-oauth2` |
//! | runs in another cloud (workload identity federation) | `google_application_default`, with the feature `google-cloud-auth` |
//! | calls a service in Cloud Run, or one that Identity-Aware Proxy protects | [`IdToken`], of the machine or of a service account |
//! | has an access token | [`Bearer`] |
//! | reads public data | [`NoCredentials`], with [`ClientBuilder::api_key`](crate::ClientBuilder::api_key) for most APIs |
//!
//! For anything else, implement [`Credentials`].
//!
//! # Files
//!
//! [`ApplicationDefault`] reads the files that gcloud and the Google Cloud console write, by their
//! member `type`:
//!
//! | type | credentials |
//! |---|---|
//! | `authorized_user` | [`AuthorizedUser`] |
//! | `impersonated_service_account` | [`ImpersonatedServiceAccount`], with source credentials of one of the other two types |
//! | `service_account` | `ServiceAccount`, with the feature `service-account` |
//!
//! URLs in files must be `https` unless their host is a loopback address, and that of IAM must
//! belong to Google or to the universe domain of the credentials. The other types need
//! `google_application_default`.
//!
//! # Tokens
//!
//! The credentials of this module request tokens when a call needs one, through the transport of
//! the client: they use its connections, its proxy and its certificates, and
//! [`MemoryTransport`](crate::MemoryTransport) can answer them in tests. A token is shared by all
//! calls and by all clones of the credentials, is requested by one call at a time, and is replaced
//! a few minutes before it expires, while other calls still use the old one. If that fails, the old
//! one is used until it expires. Lifetimes are measured by
//! [the clock of the transport](crate::Transport::now), so tokens expire in the virtual time of a
//! test as well. Only the time in signed requests is always that of the system.
//!
//! # Universe domains
//!
//! A client does not send credentials to the servers of another universe domain, and IAM is that
//! of the universe domain of the source credentials: `iamcredentials.googleapis.com`, or
//! `iamcredentials` in the other domain. Files and the metadata server name the universe domain;
//! credentials that do not know theirs are not checked.
//!
//! # Refused tokens
//!
//! A server may refuse a token that the client still considers valid, with the status 401. The
//! credentials then [drop it](Credentials::refused), and the request is sent once more with
//! another token, if there is one: whatever the method and the retry policy are, because the
//! server has done nothing. A body that is a stream cannot be sent again; its call fails, and the
//! next one uses another token.
//!
//! | credentials | after a 401 |
//! |---|---|
//! | those of this module, and `Authenticated` | request another token |
//! | [`Bearer`], [`NoCredentials`] | have no other token: the call fails |
//! | those of Google's library | replace tokens only by their own clock, so the call fails unless they have done so already |
//! | other implementations of [`Credentials`] | do what [`refused`](Credentials::refused) does |
//!
//! # Many users
//!
//! [`Client::with_credentials`](crate::Client::with_credentials) and
//! [`Client::on_behalf_of`](crate::Client::on_behalf_of) return a client for another user without
//! opening connections or reading certificates, which is cheap enough for every request of a
//! server. A single call has [`CallOptions::credentials`](crate::CallOptions::credentials). All
//! calls of a [`Batch`](crate::Batch) must have the same credentials.
//!
//! Keep the credentials of a user as long as the user is active, because they contain the token.
//! Service accounts contain the tokens of all of their users, and forget those that have expired.

#[cfg(feature = "tokio")]
mod application_default;
#[cfg(feature = "yup-oauth2")]
mod authenticated;
#[cfg(feature = "tokio")]
mod authorized_user;
#[cfg(feature = "tokio")]
mod claims;
mod credentials;
#[cfg(feature = "tokio")]
mod file;
mod fixed;
#[cfg(feature = "google-cloud-auth")]
mod google;
#[cfg(feature = "tokio")]
mod iam;
#[cfg(feature = "tokio")]
mod id_token;
#[cfg(feature = "tokio")]
mod impersonated_service_account;
#[cfg(feature = "tokio")]
mod metadata_server;
#[cfg(feature = "service-account")]
mod service_account;
#[cfg(feature = "tokio")]
mod token;
#[cfg(feature = "tokio")]
mod token_cache;
#[cfg(feature = "yup-oauth2")]
mod token_client;
#[cfg(feature = "tokio")]
mod token_endpoint;

use http::header::{AUTHORIZATION, HeaderMap, HeaderValue};

#[cfg(feature = "yup-oauth2")]
#[cfg_attr(docsrs, doc(cfg(feature = "yup-oauth2")))]
pub use self::authenticated::Authenticated;
pub use self::credentials::{AuthContext, Credentials};
pub use self::fixed::{Bearer, NoCredentials};
#[cfg(feature = "google-cloud-auth")]
#[cfg_attr(docsrs, doc(cfg(feature = "google-cloud-auth")))]
pub use self::google::{google_application_default, install_tls_provider};
#[cfg(feature = "service-account")]
#[cfg_attr(docsrs, doc(cfg(feature = "service-account")))]
pub use self::service_account::ServiceAccount;
#[cfg(feature = "yup-oauth2")]
#[cfg_attr(docsrs, doc(cfg(feature = "yup-oauth2")))]
pub use self::token_client::TokenClient;
#[cfg(feature = "tokio")]
#[cfg_attr(docsrs, doc(cfg(feature = "tokio")))]
pub use self::{
    application_default::ApplicationDefault, authorized_user::AuthorizedUser, id_token::IdToken,
    impersonated_service_account::ImpersonatedServiceAccount, metadata_server::MetadataServer,
};
use crate::error::AuthError;

/// The universe domain of Google's public cloud.
pub(crate) const DEFAULT_UNIVERSE_DOMAIN: &str = "googleapis.com";

/// Returns the value of the `Authorization` header, or `None` if the token is not a valid header
/// value.
fn authorization(token: &str) -> Option<HeaderValue> {
    let mut header = HeaderValue::try_from(format!("Bearer {token}")).ok()?;
    header.set_sensitive(true);
    Some(header)
}

/// Returns the headers that consist of this value of `Authorization`.
fn authorization_headers(value: HeaderValue) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(1);
    headers.insert(AUTHORIZATION, value);
    headers
}

fn malformed_token() -> AuthError {
    AuthError::new("access token contains characters that are not allowed in a header value")
}

/// Returns the error of a file with a key that this build cannot read.
#[cfg(all(feature = "tokio", not(feature = "service-account")))]
fn keys_need_feature() -> AuthError {
    AuthError::new("keys of service accounts need the feature `service-account`")
}

/// Returns scopes as one text.
#[cfg(feature = "tokio")]
fn joined<S: AsRef<str>>(scopes: impl IntoIterator<Item = S>, separator: &str) -> String {
    let scopes: Vec<S> = scopes.into_iter().collect();
    scopes.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(separator)
}
