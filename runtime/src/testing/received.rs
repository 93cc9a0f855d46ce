//! The requests that a transport for tests has received, by method.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use http::header::CONTENT_TYPE;

use super::arguments::{self, Arguments};
use crate::body::multipart;
use crate::descriptor::MethodDescriptor;
use crate::headers::METHOD_OVERRIDE;
use crate::method::Method;
use crate::request::{RequestShape, http_body, member_text};
use crate::wire::{DecodeError, decode};

/// A request of the method `M` that a [`MemoryTransport`](crate::MemoryTransport) has received.
///
/// A call of a batch is a separate request; a resumable upload is one request, whatever the
/// number of its chunks.
pub struct Received<M> {
    call: Arc<ReceivedCall>,
    method: PhantomData<fn() -> M>,
}

impl<M: Method> Received<M> {
    pub(super) fn new(call: Arc<ReceivedCall>) -> Self {
        Self { call, method: PhantomData }
    }

    /// Returns the value of a path variable or query parameter, by its wire name. If it has several
    /// values, this is the first one.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params(name).first().map(String::as_str)
    }

    /// Returns all values of a path variable or query parameter, by its wire name.
    #[must_use]
    pub fn params(&self, name: &str) -> &[String] {
        self.call.values(name)
    }

    /// Returns the value of a header, if it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.call.http.headers().get(name)?.to_str().ok()
    }

    /// Decodes the request message. Without one, this is an empty message.
    ///
    /// # Errors
    ///
    /// Returns an error if the body of the request does not fit the type.
    pub fn message(&self) -> Result<M::Request, DecodeError> {
        decode(self.call.message.as_deref().unwrap_or(b"{}"))
    }

    /// Returns the media of an upload, once all of them have been received.
    #[must_use]
    pub fn media(&self) -> Option<&[u8]> {
        self.call.media.as_deref()
    }

    /// Returns the HTTP request. Of a resumable upload, this is the one that creates the session;
    /// of a batch, the part with this call.
    #[must_use]
    pub fn http(&self) -> &http::Request<Vec<u8>> {
        &self.call.http
    }
}

impl<M> fmt::Debug for Received<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received").field("method", &self.call.method.id()).finish_non_exhaustive()
    }
}

/// A request, whatever its types.
#[derive(Clone, Debug)]
pub(super) struct ReceivedCall {
    pub(super) method: &'static MethodDescriptor,
    pub(super) http: http::Request<Vec<u8>>,
    /// The path variables and query parameters.
    arguments: Arguments,
    /// The request message, in JSON, without the API's data wrapper.
    pub(super) message: Option<Vec<u8>>,
    pub(super) media: Option<Vec<u8>>,
    pub(super) has_data_wrapper: bool,
}

impl ReceivedCall {
    pub(super) fn new(method: &'static MethodDescriptor, http: http::Request<Vec<u8>>, shape: RequestShape) -> Self {
        let is_form = http.headers().contains_key(METHOD_OVERRIDE);
        let form = if is_form { String::from_utf8_lossy(http.body()).into_owned() } else { String::new() };
        let mut arguments =
            arguments::of_path(method.path(), http.uri().path(), shape.service_path).unwrap_or_default();
        arguments.extend(arguments::of_query(http.uri().query().unwrap_or_default()));
        arguments.extend(arguments::of_query(&form));
        let has_data_wrapper = shape.has_data_wrapper;
        let mut call = Self { method, http, arguments, message: None, media: None, has_data_wrapper };
        if !is_form {
            call.read_body();
        }
        call
    }

    /// Returns the request without its body, which is a chunk of a resumable upload.
    pub(super) fn without_content(self) -> Self {
        Self { message: None, media: None, ..self }
    }

    /// Returns the upload with all of its media.
    pub(super) fn with_media(&self, media: Vec<u8>) -> Self {
        Self { media: Some(media), ..self.clone() }
    }

    fn read_body(&mut self) {
        let body = self.http.body().clone();
        let (message, media) = match self.upload_type() {
            Some("media") => (None, Some(body)),
            Some("multipart") => self.related_parts().unzip(),
            _ if self.method.has_raw_request() => {
                (Some(http_body::describe(Some(self.content_type()), &body)), Some(body))
            }
            _ => (Some(body).filter(|body| !body.is_empty()), None),
        };
        let is_wrapped = self.has_data_wrapper && !self.method.has_raw_request();
        self.message = match message {
            Some(message) if is_wrapped => member_text(&message, "data").map(|text| text.as_bytes().to_vec()),
            message => message,
        };
        self.media = media;
    }

    /// Returns the message and the media of a `multipart/related` body.
    fn related_parts(&self) -> Option<(Vec<u8>, Vec<u8>)> {
        let parts = multipart::divide(self.content_type(), self.http.body())?;
        let [(_, message), (_, media)] = parts.as_slice() else { return None };
        Some((message.to_vec(), media.to_vec()))
    }

    fn content_type(&self) -> &str {
        self.http.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Returns the upload protocol of the request.
    pub(super) fn upload_type(&self) -> Option<&str> {
        self.values("uploadType").first().map(String::as_str)
    }

    /// Returns the values of a path variable or query parameter.
    pub(super) fn values(&self, name: &str) -> &[String] {
        self.arguments.iter().find(|(known, _)| known == name).map_or(&[][..], |(_, values)| values.as_slice())
    }
}
