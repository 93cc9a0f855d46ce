//! Calls of methods.

mod options;

use std::fmt;
use std::marker::PhantomData;

pub use self::options::CallOptions;
use crate::body::Body;
use crate::client::Client;
use crate::descriptor::{MethodDescriptor, OperationMessage, ResultDescriptor, UploadDescriptor};
use crate::error::Result;
use crate::future::BoxFuture;
use crate::media::{Download, Upload};
use crate::method::Method;
use crate::operation::Operation;
use crate::pagination::{Items, PageToken, Pages};
use crate::partial::{Partial, mask_of};
use crate::request::UntypedCall;
use crate::response::{fetch, fetch_with_response};
use crate::streaming::ResponseStream;
use crate::wire::{Wire, all_parameter_values, parameter_values};

/// A call of a method with response type `R`: its arguments and options.
///
/// The request builders of generated crates wrap a `Call`; their function `call` returns it, for a
/// [`Batch`](crate::Batch) or for another response type. Calls do nothing until sent.
#[must_use = "calls do nothing until sent"]
pub struct Call<R> {
    untyped: Box<UntypedCall>,
    response: PhantomData<fn() -> R>,
}

// Functions that generated code calls are not inlined: the compiler would inline them into each
// request builder, although only a few are used: a third of the release build of Compute.
impl<R> Call<R> {
    /// Creates a call without arguments.
    #[inline(never)]
    pub fn new(client: &Client, method: &'static MethodDescriptor) -> Self {
        Self { untyped: Box::new(UntypedCall::new(client, method)), response: PhantomData }
    }

    /// Creates a call of the method `M` without arguments.
    #[inline]
    pub fn of<M: Method<Response = R>>(client: &Client) -> Self {
        Self::new(client, &M::METHOD)
    }

    /// Sets the value of a path variable.
    #[allow(clippy::needless_pass_by_value, reason = "generated code passes the arguments of its callers on")]
    #[inline(never)]
    pub fn path(mut self, name: &'static str, value: impl Wire) -> Self {
        self.untyped.path(name, parameter_values(&value));
        self
    }

    /// Sets the value of a path variable to a string.
    #[inline(never)]
    pub fn path_text(mut self, name: &'static str, value: &str) -> Self {
        self.untyped.path(name, vec![value.to_owned()]);
        self
    }

    /// Sets the values of a path variable that is a list.
    #[inline(never)]
    pub fn path_all<T: Wire>(mut self, name: &'static str, values: impl IntoIterator<Item = T>) -> Self {
        self.untyped.path(name, all_parameter_values(values));
        self
    }

    /// Sets the values of a path variable that is a list of strings.
    #[inline(never)]
    pub fn path_texts(mut self, name: &'static str, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.untyped.path(name, values.into_iter().map(Into::into).collect());
        self
    }

    /// Sets a query parameter, replacing an earlier value.
    #[allow(clippy::needless_pass_by_value, reason = "generated code passes the arguments of its callers on")]
    #[inline(never)]
    pub fn query(mut self, name: &'static str, value: impl Wire) -> Self {
        self.untyped.query(name, parameter_values(&value));
        self
    }

    /// Sets a query parameter to a string, replacing an earlier value.
    #[inline(never)]
    pub fn query_text(mut self, name: &'static str, value: &str) -> Self {
        self.untyped.query(name, vec![value.to_owned()]);
        self
    }

    /// Sets a repeated query parameter, replacing earlier values.
    #[inline(never)]
    pub fn query_all<T: Wire>(mut self, name: &'static str, values: impl IntoIterator<Item = T>) -> Self {
        self.untyped.query(name, all_parameter_values(values));
        self
    }

    /// Sets a repeated query parameter to strings, replacing earlier values.
    #[inline(never)]
    pub fn query_texts(mut self, name: &'static str, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.untyped.query(name, values.into_iter().map(Into::into).collect());
        self
    }

    /// Limits the response to some fields, e.g. `items(id,name),nextPageToken`.
    #[inline(never)]
    pub fn fields(self, fields: &str) -> Self {
        self.query_text("fields", fields)
    }

    /// Limits the response to the fields of `P`, a type declared by [`partial!`](crate::partial!),
    /// and decodes it as `P`.
    pub fn select<P: Partial<R>>(mut self) -> Call<P> {
        self.untyped.query("fields", mask_of::<P, R>());
        Call { untyped: self.untyped, response: PhantomData }
    }

    /// Sets the request message, which is encoded immediately.
    #[inline(never)]
    pub fn body(mut self, message: &dyn Wire) -> Self {
        self.untyped.body(message);
        self
    }

    /// Downloads media instead of the response message.
    #[inline(never)]
    pub fn download(self) -> Download {
        Download::new(self.untyped)
    }

    /// Requests version 3 of an IAM policy: policies of other versions lack their conditions.
    pub(crate) fn with_policy_version(mut self) -> Self {
        self.untyped.request_policy_version();
        self
    }

    pub(crate) fn into_untyped(self) -> UntypedCall {
        *self.untyped
    }

    /// Returns the HTTP request, without credentials.
    ///
    /// # Errors
    ///
    /// Returns an error if an argument is invalid, e.g. an empty path parameter or a header with a
    /// line break.
    pub fn request(self) -> Result<http::Request<Vec<u8>>> {
        Ok(self.untyped.request()?.map(Vec::from))
    }
}

impl<R: Wire + Send + 'static> Call<R> {
    /// Sends the request and returns the response message.
    ///
    /// # Errors
    ///
    /// Returns an error if the request cannot be built, sent or authorized, if the server responds
    /// with an error, or if the response cannot be decoded: see [`ErrorKind`](crate::ErrorKind).
    #[inline(never)]
    pub fn send(self) -> BoxFuture<'static, Result<R>> {
        Box::pin(fetch(self.untyped))
    }

    /// Sends the request and returns the response message with status and headers.
    ///
    /// # Errors
    ///
    /// See [`send`](Self::send).
    pub fn send_with_response(self) -> BoxFuture<'static, Result<http::Response<R>>> {
        Box::pin(fetch_with_response(self.untyped))
    }

    /// Uploads media with the request.
    #[inline(never)]
    pub fn upload(self, descriptor: UploadDescriptor, media: Body) -> Upload<R> {
        Upload::new(self.untyped, descriptor, media)
    }

    /// Returns a stream of the messages in the response: the elements of a JSON array, or the data
    /// of server-sent events.
    #[inline(never)]
    pub fn stream(self) -> ResponseStream<R> {
        ResponseStream::new(self.untyped)
    }

    /// Returns the long-running operation that the call starts.
    #[inline(never)]
    pub fn operation<O: OperationMessage, T: Wire + Send + 'static>(self, result: ResultDescriptor) -> Operation<O, T> {
        Operation::new(self.untyped, result)
    }

    /// Returns a stream over all pages, starting with this one.
    #[inline(never)]
    pub fn pages(self, token_position: PageToken) -> Pages<R> {
        Pages::new(self.untyped, token_position)
    }

    /// Returns a stream over the items of all pages, starting with this one. `into_items` converts
    /// a page into its items.
    #[inline(never)]
    pub fn items<T>(self, token_position: PageToken, into_items: fn(R) -> Vec<T>) -> Items<R, T> {
        Items::new(self.pages(token_position), into_items)
    }
}

/// Writes a request builder as a tuple struct around a call.
pub fn fmt_builder<R>(name: &str, call: &Call<R>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_tuple(name).field(call).finish()
}

impl<R> Clone for Call<R> {
    fn clone(&self) -> Self {
        Self { untyped: self.untyped.clone(), response: PhantomData }
    }
}

impl<R> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.untyped.fmt(f)
    }
}
