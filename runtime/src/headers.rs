//! Names of headers that are specific to Google APIs.

/// The API key. It is not sent as the query parameter `key`, because URLs are logged.
pub(crate) const API_KEY: &str = "x-goog-api-key";

/// The names and versions of the client libraries.
pub(crate) const API_CLIENT: &str = "x-goog-api-client";

/// The project that is billed for a request and whose quota it uses.
pub(crate) const QUOTA_PROJECT: &str = "x-goog-user-project";

/// The method of a request that is sent as a POST.
pub(crate) const METHOD_OVERRIDE: &str = "x-http-method-override";
