//! Headers that authorize a request.

use http::Uri;
use http::uri::Scheme;

use super::Executor;
use crate::body::Body;
use crate::error::Result;
use crate::headers::{API_KEY, QUOTA_PROJECT};

impl Executor {
    /// Adds current credentials, the API key and the quota project. Headers that the caller set
    /// take precedence.
    pub(super) async fn authorize(&self, request: &mut http::Request<Body>) -> Result<()> {
        let settings = self.client.settings();
        settings.universe.check(&*settings.credentials).await?;
        let credentials = settings.credentials.headers(self.method).await?;
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
        for (name, mut value) in credentials {
            if let Some(name) = name
                && !headers.contains_key(&name)
            {
                value.set_sensitive(true);
                headers.insert(name, value);
            }
        }
        Ok(())
    }

    /// Returns `true` if the URL is encrypted, unless the client's root URL is not either.
    pub(crate) fn allows_scheme_of(&self, url: &Uri) -> bool {
        let root: Option<Uri> = self.client.settings().root_url.parse().ok();
        url.scheme() == Some(&Scheme::HTTPS) || root.is_some_and(|root| root.scheme() == url.scheme())
    }

    /// Returns `true` if the URL has the origin of the client's root URL, which may receive
    /// credentials.
    pub(crate) fn is_own_origin(&self, url: &Uri) -> bool {
        let root: Option<Uri> = self.client.settings().root_url.parse().ok();
        root.is_some_and(|root| root.scheme() == url.scheme() && root.authority() == url.authority())
    }
}
