//! Calls without an async runtime: the calling thread waits.
//!
//! [`Wait::wait`] waits for a call, an upload, a download, a batch or an operation, [`iter`] for
//! the items or pages of a list, the messages of a stream or the states of an operation, and
//! [`read`] reads a download.
//! [`Body::reader`](crate::Body::reader) uploads from a reader.
//!
//! # Examples
//!
//! ```no_run
//! use std::io::{copy, stdin, stdout};
//!
//! use discovery_runtime::blocking::{self, Wait};
//! use discovery_runtime::{Body, Client};
//! # use discovery_runtime::__private::UploadDescriptor;
//! # use discovery_runtime::media::{Download, Upload};
//! # use discovery_runtime::pagination::{Items, PageToken};
//! # use discovery_runtime::{BoxFuture, Call, Json, MethodDescriptor, Result};
//! # const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes/{id}");
//! # const LIST: MethodDescriptor = MethodDescriptor::new("notes.list", "GET", "notes");
//! # const UPLOAD: UploadDescriptor = UploadDescriptor::both("upload/v1/notes");
//! # struct Note(Call<Json>);
//! # impl Note {
//! #     fn send(self) -> BoxFuture<'static, Result<Json>> { self.0.send() }
//! #     fn upload(self, media: Body) -> Upload<Json> { self.0.upload(UPLOAD, media) }
//! #     fn download(self) -> Download { self.0.download() }
//! #     fn items(self) -> Items<Json, Json> { self.0.items(PageToken::Query, |page| vec![page]) }
//! # }
//! # fn get(client: &Client, id: &str) -> Note { Note(Call::new(client, &GET).path_text("id", id)) }
//! # fn list(client: &Client) -> Note { Note(Call::new(client, &LIST)) }
//!
//! # fn example(client: &Client) -> std::result::Result<(), Box<dyn std::error::Error>> {
//! // `get` and `list` represent methods of a generated crate.
//! let note = get(client, "7").send().wait()?;
//!
//! for note in blocking::iter(list(client).items()) {
//!     println!("{}", note?["text"]);
//! }
//!
//! get(client, "8").upload(Body::reader(stdin(), None)).send().wait()?;
//!
//! let media = get(client, "8").download().send().wait()?;
//! copy(&mut blocking::read(media), &mut stdout())?;
//! # Ok(())
//! # }
//! ```
//!
//! # The shared runtime
//!
//! The first wait starts a tokio runtime with one thread. All threads of the process share it, and
//! it runs until the process exits, so that later calls reuse connections. Connections belong to
//! the runtime on which they were opened: do not share a client between blocking and async code.
//!
//! A thread that runs an async runtime must not wait, because it would block all other tasks.
//! Waiting there returns an error; use `.await` instead.

mod body;
mod read;
mod runtime;

use std::future::poll_fn;
use std::iter::FusedIterator;
use std::pin::Pin;

use futures_core::Stream;

pub use self::read::{Reader, read};
pub use self::runtime::block_on;
use crate::error::Result;

/// An extension trait to wait for the future of a call, an upload, a download, a batch or a
/// long-running operation.
pub trait Wait {
    /// The value that the future returns on success.
    type Value;

    /// Blocks the current thread until the future completes.
    ///
    /// # Errors
    ///
    /// Returns the error of the call, or an error of [`block_on`].
    fn wait(self) -> Result<Self::Value>;
}

impl<T, F: IntoFuture<Output = Result<T>>> Wait for F {
    type Value = T;

    fn wait(self) -> Result<T> {
        block_on(self.into_future())?
    }
}

/// Returns an iterator that blocks the current thread until the stream has its next item.
///
/// Accepts the streams of items, pages and messages, the handles of operations, and downloads. If
/// waiting fails as described for [`block_on`], the error is the last item.
pub fn iter<T, S: Stream<Item = Result<T>> + Unpin>(stream: S) -> Iter<S> {
    Iter(Some(stream))
}

/// A blocking iterator over a stream, created by [`iter`].
#[derive(Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Iter<S>(Option<S>);

impl<T, S: Stream<Item = Result<T>> + Unpin> Iterator for Iter<S> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        let stream = self.0.as_mut()?;
        let next = block_on(poll_fn(|context| Pin::new(&mut *stream).poll_next(context)));
        if !matches!(next, Ok(Some(_))) {
            self.0 = None;
        }
        next.unwrap_or_else(|error| Some(Err(error)))
    }
}

impl<T, S: Stream<Item = Result<T>> + Unpin> FusedIterator for Iter<S> {}
