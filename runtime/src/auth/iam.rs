//! The IAM Service Account Credentials API, which issues tokens of service accounts and signs for
//! them, on behalf of credentials that may impersonate them.

use std::sync::Arc;
use std::time::Duration as StdDuration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, StatusCode, Uri};
use percent_encoding::utf8_percent_encode;
use serde_json::{Map, json};

use super::token::{Token, text};
use super::{AuthContext, Credentials, DEFAULT_UNIVERSE_DOMAIN, token_endpoint};
use crate::descriptor::MethodDescriptor;
use crate::error::AuthError;
use crate::headers::QUOTA_PROJECT;
use crate::transport::Transport;
use crate::url::UNRESERVED;
use crate::wire::{Duration, Json};

const SCOPES: &[&str] = &["https://www.googleapis.com/auth/cloud-platform"];

const GENERATE_ACCESS_TOKEN: MethodDescriptor = MethodDescriptor::new(
    "iamcredentials.projects.serviceAccounts.generateAccessToken",
    "POST",
    "v1/{+name}:generateAccessToken",
)
.with_scopes(SCOPES);

const GENERATE_ID_TOKEN: MethodDescriptor = MethodDescriptor::new(
    "iamcredentials.projects.serviceAccounts.generateIdToken",
    "POST",
    "v1/{+name}:generateIdToken",
)
.with_scopes(SCOPES);

const SIGN_JWT: MethodDescriptor =
    MethodDescriptor::new("iamcredentials.projects.serviceAccounts.signJwt", "POST", "v1/{+name}:signJwt")
        .with_scopes(SCOPES);

/// The prefix of the resource name of a service account. The API accepts no project instead of `-`.
pub(super) const ACCOUNTS: &str = "projects/-/serviceAccounts/";

/// A service account, and the credentials with which IAM is called for it.
#[derive(Clone)]
pub(super) struct Iam {
    /// The email address or the unique ID of the service account.
    pub(super) account: String,
    pub(super) source: Arc<dyn Credentials>,
    /// The resource names of the accounts through which the source impersonates the account.
    pub(super) delegates: Vec<String>,
    /// The project that is billed for the requests to IAM.
    pub(super) quota_project: Option<HeaderValue>,
    /// `None` for the one in the universe domain.
    pub(super) root_url: Option<String>,
    /// `None` for that of the source.
    pub(super) universe_domain: Option<String>,
}

impl Iam {
    pub(super) fn new(account: String, source: Arc<dyn Credentials>) -> Self {
        Self { account, source, delegates: Vec::new(), quota_project: None, root_url: None, universe_domain: None }
    }

    /// Sets the root URL, after checking that it may receive credentials.
    pub(super) fn set_root_url(&mut self, root_url: &str) -> Result<(), AuthError> {
        token_endpoint::parse_url_of("IAM", root_url)?;
        self.root_url = Some(format!("{}/", root_url.trim_end_matches('/')));
        Ok(())
    }

    /// Returns the universe domain of the account, if it is known.
    pub(super) async fn universe_domain(&self, transport: &dyn Transport) -> Option<String> {
        match &self.universe_domain {
            Some(domain) => Some(domain.clone()),
            None => self.source.universe_domain(AuthContext::new(&GENERATE_ACCESS_TOKEN, transport)).await,
        }
    }

    /// Requests an access token.
    pub(super) async fn generate_access_token(
        &self,
        scopes: &str,
        lifetime: StdDuration,
        transport: &dyn Transport,
    ) -> Result<Token, AuthError> {
        let start = transport.now();
        let lifetime = Duration::try_from(lifetime).map_err(|_| AuthError::new("lifetime of tokens is too long"))?;
        let scopes: Vec<&str> = scopes.split(' ').collect();
        let request = [("scope", json!(scopes)), ("lifetime", json!(lifetime.to_string()))];
        Token::from_iam_response(&self.call(&GENERATE_ACCESS_TOKEN, request, transport).await?, start)
    }

    /// Requests an ID token for an audience. It contains the email address of the account, which
    /// Identity-Aware Proxy requires.
    pub(super) async fn generate_id_token(
        &self,
        audience: &str,
        transport: &dyn Transport,
    ) -> Result<Token, AuthError> {
        let start = transport.now();
        let request = [("audience", json!(audience)), ("includeEmail", json!(true))];
        let response = self.call(&GENERATE_ID_TOKEN, request, transport).await?;
        Token::from_id_token(text(&response, "token")?, start)
    }

    /// Returns claims as a JSON Web Token that is signed with a key of the account.
    pub(super) async fn sign_jwt(&self, claims: &Json, transport: &dyn Transport) -> Result<String, AuthError> {
        let response = self.call(&SIGN_JWT, [("payload", json!(claims.to_string()))], transport).await?;
        Ok(text(&response, "signedJwt")?.to_owned())
    }

    /// Sends a request, once more if the token of the source credentials is refused.
    async fn call<const N: usize>(
        &self,
        method: &'static MethodDescriptor,
        request: [(&str, Json); N],
        transport: &dyn Transport,
    ) -> Result<Json, AuthError> {
        let context = AuthContext::new(method, transport);
        let url = self.url(context).await?;
        let mut request: Map<String, Json> =
            request.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        if !self.delegates.is_empty() {
            request.insert("delegates".to_owned(), json!(self.delegates));
        }
        let body = Json::Object(request).to_string();
        let send = |headers: &HeaderMap| {
            let mut request = http::Request::new(Bytes::from(body.clone()));
            *request.method_mut() = http::Method::POST;
            *request.uri_mut() = url.clone();
            *request.headers_mut() = headers.clone();
            request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            if let Some(project) = &self.quota_project {
                request.headers_mut().insert(QUOTA_PROJECT, project.clone());
            }
            token_endpoint::send(transport, request)
        };
        let headers = self.source.headers(context).await?;
        let mut response = send(&headers).await?;
        if response.status() == StatusCode::UNAUTHORIZED {
            self.source.refused(&headers, context);
            let fresh = self.source.headers(context).await?;
            if fresh != headers {
                response = send(&fresh).await?;
            }
        }
        token_endpoint::json(&token_endpoint::successful(&url, response)?)
    }

    /// Returns the URL of a method. Fails if the source credentials belong to another universe
    /// domain, whose servers must not receive their token.
    async fn url(&self, context: AuthContext<'_>) -> Result<Uri, AuthError> {
        let of_source = self.source.universe_domain(context).await;
        if let (Some(expected), Some(actual)) = (&self.universe_domain, &of_source)
            && expected != actual
        {
            return Err(AuthError::new(format!(
                "source credentials belong to the universe domain `{actual}`, but the service account to `{expected}`"
            )));
        }
        let domain = self.universe_domain.as_deref().or(of_source.as_deref()).unwrap_or(DEFAULT_UNIVERSE_DOMAIN);
        let host = format!("iamcredentials.{domain}");
        let root_url = self.root_url.clone().unwrap_or_else(|| format!("https://{host}/"));
        let account = utf8_percent_encode(&self.account, UNRESERVED);
        let method = context.method().id().rsplit('.').next().unwrap_or_default();
        let url: Option<Uri> = format!("{root_url}v1/{ACCOUNTS}{account}:{method}").parse().ok();
        // Anything else than a domain would change the host.
        let url = url.filter(|url| self.root_url.is_some() || url.host() == Some(host.as_str()));
        url.ok_or_else(|| AuthError::new(format!("universe domain {domain:?} is not a valid domain")))
    }
}
