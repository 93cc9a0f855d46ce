//! A call of a method: its arguments, and the type of what comes back.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

use super::parts::{Parts, all_texts};
use super::{HttpRequest, HttpResponse, Method, envelope};
use crate::client::Client;
use crate::error::{Error, Result, UnreadableResponse};
use crate::wire::{Wire, decode_into, texts};

/// A response on its way.
pub type Sending<T> = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

/// A call that answers `R`. Request builders of generated crates are made around one.
pub struct Call<R> {
    parts: Box<Parts>,
    response: PhantomData<fn() -> R>,
}

impl<R> Call<R> {
    /// A call without arguments.
    #[must_use]
    pub fn new(client: &Client, method: &'static Method) -> Self {
        Self { parts: Box::new(Parts::new(client, method)), response: PhantomData }
    }

    /// Gives a variable of the path its value.
    #[must_use]
    #[allow(clippy::needless_pass_by_value, reason = "generated code hands over what its callers gave it")]
    pub fn path(mut self, name: &'static str, value: impl Wire) -> Self {
        self.parts.path(name, texts(&value));
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
        self.parts.query(name, texts(&value));
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

    /// How long the whole call may take.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.parts.timeout(timeout);
        self
    }

    /// The plain HTTP request, without credentials.
    ///
    /// # Errors
    ///
    /// If a parameter cannot be a part of the path, or a header is invalid.
    pub fn request(self) -> Result<HttpRequest> {
        self.parts.request()
    }
}

impl<R: Wire + Send + 'static> Call<R> {
    /// Sends the request and reads the response.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn send(self) -> Sending<R> {
        let sending = self.send_with_response();
        Box::pin(async move { Ok(sending.await?.into_body()) })
    }

    /// Sends the request and reads the response, with status and headers.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn send_with_response(self) -> Sending<HttpResponse<R>> {
        let wrapped = self.parts.client.api().wraps_data();
        Box::pin(async move {
            let response = self.parts.execute().await?;
            let mut value = R::empty();
            if !R::ignores_input() { read(response, &mut value, wrapped) } else { Ok(response) }
                .map(|response| response.map(|_| value))
        })
    }
}

/// Reads the body; an empty one, as of a 204, leaves the value as it is.
fn read(response: HttpResponse<Vec<u8>>, value: &mut dyn Wire, wrapped: bool) -> Result<HttpResponse<Vec<u8>>> {
    let body = response.body();
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(response);
    }
    let read = if wrapped { envelope::decode(value, body) } else { decode_into(value, body) };
    match read {
        Ok(()) => Ok(response),
        Err(error) => Err(Error::Decode(Box::new(UnreadableResponse::new(error, response)))),
    }
}

impl<R> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.fmt(f)
    }
}
