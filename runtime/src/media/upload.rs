//! Uploads: in one request where the media are small, in a session that can be taken up again where they are not.

use std::fmt;
use std::marker::PhantomData;
use std::pin::pin;

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};

use super::resumable::Session;
use crate::body::Body;
use crate::body::multipart;
use crate::descriptor::UploadDescriptor;
use crate::error::MediaError;
use crate::error::{BuildError, Error, Result};
use crate::execute::Executor;
use crate::request::UntypedCall;
use crate::response::ResponseDecoder;
use crate::wire::Wire;

/// Media up to this size go in one request, if the server takes that.
const SMALL: u64 = 5 << 20;

/// What a session sends at a time: also what is kept in memory to be sent again.
const CHUNK: usize = 8 << 20;

/// Sessions take chunks that are a multiple of this.
const UNIT: usize = 256 << 10;

/// An upload that has not begun.
///
/// Media in memory of up to 5 MiB go in one request. What is larger, or a stream, goes in a session: piece by piece, and
/// after a broken connection from what the server has got. A session costs the memory of one piece, whatever the size.
#[must_use = "nothing is sent until the upload is"]
pub struct Upload<R> {
    parts: Box<UntypedCall>,
    place: UploadDescriptor,
    media: Body,
    options: Options,
    in_session: Option<bool>,
    response: PhantomData<fn() -> R>,
}

/// A caller that wants to be told.
type Tell<T> = Box<dyn FnMut(&T) + Send>;

/// What a session needs to know beside the media.
pub(super) struct Options {
    pub(super) content_type: HeaderValue,
    /// In bytes.
    pub(super) chunk: usize,
    /// The session's URL, if it has begun before.
    pub(super) session: Option<String>,
    pub(super) on_session: Option<Tell<str>>,
    pub(super) progress: Option<Tell<u64>>,
}

impl<R: Wire + Send + 'static> Upload<R> {
    pub(crate) fn new(parts: Box<UntypedCall>, place: UploadDescriptor, media: Body) -> Self {
        let options = Options {
            content_type: HeaderValue::from_static("application/octet-stream"),
            chunk: CHUNK,
            session: None,
            on_session: None,
            progress: None,
        };
        Self { parts, place, media, options, in_session: None, response: PhantomData }
    }

    /// What the media are: `image/png`. Without it they are bytes: `application/octet-stream`.
    pub fn content_type(mut self, content_type: &str) -> Self {
        match HeaderValue::try_from(content_type) {
            Ok(content_type) if !content_type.as_bytes().is_empty() => self.options.content_type = content_type,
            _ => self.parts.fail(BuildError::new(format!("{content_type:?} is no content type"))),
        }
        self
    }

    /// Whether the media may arrive twice without harm, as with `ifGenerationMatch`: only then are they sent again where they go in one
    /// request. A session goes on after a break in any case.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.parts.idempotent(idempotent);
        self
    }

    /// Whether to upload in a session, whatever the size; the server has to know how.
    pub fn resumable(mut self, resumable: bool) -> Self {
        self.in_session = Some(resumable);
        self
    }

    /// How many bytes a session sends at a time, and keeps in memory: at least 256 KiB and a multiple of that, to which the number is
    /// rounded up. 8 MiB without it.
    pub fn chunk_size(mut self, bytes: usize) -> Self {
        self.options.chunk = bytes.div_ceil(UNIT).clamp(1, usize::MAX / UNIT / 2) * UNIT;
        self
    }

    /// Is told the session's URL when it has begun, to be saved for [`Upload::resume`]. The URL alone lets anybody go on with the
    /// upload: keep it secret.
    pub fn on_session(mut self, told: impl FnMut(&str) + Send + 'static) -> Self {
        self.options.on_session = Some(Box::new(told));
        self
    }

    /// Goes on with a session that was begun before, by this process or another. The media must be the same, from their first byte;
    /// what the server has is read and left out.
    pub fn resume(mut self, session_url: impl Into<String>) -> Self {
        self.options.session = Some(session_url.into());
        self.in_session = Some(true);
        self
    }

    /// Is told how many bytes the server has got, after each piece.
    pub fn progress(mut self, mut told: impl FnMut(u64) + Send + 'static) -> Self {
        self.options.progress = Some(Box::new(move |&count| told(count)));
        self
    }

    /// Sends the media, and reads the response.
    ///
    /// It can be dropped at any time; a session's URL is still good then.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn send(self) -> Result<R> {
        Ok(self.send_with_response().await?.into_body())
    }

    /// Like `send`; the response comes with its status and headers.
    ///
    /// # Errors
    ///
    /// As `send`.
    pub async fn send_with_response(self) -> Result<http::Response<R>> {
        let small = self.media.as_bytes().is_some_and(|bytes| bytes.len() as u64 <= SMALL);
        let in_session = self.in_session.unwrap_or(!small || !self.place.is_simple());
        let decoder = ResponseDecoder::new(&self.parts);
        let sender = self.parts.executor();
        let sending = pin!(async {
            if in_session && self.place.is_resumable() {
                self.in_session(sender.clone()).await
            } else if self.place.is_simple() && self.in_session != Some(true) {
                self.at_once(&sender).await
            } else {
                Err(MediaError::new("this method does not take media in a session").into())
            }
        });
        decoder.decode(sender.in_time(sending).await?)
    }

    async fn in_session(self, sender: Executor) -> Result<http::Response<Vec<u8>>> {
        let Self { parts, place, media, mut options, .. } = self;
        let sender = sender.idempotent();
        let headers = parts.headers().clone();
        let url = match options.session.take() {
            Some(url) => {
                return Session::new(sender, &url, headers, media, options)?.take_up().await;
            }
            None => {
                let mut request = parts.request_as(place.path(), "resumable", parts.encoded_body())?;
                let headers = request.headers_mut();
                headers.insert("x-upload-content-type", options.content_type.clone());
                if let Some(length) = media.length() {
                    headers.insert("x-upload-content-length", HeaderValue::from(length));
                }
                location(sender.whole(request).await?.headers())?
            }
        };
        if let Some(told) = &mut options.on_session {
            told(&url);
        }
        Session::new(sender, &url, headers, media, options)?.run().await
    }

    async fn at_once(self, sender: &Executor) -> Result<http::Response<Vec<u8>>> {
        let Self { parts, place, media, mut options, .. } = self;
        let (kind, content_type, body) = match parts.encoded_body() {
            None => ("media", options.content_type, media),
            Some(message) => {
                let media_type = options.content_type.to_str().unwrap_or("application/octet-stream");
                let (content_type, body) = multipart::related(&message, media_type, media);
                let content_type = HeaderValue::try_from(content_type);
                let content_type = content_type.map_err(|error| BuildError::new(error.to_string()))?;
                ("multipart", content_type, body)
            }
        };
        let length = body.length();
        let mut request = parts.request_as(place.path(), kind, None::<Bytes>)?.map(|_| ());
        request.headers_mut().insert(CONTENT_TYPE, content_type);
        // Nothing has a length, too, for which servers ask: 411.
        if length != Some(0) {
            request.headers_mut().remove(CONTENT_LENGTH);
        }
        let response = match body.as_bytes() {
            Some(bytes) => sender.whole(request.map(|()| bytes.clone())).await?,
            None => {
                if let Some(length) = length {
                    request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
                }
                sender.single(request.map(|()| body)).await?
            }
        };
        if let (Some(told), Some(length)) = (&mut options.progress, length) {
            told(&length);
        }
        Ok(response)
    }
}

fn location(headers: &HeaderMap) -> Result<String> {
    let location = headers.get(http::header::LOCATION).and_then(|url| url.to_str().ok());
    let location = location.map(str::to_owned);
    location
        .ok_or_else(|| Error::from(MediaError::new("the server began an upload and did not say where: no `Location`")))
}

impl<R> fmt::Debug for Upload<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").field("call", &self.parts).field("media", &self.media).finish_non_exhaustive()
    }
}
