//! Resources, methods and their parameters.

use super::{Docs, Item, Name, Ty};

/// A module of methods.
#[derive(Debug)]
pub(crate) struct Resource {
    /// The name in the document.
    pub(crate) wire: String,
    /// The name of the module and of its file.
    pub(crate) module: String,
    /// The function of the parent that returns the resource.
    pub(crate) accessor: String,
    pub(crate) type_name: String,
    pub(crate) deprecated: bool,
    pub(crate) methods: Vec<Method>,
    /// The enums of the methods' parameters.
    pub(crate) items: Vec<Item>,
    pub(crate) children: Vec<Resource>,
}

/// A method of the API: a function of its resource and a request builder.
#[derive(Debug)]
pub(crate) struct Method {
    pub(crate) id: String,
    /// The function of the resource.
    pub(crate) function: String,
    /// The type of the request builder.
    pub(crate) builder: String,
    pub(crate) docs: Docs,
    pub(crate) deprecated: bool,
    pub(crate) http_method: String,
    pub(crate) path: String,
    /// The required parameters, in the order of the function's arguments.
    pub(crate) required: Vec<Param>,
    pub(crate) optional: Vec<Param>,
    pub(crate) body: Option<Body>,
    pub(crate) response: Ty,
    /// The names of the constants for the accepted scopes.
    pub(crate) scopes: Vec<String>,
    pub(crate) api_version: Option<String>,
    /// Set if the server detects repeated requests by their `requestId`.
    pub(crate) request_id: Option<RequestId>,
    /// The request's message is an `HttpBody` or has a field of that type.
    pub(crate) raw_request: bool,
    /// The response's message is an `HttpBody`.
    pub(crate) raw_response: bool,
    /// The server rejects requests without the parameter `fields`.
    pub(crate) requires_fields: bool,
    pub(crate) media: Media,
    pub(crate) paging: Option<Paging>,
    pub(crate) operation: Option<Operation>,
    pub(crate) streaming: Option<Streaming>,
}

/// Where the id of a request is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestId {
    /// Where the caller says, in a form that only the caller knows.
    OfCaller,
    /// In the query, as a UUID.
    InQuery,
    /// In the message, as a UUID.
    InMessage,
}

/// A response that consists of several messages.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Streaming {
    /// The method waits for something to happen, so the stream may be idle for long.
    pub(crate) is_waiting: bool,
}

/// The long-running operation that a method starts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Operation {
    pub(crate) result: Ty,
    /// The method that returns the result if the operation's message does not contain it.
    pub(crate) get: Option<Endpoint>,
}

/// A message that represents a long-running operation.
#[derive(Debug)]
pub(crate) struct OperationMessage {
    /// The name of the message's type.
    pub(crate) type_name: String,
    pub(crate) metadata: Ty,
    /// The message contains the result.
    pub(crate) has_response: bool,
    pub(crate) polls: Vec<Poll>,
}

/// The methods that return, wait for and cancel an operation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Poll {
    pub(crate) get: Endpoint,
    pub(crate) wait: Option<Endpoint>,
    pub(crate) cancel: Option<Endpoint>,
}

/// A method that the runtime calls on its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) id: String,
    pub(crate) path: String,
}

impl Method {
    /// Returns `true` if the response consists of media only.
    pub(crate) fn has_only_media(&self) -> bool {
        self.media.download && self.response == Ty::Unit
    }
}

/// The message that a method sends.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) argument: String,
    pub(crate) ty: Ty,
}

/// A parameter of the path or the query.
#[derive(Debug)]
pub(crate) struct Param {
    pub(crate) name: Name,
    /// The type of a single value.
    pub(crate) ty: Ty,
    pub(crate) repeated: bool,
    pub(crate) in_path: bool,
    pub(crate) docs: Docs,
    pub(crate) deprecated: bool,
}

/// Media that a method accepts or returns, apart from JSON.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Media {
    pub(crate) upload: Option<Upload>,
    pub(crate) download: bool,
    pub(crate) subscription: bool,
}

/// The media that a method accepts, and the paths to which they are sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Upload {
    pub(crate) accept: Vec<String>,
    /// The maximum size in bytes.
    pub(crate) max_size: Option<u64>,
    pub(crate) simple_path: Option<String>,
    pub(crate) resumable_path: Option<String>,
}

/// How the next page of a list is requested.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Paging {
    pub(crate) token: TokenPosition,
    /// `None` if several fields of the response could be the list.
    pub(crate) items: Option<PageItems>,
    pub(crate) size: Option<PageSize>,
}

/// The parameter, or the field of the request, that is the size of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PageSize {
    pub(crate) wire: String,
    pub(crate) maximum: Option<u64>,
}

/// Where the page tokens of requests and responses are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenPosition {
    /// A parameter; the response has `nextPageToken`.
    Query,
    /// A field of the request's message; the response has `nextPageToken`.
    Body,
    /// A parameter; the response has a field of the same name.
    SameName,
}

/// The field of a page that holds the items of the list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PageItems {
    pub(crate) field: Name,
    pub(crate) item: Ty,
    /// The items are the entries of a map.
    pub(crate) map: bool,
}
