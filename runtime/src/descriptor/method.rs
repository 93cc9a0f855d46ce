//! Facts about a method.

/// Constant facts about a method, from its Discovery document. Declared by generated code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodDescriptor {
    id: &'static str,
    http_method: &'static str,
    path: &'static str,
    scopes: &'static [&'static str],
    api_version: Option<&'static str>,
    request_id: RequestId,
    raw_request: bool,
    raw_response: bool,
}

/// Where the id of a request is sent with which the server recognizes a repeated request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestId {
    /// The method has none, or the server only logs it.
    Unused,
    /// The caller may send one. Its form is not known.
    OfCaller,
    /// In the parameter `requestId`, as a UUID.
    InQuery,
    /// In the field `requestId` of the message, as a UUID.
    InMessage,
}

impl MethodDescriptor {
    /// Creates a descriptor from id, HTTP method and path template, e.g. `games.rooms.leave`,
    /// `POST` and `rooms/{roomId}/leave`.
    #[must_use]
    pub const fn new(id: &'static str, http_method: &'static str, path: &'static str) -> Self {
        Self {
            id,
            http_method,
            path,
            scopes: &[],
            api_version: None,
            request_id: RequestId::Unused,
            raw_request: false,
            raw_response: false,
        }
    }

    /// Sets the OAuth 2.0 scopes that the method accepts, any one of which is sufficient.
    #[must_use]
    pub const fn with_scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }

    /// Sets the version of the API's behavior that every request selects, in the header
    /// `X-Goog-Api-Version`.
    #[must_use]
    pub const fn with_api_version(mut self, version: &'static str) -> Self {
        self.api_version = if version.is_empty() { None } else { Some(version) };
        self
    }

    /// Declares that the server recognizes a repeated request by its `requestId`, a parameter or a
    /// field of the message, so that a request that has one can be retried.
    #[must_use]
    pub const fn with_request_id(mut self) -> Self {
        self.request_id = RequestId::OfCaller;
        self
    }

    /// Declares that the server recognizes a repeated request by its parameter `requestId`, which
    /// is a UUID. A request without one receives a random one.
    #[must_use]
    pub const fn with_request_id_in_query(mut self) -> Self {
        self.request_id = RequestId::InQuery;
        self
    }

    /// Declares that the server recognizes a repeated request by the field `requestId` of the
    /// message, which is a UUID. A request without one receives a random one.
    #[must_use]
    pub const fn with_request_id_in_message(mut self) -> Self {
        self.request_id = RequestId::InMessage;
        self
    }

    /// Declares that the request message is, or contains, a `google.api.HttpBody`, whose data is
    /// sent as the body instead of JSON.
    #[must_use]
    pub const fn with_raw_request(mut self) -> Self {
        self.raw_request = true;
        self
    }

    /// Declares that the response message is a `google.api.HttpBody`: its data is the response
    /// body, of any content type.
    #[must_use]
    pub const fn with_raw_response(mut self) -> Self {
        self.raw_response = true;
        self
    }

    /// Returns the id, e.g. `games.rooms.leave`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// Returns the HTTP method, e.g. `GET`.
    #[must_use]
    pub const fn http_method(&self) -> &'static str {
        self.http_method
    }

    /// Returns the path template, relative to the API's service path.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// Returns all scopes that the method accepts, any one of which is sufficient.
    #[must_use]
    pub const fn scopes(&self) -> &'static [&'static str] {
        self.scopes
    }

    /// Returns the version of the API's behavior that every request selects, if any.
    #[must_use]
    pub const fn api_version(&self) -> Option<&'static str> {
        self.api_version
    }

    /// Returns `true` if the server recognizes a repeated request by its `requestId`.
    #[must_use]
    pub const fn has_request_id(&self) -> bool {
        !matches!(self.request_id, RequestId::Unused)
    }

    /// Returns where a generated `requestId` is sent.
    pub(crate) const fn request_id(&self) -> RequestId {
        self.request_id
    }

    /// Returns `true` if the request body is the data of a `google.api.HttpBody` instead of JSON.
    #[must_use]
    pub const fn has_raw_request(&self) -> bool {
        self.raw_request
    }

    /// Returns `true` if the response body is the data of a `google.api.HttpBody` instead of JSON.
    #[must_use]
    pub const fn has_raw_response(&self) -> bool {
        self.raw_response
    }
}
