//! Facts about an API.

/// Constant facts about an API, from its Discovery document. Declared by generated code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiDescriptor {
    id: &'static str,
    root_url: &'static str,
    service_path: &'static str,
    batch_path: Option<&'static str>,
    mtls_root_url: Option<&'static str>,
    endpoints: &'static [(&'static str, &'static str)],
    data_wrapper: bool,
    user_agent: &'static str,
}

impl ApiDescriptor {
    /// Creates a descriptor from id, root URL and service path, e.g. `games:v1`,
    /// `https://www.googleapis.com/` and `games/v1/`.
    #[must_use]
    pub const fn new(id: &'static str, root_url: &'static str, service_path: &'static str) -> Self {
        Self {
            id,
            root_url,
            service_path,
            batch_path: None,
            mtls_root_url: None,
            endpoints: &[],
            data_wrapper: false,
            user_agent: "discovery-runtime",
        }
    }

    /// Sets the path of batches, relative to the root URL.
    #[must_use]
    pub const fn with_batch_path(mut self, path: &'static str) -> Self {
        self.batch_path = if path.is_empty() { None } else { Some(path) };
        self
    }

    /// Sets the root URL for mutual TLS.
    #[must_use]
    pub const fn with_mtls_root_url(mut self, url: &'static str) -> Self {
        self.mtls_root_url = if url.is_empty() { None } else { Some(url) };
        self
    }

    /// Sets the root URLs of regions, as pairs of location and URL.
    #[must_use]
    pub const fn with_endpoints(mut self, endpoints: &'static [(&'static str, &'static str)]) -> Self {
        self.endpoints = endpoints;
        self
    }

    /// Declares that the API wraps bodies in an object with the member `data`.
    #[must_use]
    pub const fn with_data_wrapper(mut self) -> Self {
        self.data_wrapper = true;
        self
    }

    /// Sets the product name and version of the client in the header `User-Agent`, e.g.
    /// `games-v1/0.1.0`.
    #[must_use]
    pub const fn with_user_agent(mut self, name: &'static str) -> Self {
        self.user_agent = name;
        self
    }

    /// Returns the name and version, e.g. `games:v1`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// Returns the root URL, with a trailing slash.
    #[must_use]
    pub const fn root_url(&self) -> &'static str {
        self.root_url
    }

    /// Returns the path between the root URL and the paths of methods.
    #[must_use]
    pub const fn service_path(&self) -> &'static str {
        self.service_path
    }

    /// Returns the path of batches, relative to the root URL, if the API accepts batches.
    #[must_use]
    pub const fn batch_path(&self) -> Option<&'static str> {
        self.batch_path
    }

    /// Returns the root URL for mutual TLS, if there is one.
    /// [`Endpoint::mtls`](crate::Endpoint::mtls) selects it.
    #[must_use]
    pub const fn mtls_root_url(&self) -> Option<&'static str> {
        self.mtls_root_url
    }

    /// Returns the root URL of a region such as `europe-west3`, if there is one.
    /// [`Endpoint::region`](crate::Endpoint::region) selects it.
    #[must_use]
    pub fn regional_url(&self, location: &str) -> Option<&'static str> {
        self.endpoints.iter().find(|(name, _)| *name == location).map(|(_, url)| *url)
    }

    /// Returns the locations of the regions that have their own root URL.
    pub fn locations(&self) -> impl Iterator<Item = &'static str> {
        self.endpoints.iter().map(|(name, _)| *name)
    }

    /// Returns `true` if the API wraps bodies in an object with the member `data`.
    #[must_use]
    pub const fn has_data_wrapper(&self) -> bool {
        self.data_wrapper
    }

    /// Returns the product name and version of the client, e.g. `games-v1/0.1.0`.
    #[must_use]
    pub const fn user_agent(&self) -> &'static str {
        self.user_agent
    }
}
