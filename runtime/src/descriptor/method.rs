//! What a method is on the wire.

/// A method as its Discovery document describes it. Generated code makes these.
#[derive(Clone, Copy, Debug)]
pub struct MethodDescriptor {
    id: &'static str,
    http_method: &'static str,
    path: &'static str,
    scopes: &'static [&'static str],
    api_version: &'static str,
    request_id: bool,
    raw_request: bool,
    raw_response: bool,
}

impl MethodDescriptor {
    /// `games.rooms.leave`, `POST`, `rooms/{roomId}/leave`.
    #[must_use]
    pub const fn new(id: &'static str, http_method: &'static str, path: &'static str) -> Self {
        Self {
            id,
            http_method,
            path,
            scopes: &[],
            api_version: "",
            request_id: false,
            raw_request: false,
            raw_response: false,
        }
    }

    /// OAuth 2.0 scopes, any one of which is enough.
    #[must_use]
    pub const fn with_scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }

    /// The version of the API's behaviour that the document describes; every request says it.
    #[must_use]
    pub const fn with_api_version(mut self, version: &'static str) -> Self {
        self.api_version = version;
        self
    }

    /// The server knows a request again by its `requestId`, a parameter or a member of the message: where one is given, the
    /// request may arrive twice.
    #[must_use]
    pub const fn with_request_id(mut self) -> Self {
        self.request_id = true;
        self
    }

    /// The request's message is a `google.api.HttpBody`, or has one: the data are the body, and no JSON.
    #[must_use]
    pub const fn with_raw_request(mut self) -> Self {
        self.raw_request = true;
        self
    }

    /// The response's message is a `google.api.HttpBody`: the body are its data, of whatever content type.
    #[must_use]
    pub const fn with_raw_response(mut self) -> Self {
        self.raw_response = true;
        self
    }

    /// The name that the document gives the method: `games.rooms.leave`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// `GET`, `POST`, …
    #[must_use]
    pub const fn http_method(&self) -> &'static str {
        self.http_method
    }

    /// The path template, from the API's service path.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// All scopes that the method accepts; any one of them is enough.
    #[must_use]
    pub const fn scopes(&self) -> &'static [&'static str] {
        self.scopes
    }

    /// Whether the body of a request is sent as it is, and not as JSON.
    #[must_use]
    pub const fn has_raw_request(&self) -> bool {
        self.raw_request
    }

    /// Whether the body of a response is of any kind, and not JSON.
    #[must_use]
    pub const fn has_raw_response(&self) -> bool {
        self.raw_response
    }

    pub(crate) const fn has_request_id(&self) -> bool {
        self.request_id
    }

    pub(crate) const fn api_version(&self) -> &'static str {
        self.api_version
    }
}
