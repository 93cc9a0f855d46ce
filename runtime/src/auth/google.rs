//! The credentials of Google's auth library.

use google_cloud_auth::credentials::{Builder, CacheableResource, Credentials as GoogleCredentials};
use google_cloud_auth::errors::CredentialsError;
use http::{Extensions, HeaderMap};
use tokio::runtime::Handle;

use super::{AuthContext, Credentials, DEFAULT_UNIVERSE_DOMAIN};
use crate::catch_panic::catch_panic;
use crate::error::AuthError;
use crate::future::BoxFuture;

/// The library replaces its tokens by its own clock, so a refused token cannot be replaced.
#[cfg_attr(docsrs, doc(cfg(feature = "google-cloud-auth")))]
impl Credentials for GoogleCredentials {
    fn headers<'a>(&'a self, _: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        Box::pin(async {
            // The library panics without a TLS provider, and if the runtime on which the credentials
            // were created has ended.
            let headers = catch_panic(GoogleCredentials::headers(self, Extensions::new())).await;
            // Without the entity tag of an earlier result, the headers are always returned in full.
            match headers.ok_or_else(panicked)?.map_err(into_auth_error)? {
                CacheableResource::New { data, .. } => Ok(data),
                CacheableResource::NotModified => Err(AuthError::new("the credentials returned no headers")),
            }
        })
    }

    fn universe_domain<'a>(&'a self, _: AuthContext<'a>) -> BoxFuture<'a, Option<String>> {
        Box::pin(async {
            let domain = catch_panic(GoogleCredentials::universe_domain(self)).await?;
            Some(domain.unwrap_or_else(|| DEFAULT_UNIVERSE_DOMAIN.to_owned()))
        })
    }
}

fn panicked() -> AuthError {
    AuthError::new(
        "Google's auth library failed: it needs a TLS provider, which `install_tls_provider` installs, and the tokio \
         runtime on which the credentials were created",
    )
}

fn into_auth_error(error: CredentialsError) -> AuthError {
    let auth_error = AuthError::new("no credentials are available").with_transient(error.is_transient());
    // The response of a token endpoint may be among the causes.
    auth_error.with_displayed_cause(error)
}

/// Installs the process-wide TLS provider that Google's auth library needs, ring, unless there is
/// one already.
///
/// Call this function before creating credentials of [`google_cloud_auth`].
/// [`google_application_default`] does so itself.
pub fn install_tls_provider() {
    // Fails if a provider is installed already, which is then used.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Returns the application default credentials of the environment, from Google's auth library.
///
/// Looks for the file that `GOOGLE_APPLICATION_CREDENTIALS` names, then for the login of
/// `gcloud auth application-default login`, then for the metadata server of Google Cloud.
/// [`ApplicationDefault`](crate::ApplicationDefault) does the same without the library, and without
/// the kinds of files that only the library knows, those of workload identity federation.
///
/// Create other kinds of credentials with [`google_cloud_auth`]: its
/// [`Credentials`](google_cloud_auth::credentials::Credentials) implement
/// [`Credentials`](crate::Credentials). They need a process-wide TLS provider, which this function
/// installs like [`install_tls_provider`].
///
/// The library refreshes tokens on the tokio runtime on which the credentials are created. In a
/// program without an async runtime, call this function in `blocking::block_on`.
///
/// # Errors
///
/// Returns an error if application default credentials are missing or not readable, or outside of a
/// tokio runtime.
pub fn google_application_default<S: Into<String>>(
    scopes: impl IntoIterator<Item = S>,
) -> Result<GoogleCredentials, AuthError> {
    if Handle::try_current().is_err() {
        return Err(AuthError::new("Google's auth library needs a tokio runtime to refresh its tokens"));
    }
    install_tls_provider();
    let credentials = Builder::default().with_scopes(scopes).build();
    let unavailable = || AuthError::new("no application default credentials are available");
    credentials.map_err(|error| unavailable().with_displayed_cause(error))
}
