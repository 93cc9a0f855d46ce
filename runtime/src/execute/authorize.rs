//! Headers that authorize a request.

use http::header::{AUTHORIZATION, Entry};
use http::uri::Scheme;
use http::{HeaderMap, Uri};

use super::Executor;
use crate::auth::AuthContext;
use crate::body::Body;
use crate::error::{AuthError, Result};
use crate::headers::{API_KEY, QUOTA_PROJECT};
use crate::url::is_secure;

impl Executor {
    /// Adds current credentials, the API key and the quota project. Headers that the caller set
    /// take precedence.
    pub(super) async fn authorize(&self, request: &mut http::Request<Body>) -> Result<()> {
        let settings = self.client.settings();
        if !settings.sends_credentials {
            let headers = request.headers_mut();
            settings.remove_forbidden_credentials(headers);
            if let Some(token) = &settings.emulator_token {
                headers.insert(AUTHORIZATION, token.clone());
            }
            return Ok(());
        }
        let credentials = match self.credential_headers.take_next() {
            Some(credentials) => credentials,
            None => self.credentials().await?,
        };
        let headers = request.headers_mut();
        if let Some(key) = &settings.api_key
            && !self.has_key_parameter
            && !headers.contains_key(API_KEY)
        {
            headers.insert(API_KEY, key.clone());
        }
        if let Some(project) = &settings.quota_project
            && !headers.contains_key(QUOTA_PROJECT)
        {
            headers.insert(QUOTA_PROJECT, project.clone());
        }
        let has_own_token = headers.contains_key(AUTHORIZATION);
        for (name, value) in &credentials {
            if let Entry::Vacant(entry) = headers.entry(name) {
                let mut value = value.clone();
                value.set_sensitive(true);
                entry.insert(value);
            }
        }
        self.credential_headers.record_sent(if has_own_token { HeaderMap::new() } else { credentials });
        Ok(())
    }

    /// Returns the headers of the client's credentials.
    pub(super) async fn credentials(&self) -> Result<HeaderMap, AuthError> {
        let universe_domain = self.client.settings().universe_domain.as_deref();
        self.client.authorizer().headers(self.auth_context(), universe_domain).await
    }

    pub(super) fn auth_context(&self) -> AuthContext<'_> {
        AuthContext::new(self.method, self.transport())
    }

    /// Returns the headers that the client sends with every request to its own origin.
    pub(crate) fn client_headers(&self) -> &HeaderMap {
        &self.client.settings().headers
    }

    /// Returns `true` if media may be sent to the URL, or requested from it, without credentials:
    /// over https, within this machine if the root URL is there, too, or to any host if the caller
    /// has set an insecure endpoint.
    pub(crate) fn may_send_media_to(&self, url: &Uri) -> bool {
        if url.scheme() != Some(&Scheme::HTTP) {
            return is_secure(url);
        }
        let settings = self.client.settings();
        let root: Option<Uri> = settings.root_url.parse().ok();
        let is_root_http = root.is_some_and(|root| root.scheme() == url.scheme());
        is_root_http && (settings.is_insecure || is_secure(url))
    }

    /// Returns `true` if the URL has the origin of the client's root URL, which may receive
    /// credentials.
    pub(crate) fn is_own_origin(&self, url: &Uri) -> bool {
        let root: Option<Uri> = self.client.settings().root_url.parse().ok();
        root.is_some_and(|root| root.scheme() == url.scheme() && root.authority() == url.authority())
    }
}
