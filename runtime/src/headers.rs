//! Names of headers that Google APIs understand.

/// A header and not the parameter `key`: URLs end up in logs.
pub(crate) const API_KEY: &str = "x-goog-api-key";

/// What the client calls itself where servers count clients.
pub(crate) const API_CLIENT: &str = "x-goog-api-client";

/// The project whose quota a request uses.
pub(crate) const QUOTA_PROJECT: &str = "x-goog-user-project";
