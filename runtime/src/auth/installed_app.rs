//! Users who authorize an installed app, through yup-oauth2.

use std::fmt;

use http::HeaderMap;
use http::header::{AUTHORIZATION, HeaderValue};
use hyper_util::client::legacy::connect::Connect;
use tokio::sync::Mutex;
use yup_oauth2::authenticator::Authenticator;
use yup_oauth2::{DefaultHyperClientBuilder, HyperClientBuilder};

use super::{Credentials, authorization, malformed_token};
use crate::descriptor::MethodDescriptor;
use crate::error::AuthError;
use crate::future::BoxFuture;

/// The connector of an authenticator that was built without a custom HTTP client.
type DefaultConnector = <DefaultHyperClientBuilder as HyperClientBuilder>::Connector;

/// Credentials of a user who authorizes an installed app, in the browser or on another device.
///
/// Wraps an [`Authenticator`] of [`yup_oauth2`], as built by
/// [`InstalledFlowAuthenticator`](yup_oauth2::InstalledFlowAuthenticator) or
/// [`DeviceFlowAuthenticator`](yup_oauth2::DeviceFlowAuthenticator).
///
/// # Examples
///
/// ```no_run
/// use discovery_runtime::InstalledApp;
/// use discovery_runtime::yup_oauth2::{
///     InstalledFlowAuthenticator, InstalledFlowReturnMethod, read_application_secret,
/// };
///
/// # async fn example() -> std::io::Result<()> {
/// let secret = read_application_secret("client-secret.json").await?;
/// let authenticator = InstalledFlowAuthenticator::builder(secret, InstalledFlowReturnMethod::HTTPRedirect)
///     // Use `with_storage` for a keyring. Without either, tokens are lost when the process exits.
///     .persist_tokens_to_disk("tokens.json")
///     .build()
///     .await?;
/// let credentials = InstalledApp::new(authenticator, ["https://www.googleapis.com/auth/drive.file"]);
/// # Ok(())
/// # }
/// ```
///
/// # Token refresh
///
/// The first call within the last minute of a token's lifetime refreshes it; concurrent calls wait
/// for the result. If the refresh fails, yup-oauth2 asks the user for authorization again. This
/// counts towards the timeout of the call, so request the authorization before the first call:
/// `authenticator.token(&scopes).await`.
///
/// # Logging
///
/// yup-oauth2 writes tokens and secrets to the [`log`](https://docs.rs/log) at level `debug`. Set
/// the level of its target `yup_oauth2` to `info`.
pub struct InstalledApp<C = DefaultConnector>
where
    C: Connect + Clone + Send + Sync + 'static,
{
    authenticator: Authenticator<C>,
    scopes: Vec<String>,
    /// Serializes token requests, because the authenticator does not share them between callers.
    refresh: Mutex<()>,
}

impl<C> InstalledApp<C>
where
    C: Connect + Clone + Send + Sync + 'static,
{
    /// Creates credentials whose tokens have all of `scopes`, whichever method is called.
    #[must_use]
    pub fn new<S: Into<String>>(authenticator: Authenticator<C>, scopes: impl IntoIterator<Item = S>) -> Self {
        Self { authenticator, scopes: scopes.into_iter().map(Into::into).collect(), refresh: Mutex::new(()) }
    }

    async fn header(&self) -> Result<HeaderValue, AuthError> {
        let token = {
            let _guard = self.refresh.lock().await;
            self.authenticator.token(&self.scopes).await.map_err(into_auth_error)?
        };
        let Some(token) = token.token() else {
            return Err(AuthError::new("the response of the token endpoint contains no access token"));
        };
        authorization(token).ok_or_else(malformed_token)
    }
}

fn into_auth_error(error: yup_oauth2::Error) -> AuthError {
    match error {
        // The error quotes the response, which may contain a token.
        yup_oauth2::Error::JSONError(_) => AuthError::new("the response of the token endpoint is malformed"),
        error => AuthError::from_source("no access token is available", error),
    }
}

impl<C> Credentials for InstalledApp<C>
where
    C: Connect + Clone + Send + Sync + 'static,
{
    fn headers<'a>(&'a self, _: &'a MethodDescriptor) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        Box::pin(async { Ok(HeaderMap::from_iter([(AUTHORIZATION, self.header().await?)])) })
    }
}

impl<C> fmt::Debug for InstalledApp<C>
where
    C: Connect + Clone + Send + Sync + 'static,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InstalledApp").field("scopes", &self.scopes).finish_non_exhaustive()
    }
}
