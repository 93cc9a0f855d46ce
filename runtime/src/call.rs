//! Calls of methods.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use crate::auth::Credentials;
use crate::body::Body;
use crate::client::Client;
use crate::descriptor::{MethodDescriptor, OperationMessage, ResultDescriptor, UploadDescriptor};
use crate::error::Result;
use crate::future::BoxFuture;
use crate::headers::QUOTA_PROJECT;
use crate::media::{Download, Upload};
use crate::operation::Operation;
use crate::pagination::{Items, PageToken, Pages};
use crate::partial::{Partial, mask_of};
use crate::request::UntypedCall;
use crate::response::fetch;
use crate::retry::RetryPolicy;
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

impl<R> Call<R> {
    /// Creates a call without arguments.
    pub fn new(client: &Client, method: &'static MethodDescriptor) -> Self {
        Self { untyped: Box::new(UntypedCall::new(client, method)), response: PhantomData }
    }

    /// Sets the value of a path variable.
    #[allow(clippy::needless_pass_by_value, reason = "generated code passes the arguments of its callers on")]
    pub fn path(mut self, name: &'static str, value: impl Wire) -> Self {
        self.untyped.path(name, parameter_values(&value));
        self
    }

    /// Sets the value of a path variable to a string.
    pub fn path_text(mut self, name: &'static str, value: &str) -> Self {
        self.untyped.path(name, vec![value.to_owned()]);
        self
    }

    /// Sets the values of a path variable that is a list.
    pub fn path_all<T: Wire>(mut self, name: &'static str, values: impl IntoIterator<Item = T>) -> Self {
        self.untyped.path(name, all_parameter_values(values));
        self
    }

    /// Sets the values of a path variable that is a list of strings.
    pub fn path_texts(mut self, name: &'static str, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.untyped.path(name, values.into_iter().map(Into::into).collect());
        self
    }

    /// Sets a query parameter, replacing an earlier value.
    #[allow(clippy::needless_pass_by_value, reason = "generated code passes the arguments of its callers on")]
    pub fn query(mut self, name: &'static str, value: impl Wire) -> Self {
        self.untyped.query(name, parameter_values(&value));
        self
    }

    /// Sets a query parameter to a string, replacing an earlier value.
    pub fn query_text(mut self, name: &'static str, value: &str) -> Self {
        self.untyped.query(name, vec![value.to_owned()]);
        self
    }

    /// Sets a repeated query parameter, replacing earlier values.
    pub fn query_all<T: Wire>(mut self, name: &'static str, values: impl IntoIterator<Item = T>) -> Self {
        self.untyped.query(name, all_parameter_values(values));
        self
    }

    /// Sets a repeated query parameter to strings, replacing earlier values.
    pub fn query_texts(mut self, name: &'static str, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.untyped.query(name, values.into_iter().map(Into::into).collect());
        self
    }

    /// Sets a query parameter of any name, replacing an earlier value.
    pub fn param(mut self, name: &str, value: &str) -> Self {
        self.untyped.query(name.to_owned(), vec![value.to_owned()]);
        self
    }

    /// Limits the response to some fields, e.g. `items(id,name),nextPageToken`.
    pub fn fields(self, fields: &str) -> Self {
        self.query_text("fields", fields)
    }

    /// Limits the response to the fields of `P`, a type declared by [`partial!`](crate::partial!),
    /// and decodes it as `P`.
    pub fn select<P: Partial<R>>(mut self) -> Call<P> {
        self.untyped.query("fields", mask_of::<P, R>());
        Call { untyped: self.untyped, response: PhantomData }
    }

    /// Sets an opaque string of at most 40 characters that identifies the end user for quota
    /// purposes.
    pub fn quota_user(self, user: &str) -> Self {
        self.query_text("quotaUser", user)
    }

    /// Sets the request message, which is encoded immediately.
    pub fn body(mut self, message: &dyn Wire) -> Self {
        self.untyped.body(message);
        self
    }

    /// Sets a header, replacing an earlier value. An invalid name or value is reported when the
    /// request is built.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.untyped.header(name, value);
        self
    }

    /// Sets the project that is billed for the call and whose quota it uses.
    pub fn quota_project(self, project: &str) -> Self {
        self.header(QUOTA_PROJECT, project)
    }

    /// Executes the call only if the resource still has this etag, including its quotes. Otherwise
    /// the call fails, and [`Error::is_precondition_failed`](crate::Error::is_precondition_failed)
    /// returns `true`.
    pub fn if_match(self, etag: &str) -> Self {
        self.header("if-match", etag)
    }

    /// Executes the call only if the resource no longer has this etag, including its quotes, or,
    /// with `*`, if it does not exist. Otherwise the call fails, and
    /// [`Error::is_not_modified`](crate::Error::is_not_modified) (or, for calls that change the
    /// resource, [`Error::is_precondition_failed`](crate::Error::is_precondition_failed)) returns
    /// `true`.
    pub fn if_none_match(self, etag: &str) -> Self {
        self.header("if-none-match", etag)
    }

    /// Sets the credentials. They override those of the client; see also
    /// [`Client::with_credentials`].
    pub fn credentials(mut self, credentials: Arc<dyn Credentials>) -> Self {
        self.untyped.credentials(credentials);
        self
    }

    /// Sets the timeout of the whole call, including retries. It overrides the timeout of the
    /// client.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.untyped.timeout(Some(timeout));
        self
    }

    /// Sets the longest time from the start of an attempt until the response begins. It overrides
    /// the limit of the client: see
    /// [`ClientBuilder::first_byte_timeout`](crate::ClientBuilder::first_byte_timeout).
    pub fn first_byte_timeout(mut self, timeout: Duration) -> Self {
        self.untyped.first_byte_timeout(timeout);
        self
    }

    /// Sets the longest time without a byte of the response. It overrides the limit of the client:
    /// see [`ClientBuilder::idle_timeout`](crate::ClientBuilder::idle_timeout).
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.untyped.idle_timeout(timeout);
        self
    }

    /// Sets the retry policy. It overrides the policy of the client.
    pub fn retry(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.untyped.retry(Arc::new(policy));
        self
    }

    /// Sends the request without a generated `requestId`, which makes it safe to retry calls of
    /// methods that have one.
    pub fn without_request_id(mut self) -> Self {
        self.untyped.without_request_id();
        self
    }

    /// Sets whether it is safe to send the call more than once. Only such a call is retried if the
    /// server [may have processed](crate::Error::is_unprocessed) it. The default is `true` for
    /// `GET`, `PUT` and `DELETE`, and with a `requestId` by which the server recognizes a
    /// repetition.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.untyped.idempotent(idempotent);
        self
    }

    /// Sets whether a response is accepted if the value of a field does not fit its type. It
    /// overrides the setting of the client: see
    /// [`ClientBuilder::keep_mismatched`](crate::ClientBuilder::keep_mismatched).
    pub fn keep_mismatched(mut self, keep: bool) -> Self {
        self.untyped.keep_mismatched(keep);
        self
    }

    /// Downloads media instead of the response message.
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
    pub fn send(self) -> BoxFuture<'static, Result<R>> {
        Box::pin(async move { Ok(fetch(self.untyped).await?.into_body()) })
    }

    /// Sends the request and returns the response message with status and headers.
    ///
    /// # Errors
    ///
    /// See [`send`](Self::send).
    pub fn send_with_response(self) -> BoxFuture<'static, Result<http::Response<R>>> {
        Box::pin(fetch(self.untyped))
    }

    /// Uploads media with the request.
    pub fn upload(self, descriptor: UploadDescriptor, media: Body) -> Upload<R> {
        Upload::new(self.untyped, descriptor, media)
    }

    /// Returns a stream of the messages in the response: the elements of a JSON array, or the data
    /// of server-sent events.
    pub fn stream(self) -> ResponseStream<R> {
        ResponseStream::new(self.untyped)
    }

    /// Returns the long-running operation that the call starts.
    pub fn operation<O: OperationMessage, T: Wire + Send + 'static>(
        self,
        result: &'static ResultDescriptor,
    ) -> Operation<O, T> {
        Operation::new(self.untyped, result)
    }

    /// Returns a stream over all pages, starting with this one.
    pub fn pages(self, token_position: PageToken) -> Pages<R> {
        Pages::new(self.untyped, token_position)
    }

    /// Returns a stream over the items of all pages, starting with this one. `into_items` converts
    /// a page into its items.
    pub fn items<T>(self, token_position: PageToken, into_items: fn(R) -> Vec<T>) -> Items<R, T> {
        Items::new(self.pages(token_position), into_items)
    }
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
