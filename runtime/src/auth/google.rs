//! The credentials of Google's auth library.

use google_cloud_auth::credentials::{Builder, CacheableResource, Credentials as GoogleCredentials};
use google_cloud_auth::errors::CredentialsError;
use http::{Extensions, HeaderMap};

use super::{Credentials, DEFAULT_UNIVERSE_DOMAIN};
use crate::descriptor::MethodDescriptor;
use crate::error::AuthError;
use crate::future::BoxFuture;

#[cfg_attr(docsrs, doc(cfg(feature = "google-cloud-auth")))]
impl Credentials for GoogleCredentials {
    fn headers<'a>(&'a self, _: &'a MethodDescriptor) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        Box::pin(async {
            // Without the entity tag of an earlier result, the headers are always returned in full.
            match GoogleCredentials::headers(self, Extensions::new()).await.map_err(into_auth_error)? {
                CacheableResource::New { data, .. } => Ok(data),
                CacheableResource::NotModified => Err(AuthError::new("the credentials returned no headers")),
            }
        })
    }

    fn universe_domain(&self) -> BoxFuture<'_, Option<String>> {
        Box::pin(async {
            let domain = GoogleCredentials::universe_domain(self).await;
            Some(domain.unwrap_or_else(|| DEFAULT_UNIVERSE_DOMAIN.to_owned()))
        })
    }
}

fn into_auth_error(error: CredentialsError) -> AuthError {
    const MESSAGE: &str = "no credentials are available";
    let transient = error.is_transient();
    let auth_error = if transient { AuthError::transient(MESSAGE) } else { AuthError::new(MESSAGE) };
    // The response of a token endpoint may be among the causes.
    auth_error.with_displayed_cause(error)
}

/// Returns the application default credentials of the environment.
///
/// Looks for the file that `GOOGLE_APPLICATION_CREDENTIALS` names (a service account key, user
/// credentials, workload identity federation, or impersonation), then for the login of
/// `gcloud auth application-default login`, then for the metadata server of Google Cloud.
///
/// Create other kinds of credentials with [`google_cloud_auth`]: its
/// [`Credentials`](google_cloud_auth::credentials::Credentials) implement
/// [`Credentials`](crate::Credentials). They need a process-wide TLS provider; this function
/// installs the one of ring unless there is one already.
///
/// The library refreshes tokens on the tokio runtime on which the credentials are created, and
/// panics without one. In a program without an async runtime, call this function in
/// `blocking::block_on`.
///
/// # Errors
///
/// Returns an error if application default credentials are missing or not readable.
pub fn application_default<S: Into<String>>(
    scopes: impl IntoIterator<Item = S>,
) -> Result<GoogleCredentials, AuthError> {
    // Fails if a provider is installed already, which is then used.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let credentials = Builder::default().with_scopes(scopes).build();
    let unavailable = || AuthError::new("no application default credentials are available");
    credentials.map_err(|error| unavailable().with_displayed_cause(error))
}
