//! A user's leave, asked for in the browser or on another device. yup-oauth2 asks and keeps tokens; here, many callers become one.

use std::fmt;

use http::HeaderMap;
use http::header::{AUTHORIZATION, HeaderValue};
use hyper_util::client::legacy::connect::Connect;
use tokio::sync::Mutex;
use yup_oauth2::authenticator::Authenticator;
use yup_oauth2::{DefaultHyperClientBuilder, HyperClientBuilder};

use super::Credentials;
use crate::descriptor::MethodDescriptor;
use crate::error::AuthError;
use crate::future::BoxFuture;

/// The connections of an authenticator that was given none.
type Connector = <DefaultHyperClientBuilder as HyperClientBuilder>::Connector;

/// A user of a program on their own machine, as an [`Authenticator`] of [`yup_oauth2`] knows one: by
/// [`InstalledFlowAuthenticator`](yup_oauth2::InstalledFlowAuthenticator) in the browser, by
/// [`DeviceFlowAuthenticator`](yup_oauth2::DeviceFlowAuthenticator) on another device.
///
/// ```no_run
/// use discovery_runtime::InstalledApp;
/// use discovery_runtime::yup_oauth2::{InstalledFlowAuthenticator, InstalledFlowReturnMethod, read_application_secret};
///
/// # async fn example() -> std::io::Result<()> {
/// let secret = read_application_secret("client-secret.json").await?;
/// let user = InstalledFlowAuthenticator::builder(secret, InstalledFlowReturnMethod::HTTPRedirect)
///     .persist_tokens_to_disk("tokens.json") // Or `with_storage`, for a keyring. Without either, tokens die with the process.
///     .build()
///     .await?;
/// let credentials = InstalledApp::new(user, ["https://www.googleapis.com/auth/drive.file"]);
/// # Ok(())
/// # }
/// ```
///
/// A token is replaced from one minute before its end, by the first call in that time; all others wait for it, and take what it
/// got. If it cannot be replaced, whatever the reason, yup-oauth2 asks the user again; a call's time limits hold for
/// that, too, so let the user be asked before the first call: `authenticator.token(&scopes).await`.
///
/// yup-oauth2 writes tokens and secrets to the [`log`](https://docs.rs/log) at level `debug`: keep its target `yup_oauth2` at
/// `info`.
pub struct InstalledApp<C = Connector>
where
    C: Connect + Clone + Send + Sync + 'static,
{
    authenticator: Authenticator<C>,
    scopes: Vec<String>,
    /// The authenticator asks as often as it is asked.
    turn: Mutex<()>,
}

impl<C> InstalledApp<C>
where
    C: Connect + Clone + Send + Sync + 'static,
{
    /// The user's leave to do what these scopes name. A token is good for all of them, whatever is called.
    pub fn new<S: Into<String>>(authenticator: Authenticator<C>, scopes: impl IntoIterator<Item = S>) -> Self {
        Self { authenticator, scopes: scopes.into_iter().map(Into::into).collect(), turn: Mutex::new(()) }
    }

    async fn header(&self) -> Result<HeaderValue, AuthError> {
        let token = {
            let _turn = self.turn.lock().await;
            self.authenticator.token(&self.scopes).await.map_err(failed)?
        };
        let Some(token) = token.token() else { return Err(AuthError::new("the answer has no access token")) };
        let header = HeaderValue::try_from(format!("Bearer {token}"));
        let mut header =
            header.map_err(|_| AuthError::new("the access token holds characters that no header may have"))?;
        header.set_sensitive(true);
        Ok(header)
    }
}

fn failed(error: yup_oauth2::Error) -> AuthError {
    match error {
        // It quotes what it read.
        yup_oauth2::Error::JSONError(_) => AuthError::new("the token endpoint's answer cannot be read"),
        error => AuthError::new(format!("there is no access token to be had: {error}")),
    }
}

impl<C> Credentials for InstalledApp<C>
where
    C: Connect + Clone + Send + Sync + 'static,
{
    fn headers<'a>(&'a self, _: &'a MethodDescriptor) -> BoxFuture<'a, Result<http::HeaderMap, AuthError>> {
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
