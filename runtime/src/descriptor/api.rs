//! Where an API is.

/// An API as its Discovery document names it. Generated code makes these.
#[derive(Clone, Copy, Debug)]
pub struct ApiDescriptor {
    id: &'static str,
    root_url: &'static str,
    service_path: &'static str,
    batch_path: &'static str,
    mtls_root_url: &'static str,
    endpoints: &'static [(&'static str, &'static str)],
    data_wrapper: bool,
    user_agent: &'static str,
}

impl ApiDescriptor {
    /// `games:v1`, `https://www.googleapis.com/`, `games/v1/`.
    #[must_use]
    pub const fn new(id: &'static str, root_url: &'static str, service_path: &'static str) -> Self {
        Self {
            id,
            root_url,
            service_path,
            batch_path: "",
            mtls_root_url: "",
            endpoints: &[],
            data_wrapper: false,
            user_agent: "discovery-runtime",
        }
    }

    /// Where batches go, from the root URL.
    #[must_use]
    pub const fn with_batch_path(mut self, path: &'static str) -> Self {
        self.batch_path = path;
        self
    }

    /// The root URL for clients that show a certificate.
    #[must_use]
    pub const fn with_mtls_root_url(mut self, url: &'static str) -> Self {
        self.mtls_root_url = url;
        self
    }

    /// Root URLs by region.
    #[must_use]
    pub const fn with_endpoints(mut self, endpoints: &'static [(&'static str, &'static str)]) -> Self {
        self.endpoints = endpoints;
        self
    }

    /// Bodies stand inside an object with the one member `data`.
    #[must_use]
    pub const fn with_data_wrapper(mut self) -> Self {
        self.data_wrapper = true;
        self
    }

    /// What the client calls itself: `games-v1/0.1.0`.
    #[must_use]
    pub const fn with_user_agent(mut self, name: &'static str) -> Self {
        self.user_agent = name;
        self
    }

    /// Name and version: `games:v1`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The scheme and host, with a slash behind.
    #[must_use]
    pub const fn root_url(&self) -> &'static str {
        self.root_url
    }

    /// What stands between the root URL and every method's path.
    #[must_use]
    pub const fn service_path(&self) -> &'static str {
        self.service_path
    }

    /// The root URL for clients that show a certificate, if there is one: to be given to
    /// [`ClientBuilder::endpoint`](crate::ClientBuilder::endpoint).
    #[must_use]
    pub const fn mtls_root_url(&self) -> Option<&'static str> {
        if self.mtls_root_url.is_empty() { None } else { Some(self.mtls_root_url) }
    }

    /// The root URL of a region: `europe-west3`. To be given to [`ClientBuilder::endpoint`](crate::ClientBuilder::endpoint).
    #[must_use]
    pub fn regional_url(&self, location: &str) -> Option<&'static str> {
        self.endpoints.iter().find(|(name, _)| *name == location).map(|(_, url)| *url)
    }

    /// The locations that have a root URL of their own.
    pub fn locations(&self) -> impl Iterator<Item = &'static str> {
        self.endpoints.iter().map(|(name, _)| *name)
    }

    /// Where batches go, from the root URL; empty if the API takes none.
    #[must_use]
    pub const fn batch_path(&self) -> &'static str {
        self.batch_path
    }

    pub(crate) const fn has_data_wrapper(&self) -> bool {
        self.data_wrapper
    }

    pub(crate) const fn user_agent(&self) -> &'static str {
        self.user_agent
    }
}
