//! Headers that authorize a request.

use http::header::{AUTHORIZATION, Entry};
use http::uri::Scheme;
use http::{HeaderMap, Uri};

use super::Executor;
use crate::auth::AuthContext;
use crate::error::AuthError;
use crate::headers::{API_KEY, QUOTA_PROJECT};
use crate::url::is_secure;

impl Executor {
    /// Returns the headers of the credentials for the next request; none if it is sent without.
    pub(super) async fn next_credentials(&self) -> Result<HeaderMap, AuthError> {
        if self.anonymous || !self.client.settings().sends_credentials {
            return Ok(HeaderMap::new());
        }
        if let Some(credentials) = self.credential_headers.take_next() {
            return Ok(credentials);
        }
        self.credentials().await
    }

    /// Adds the credentials, the API key and the quota project to the headers of a request, unless
    /// it is anonymous. Headers that the caller set take precedence.
    pub(super) fn authorize(&self, headers: &mut HeaderMap, credentials: HeaderMap) {
        if self.anonymous {
            return;
        }
        let settings = self.client.settings();
        if !settings.sends_credentials {
            settings.remove_forbidden_credentials(headers);
            if let Some(token) = &settings.emulator_token {
                headers.insert(AUTHORIZATION, token.clone());
            }
            return;
        }
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
    }

    /// Returns the headers of the client's credentials.
    pub(super) fn credentials(&self) -> impl Future<Output = Result<HeaderMap, AuthError>> {
        let universe_domain = self.client.settings().universe_domain.as_deref();
        self.client.authorizer().headers(self.auth_context(), universe_domain)
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
