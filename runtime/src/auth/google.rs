//! Google's own library of credentials: tokens are kept, asked for once for many callers, and replaced ahead of their end.

use google_cloud_auth::credentials::{Builder, CacheableResource, Credentials as Google};
use http::Extensions;

use super::Credentials;
use crate::client::endpoint::GOOGLE;
use crate::descriptor::MethodDescriptor;
use crate::error::AuthError;
use crate::future::BoxFuture;

impl Credentials for Google {
    fn headers<'a>(&'a self, _: &'a MethodDescriptor) -> BoxFuture<'a, Result<http::HeaderMap, AuthError>> {
        Box::pin(async {
            let failed = |error| AuthError::from_source("there are no credentials", error);
            // Without the mark of an earlier answer, every answer is whole.
            match Google::headers(self, Extensions::new()).await.map_err(failed)? {
                CacheableResource::New { data, .. } => Ok(data),
                CacheableResource::NotModified => Err(AuthError::new("the credentials gave no headers")),
            }
        })
    }

    fn universe_domain(&self) -> BoxFuture<'_, Option<String>> {
        Box::pin(async { Some(Google::universe_domain(self).await.unwrap_or_else(|| GOOGLE.to_owned())) })
    }
}

/// The credentials that this machine has: what `GOOGLE_APPLICATION_CREDENTIALS` names (a service account's key, a user's, workload
/// identity, impersonation), what `gcloud auth application-default login` has left, or those of the machine in Google's cloud.
///
/// Other kinds are made with [`google_cloud_auth`] itself; a client takes any
/// [`Credentials`](google_cloud_auth::credentials::Credentials) of it. Its requests need a TLS provider for the whole process;
/// this function installs ring's if there is none.
///
/// Google's library keeps tokens fresh on the tokio runtime within which its credentials are made, and panics where there is none.
/// Programs without one have `blocking::block_on`.
///
/// # Errors
///
/// If there are none, or they cannot be read.
pub fn application_default<S: Into<String>>(scopes: impl IntoIterator<Item = S>) -> Result<Google, AuthError> {
    // One that is there already stays.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let made = Builder::default().with_scopes(scopes).build();
    made.map_err(|error| AuthError::from_source("there are no application default credentials", error))
}
