//! A call of a method: its arguments, and the type of what comes back.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use crate::body::Body;
use crate::client::Client;
use crate::descriptor::MethodDescriptor;
use crate::descriptor::UploadDescriptor;
use crate::error::Result;
use crate::future::BoxFuture;
use crate::headers::QUOTA_PROJECT;
use crate::media::{Download, Upload};
use crate::pagination::{Items, PageToken, Pages};
use crate::request::{UntypedCall, all_texts};
use crate::response::read_response;
use crate::retry::RetryPolicy;
use crate::wire::{Wire, parameter_values};

/// A call that answers `R`. Request builders of generated crates are made around one.
pub struct Call<R> {
    parts: Box<UntypedCall>,
    response: PhantomData<fn() -> R>,
}

impl<R> Call<R> {
    /// A call without arguments.
    #[must_use]
    pub fn new(client: &Client, method: &'static MethodDescriptor) -> Self {
        Self { parts: Box::new(UntypedCall::new(client, method)), response: PhantomData }
    }

    /// Gives a variable of the path its value.
    #[must_use]
    #[allow(clippy::needless_pass_by_value, reason = "generated code hands over what its callers gave it")]
    pub fn path(mut self, name: &'static str, value: impl Wire) -> Self {
        self.parts.path(name, parameter_values(&value));
        self
    }

    /// Gives a variable of the path its text.
    #[must_use]
    pub fn path_text(mut self, name: &'static str, value: &str) -> Self {
        self.parts.path(name, vec![value.to_owned()]);
        self
    }

    /// Gives a variable of the path several values.
    #[must_use]
    pub fn path_all<T: Wire>(mut self, name: &'static str, values: impl IntoIterator<Item = T>) -> Self {
        self.parts.path(name, all_texts(values));
        self
    }

    /// Gives a variable of the path several texts.
    #[must_use]
    pub fn path_texts(mut self, name: &'static str, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.parts.path(name, values.into_iter().map(Into::into).collect());
        self
    }

    /// Sets a query parameter, in place of an earlier value.
    #[must_use]
    #[allow(clippy::needless_pass_by_value, reason = "generated code hands over what its callers gave it")]
    pub fn query(mut self, name: &'static str, value: impl Wire) -> Self {
        self.parts.query(name, parameter_values(&value));
        self
    }

    /// Sets a query parameter to a text, in place of an earlier value.
    #[must_use]
    pub fn query_text(mut self, name: &'static str, value: &str) -> Self {
        self.parts.query(name, vec![value.to_owned()]);
        self
    }

    /// Sets a repeated query parameter, in place of earlier values.
    #[must_use]
    pub fn query_all<T: Wire>(mut self, name: &'static str, values: impl IntoIterator<Item = T>) -> Self {
        self.parts.query(name, all_texts(values));
        self
    }

    /// Sets a repeated query parameter to texts, in place of earlier values.
    #[must_use]
    pub fn query_texts(mut self, name: &'static str, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.parts.query(name, values.into_iter().map(Into::into).collect());
        self
    }

    /// Sets any query parameter, in place of an earlier value.
    #[must_use]
    pub fn param(mut self, name: &str, value: &str) -> Self {
        self.parts.query(name.to_owned(), vec![value.to_owned()]);
        self
    }

    /// Sets the body. It is written as JSON at once.
    #[must_use]
    pub fn body(mut self, body: &dyn Wire) -> Self {
        self.parts.body(body);
        self
    }

    /// Adds a header; an invalid one is an error when the request is made.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.parts.header(name, value);
        self
    }

    /// The project that pays for the call and whose quota it uses.
    #[must_use]
    pub fn quota_project(self, project: &str) -> Self {
        self.header(QUOTA_PROJECT, project)
    }

    /// Only if the thing still has this etag, with its quotes: else the answer is 412.
    #[must_use]
    pub fn if_match(self, etag: &str) -> Self {
        self.header("if-match", etag)
    }

    /// Only if the thing no longer has this etag, with its quotes: else the answer is 304. With `*`, only if there is no such thing.
    #[must_use]
    pub fn if_none_match(self, etag: &str) -> Self {
        self.header("if-none-match", etag)
    }

    /// How long the whole call may take.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.parts.timeout(timeout);
        self
    }

    /// When to try again, in place of the client's own policy.
    #[must_use]
    pub fn retry(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.parts.retry(Arc::new(policy));
        self
    }

    /// Whether the call may arrive twice without harm, where its HTTP method does not say so: only then it is tried again.
    #[must_use]
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.parts.idempotent(idempotent);
        self
    }

    /// Asks for media in place of the response.
    pub fn download(self) -> Download {
        Download::new(self.parts)
    }

    pub(crate) fn into_parts(self) -> UntypedCall {
        *self.parts
    }

    /// The plain HTTP request, without credentials.
    ///
    /// # Errors
    ///
    /// If a parameter cannot be a part of the path, or a header is invalid.
    pub fn request(self) -> Result<http::Request<Vec<u8>>> {
        Ok(self.parts.request()?.map(Vec::from))
    }
}

impl<R: Wire + Send + 'static> Call<R> {
    /// Sends the request and reads the response.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn send(self) -> BoxFuture<'static, Result<R>> {
        send(self.parts)
    }

    /// Sends the request and reads the response, with status and headers.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn send_with_response(self) -> BoxFuture<'static, Result<http::Response<R>>> {
        Box::pin(respond(self.parts))
    }

    /// Sends media along.
    pub fn upload(self, place: UploadDescriptor, media: Body) -> Upload<R> {
        Upload::new(self.parts, place, media)
    }

    /// The pages of a list from here on.
    pub fn pages(self, token: PageToken) -> Pages<R> {
        Pages::new(self.parts, token)
    }

    /// The items of a list from here on; `open` takes them out of a page.
    pub fn items<T>(self, token: PageToken, open: fn(R) -> Vec<T>) -> Items<R, T> {
        Items::new(self.pages(token), open)
    }
}

pub(crate) fn send<R: Wire + Send + 'static>(parts: Box<UntypedCall>) -> BoxFuture<'static, Result<R>> {
    Box::pin(async move { Ok(respond(parts).await?.into_body()) })
}

async fn respond<R: Wire>(parts: Box<UntypedCall>) -> Result<http::Response<R>> {
    read_response(parts.execute().await?, parts.form())
}

impl<R> Clone for Call<R> {
    fn clone(&self) -> Self {
        Self { parts: self.parts.clone(), response: PhantomData }
    }
}

impl<R> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.fmt(f)
    }
}
