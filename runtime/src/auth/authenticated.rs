//! The authenticators of yup-oauth2.

use std::fmt;
use std::sync::PoisonError;

use http::HeaderMap;
use http::header::{AUTHORIZATION, HeaderValue};
use hyper_util::client::legacy::connect::Connect;
use tokio::runtime::Handle;
use tokio::sync::Mutex;
use yup_oauth2::authenticator::Authenticator;
use yup_oauth2::{AccessToken, DefaultHyperClientBuilder, HyperClientBuilder};

use super::token::malformed_response;
use super::token_endpoint::is_transient_code;
use super::{AuthContext, Credentials, authorization, authorization_headers, malformed_token};
use crate::catch_panic::catch_panic;
use crate::error::AuthError;
use crate::future::BoxFuture;

/// The connector of an authenticator that was built without a custom HTTP client.
type DefaultConnector = <DefaultHyperClientBuilder as HyperClientBuilder>::Connector;

/// Credentials that obtain their tokens from an [`Authenticator`] of [`yup_oauth2`]: for users who
/// authorize the program in the browser or on another device, and for all other flows of that
/// crate.
///
/// Users authorize with [`InstalledFlowAuthenticator`](yup_oauth2::InstalledFlowAuthenticator) or
/// [`DeviceFlowAuthenticator`](yup_oauth2::DeviceFlowAuthenticator). Calls need a tokio runtime.
///
/// # Examples
///
/// ```no_run
/// use discovery_runtime::{Authenticated, TokenClient};
/// use discovery_runtime::yup_oauth2::{
///     InstalledFlowAuthenticator, InstalledFlowReturnMethod, read_application_secret,
/// };
///
/// # async fn example() -> std::io::Result<()> {
/// let secret = read_application_secret("client-secret.json").await?;
/// let method = InstalledFlowReturnMethod::HTTPRedirect;
/// let authenticator = InstalledFlowAuthenticator::with_client(secret, method, TokenClient::new())
///     // Use `with_storage` for a keyring. Without either, tokens are lost when the process exits.
///     .persist_tokens_to_disk("tokens.json")
///     .build()
///     .await?;
/// let credentials = Authenticated::new(authenticator, ["https://www.googleapis.com/auth/drive.file"]);
/// # Ok(())
/// # }
/// ```
///
/// # Token refresh
///
/// The first call within the last minute of a token's lifetime refreshes it, and so does the first
/// call after a server refused it; concurrent calls wait for the result. A response without a token
/// is an error that is retried, and is not reused. If the refresh fails otherwise, yup-oauth2 asks
/// the user for authorization again. This counts towards the timeout of the call, so request the
/// authorization before the first call: `authenticator.token(&scopes).await`.
///
/// # Logging
///
/// yup-oauth2 writes tokens and secrets to the [`log`](https://docs.rs/log) at level `debug`. Set
/// the level of its target `yup_oauth2` to `info`.
pub struct Authenticated<C = DefaultConnector>
where
    C: Connect + Clone + Send + Sync + 'static,
{
    authenticator: Authenticator<C>,
    scopes: Vec<String>,
    /// Serializes token requests, because the authenticator does not share them between callers.
    refresh: Mutex<()>,
    /// The header with a token that a server refused, although the authenticator considers it valid.
    refused: std::sync::Mutex<Option<HeaderValue>>,
}

impl<C> Authenticated<C>
where
    C: Connect + Clone + Send + Sync + 'static,
{
    /// Creates credentials whose tokens have all of `scopes`, whichever method is called.
    #[must_use]
    pub fn new<S: Into<String>>(authenticator: Authenticator<C>, scopes: impl IntoIterator<Item = S>) -> Self {
        let scopes = scopes.into_iter().map(Into::into).collect();
        Self { authenticator, scopes, refresh: Mutex::default(), refused: std::sync::Mutex::default() }
    }

    async fn header(&self) -> Result<HeaderValue, AuthError> {
        if Handle::try_current().is_err() {
            return Err(AuthError::new("the authenticators of yup-oauth2 need a tokio runtime"));
        }
        let _guard = self.refresh.lock().await;
        let header = into_header(&completed(catch_panic(self.authenticator.token(&self.scopes)).await)?);
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match header {
            Ok(header) if Some(&header) != refused.as_ref() => return Ok(header),
            // yup-oauth2 stores any response of the token endpoint, and reuses one without a
            // lifetime indefinitely.
            _ => {}
        }
        into_header(&completed(catch_panic(self.authenticator.force_refreshed_token(&self.scopes)).await)?)
    }
}

fn into_header(token: &AccessToken) -> Result<HeaderValue, AuthError> {
    match token.token() {
        None | Some("") => Err(AuthError::transient("the response of the token endpoint contains no access token")),
        Some(token) => authorization(token).ok_or_else(malformed_token),
    }
}

/// Returns the result of a request. yup-oauth2 panics if the lifetime of a token is out of range.
fn completed(result: Option<Result<AccessToken, yup_oauth2::Error>>) -> Result<AccessToken, AuthError> {
    result.ok_or_else(malformed_response)?.map_err(into_auth_error)
}

fn into_auth_error(error: yup_oauth2::Error) -> AuthError {
    use yup_oauth2::Error::{AuthError as Refused, HttpClientError, HttpError, JSONError};
    const MESSAGE: &str = "no access token is available";
    match error {
        // The error quotes the response, which may contain a token.
        JSONError(_) => malformed_response(),
        HttpError(_) | HttpClientError(_) => AuthError::transient(MESSAGE).with_displayed_cause(error),
        Refused(refusal) if is_transient_code(refusal.error.as_str()) => {
            AuthError::transient(MESSAGE).with_displayed_cause(refusal)
        }
        error => AuthError::new(MESSAGE).with_displayed_cause(error),
    }
}

impl<C> Credentials for Authenticated<C>
where
    C: Connect + Clone + Send + Sync + 'static,
{
    fn headers<'a>(&'a self, _: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        Box::pin(async { Ok(authorization_headers(self.header().await?)) })
    }

    fn refused(&self, headers: &HeaderMap, _: AuthContext<'_>) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = headers.get(AUTHORIZATION).cloned();
    }
}

impl<C> fmt::Debug for Authenticated<C>
where
    C: Connect + Clone + Send + Sync + 'static,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authenticated").field("scopes", &self.scopes).finish_non_exhaustive()
    }
}
