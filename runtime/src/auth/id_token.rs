//! ID tokens, which prove the identity of a service account to services other than Google's APIs.

use std::fmt;
use std::sync::Arc;

use http::HeaderMap;

use super::impersonated_service_account::ImpersonatedServiceAccount;
use super::metadata_server::MetadataServer;
#[cfg(feature = "service-account")]
use super::service_account::ServiceAccount;
use super::token::Token;
use super::token_cache::SharedToken;
use super::{AuthContext, Credentials};
use crate::error::AuthError;
use crate::future::BoxFuture;
use crate::transport::Transport;

/// ID tokens of a service account, for services in Cloud Run, in Cloud Functions, or protected by
/// Identity-Aware Proxy. Google's APIs accept access tokens instead.
///
/// Created by the function `id_token` of [`MetadataServer`], [`ImpersonatedServiceAccount`],
/// `ServiceAccount` and [`ApplicationDefault`](super::ApplicationDefault). Clones share their
/// tokens.
#[derive(Clone)]
#[must_use]
pub struct IdToken {
    identity: Identity,
    audience: String,
    token: Arc<SharedToken>,
}

#[derive(Clone, Debug)]
enum Identity {
    // Boxed because they are much larger.
    Impersonated(Box<ImpersonatedServiceAccount>),
    MetadataServer(MetadataServer),
    #[cfg(feature = "service-account")]
    ServiceAccount(Box<ServiceAccount>),
}

impl MetadataServer {
    /// Returns credentials with ID tokens for an audience: the URL of a service in Cloud Run, or
    /// the ID of the OAuth 2.0 client of Identity-Aware Proxy.
    pub fn id_token(&self, audience: impl Into<String>) -> IdToken {
        IdToken::new(Identity::MetadataServer(self.clone()), audience.into())
    }
}

impl ImpersonatedServiceAccount {
    /// Returns credentials with ID tokens of the service account for an audience: the URL of a
    /// service in Cloud Run, or the ID of the OAuth 2.0 client of Identity-Aware Proxy.
    ///
    /// The source credentials need the role "Service Account OpenID Connect Identity Token Creator"
    /// on the service account; "Service Account Token Creator" includes its permission. The
    /// [user](Self::subject) and the lifetime do not apply to ID tokens.
    pub fn id_token(&self, audience: impl Into<String>) -> IdToken {
        IdToken::new(Identity::Impersonated(Box::new(self.clone())), audience.into())
    }
}

#[cfg(feature = "service-account")]
#[cfg_attr(docsrs, doc(cfg(feature = "service-account")))]
impl ServiceAccount {
    /// Returns credentials with ID tokens of the service account for an audience: the URL of a
    /// service in Cloud Run, or the ID of the OAuth 2.0 client of Identity-Aware Proxy.
    pub fn id_token(&self, audience: impl Into<String>) -> IdToken {
        IdToken::new(Identity::ServiceAccount(Box::new(self.clone())), audience.into())
    }
}

impl IdToken {
    fn new(identity: Identity, audience: String) -> Self {
        Self { identity, audience, token: Arc::default() }
    }

    async fn request(&self, transport: &dyn Transport) -> Result<Token, AuthError> {
        match &self.identity {
            Identity::Impersonated(account) => account.request_id_token(&self.audience, transport).await,
            Identity::MetadataServer(server) => server.request_id_token(&self.audience, transport).await,
            #[cfg(feature = "service-account")]
            Identity::ServiceAccount(account) => account.request_id_token(&self.audience, transport).await,
        }
    }
}

impl Credentials for IdToken {
    fn headers<'a>(&'a self, context: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        Box::pin(self.token.headers(context.transport(), move || self.request(context.transport())))
    }

    fn refused(&self, headers: &HeaderMap, _: AuthContext<'_>) {
        self.token.refused(headers);
    }
}

impl fmt::Debug for IdToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdToken")
            .field("identity", &self.identity)
            .field("audience", &self.audience)
            .finish_non_exhaustive()
    }
}
