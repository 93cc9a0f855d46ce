//! For programs without an async runtime: every call, list, upload and download, with the thread waiting for it.
//!
//! ```no_run
//! use std::io::{copy, stdin};
//!
//! use discovery_runtime::blocking::{self, Wait};
//! use discovery_runtime::{Body, Client, Error, Json};
//! # use discovery_runtime::{Call, MethodDescriptor, UploadDescriptor, media::{Download, Upload}, pagination::{Items, PageToken}};
//! # const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes/{id}");
//! # const LIST: MethodDescriptor = MethodDescriptor::new("notes.list", "GET", "notes");
//! # const PLACE: UploadDescriptor = UploadDescriptor::both("upload/v1/notes");
//! # struct Note(Call<Json>);
//! # impl Note {
//! #     fn send(self) -> discovery_runtime::BoxFuture<'static, discovery_runtime::Result<Json>> { self.0.send() }
//! #     fn upload(self, media: Body) -> Upload<Json> { self.0.upload(PLACE, media) }
//! #     fn download(self) -> Download { self.0.download() }
//! #     fn items(self) -> Items<Json, Json> { self.0.items(PageToken::Query, |page| vec![page]) }
//! # }
//! # fn get(client: &Client, id: &str) -> Note { Note(Call::new(client, &GET).path_text("id", id)) }
//! # fn list(client: &Client) -> Note { Note(Call::new(client, &LIST)) }
//!
//! # fn example(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
//! // `get` and `list` stand for the methods of a generated crate.
//! let note = get(client, "7").send().wait()?;
//!
//! for note in blocking::iter(list(client).items()) {
//!     println!("{}", note?["text"]);
//! }
//!
//! get(client, "8").upload(Body::reader(stdin(), None)).send().wait()?;
//!
//! let media = get(client, "8").download().send().wait()?;
//! copy(&mut blocking::read(media), &mut std::io::stdout())?;
//! # Ok(())
//! # }
//! ```
//!
//! One runtime with one thread works for the whole process. It begins with the first wait and stays, so that later calls find their
//! connections open. Have another client for async code, if there is some: connections live on the runtime that opened them.
//!
//! A thread on which an async runtime runs must not wait, as nothing else would go on there: that is an error. In async code, `.await`.

mod body;
mod read;
mod runtime;

use std::future::{Future, poll_fn};
use std::pin::Pin;

use futures_core::Stream;

pub use self::read::{Reader, read};
pub use self::runtime::block_on;
use crate::error::Result;

/// Waits for what a call comes to. For all futures with such an outcome: what the `send` of calls, uploads, downloads and batches
/// gives, and the `bytes` and `to_file` of downloads.
pub trait Wait {
    /// What comes.
    type Value;

    /// Has this thread wait until it is there.
    ///
    /// # Errors
    ///
    /// Those of the call, and those of [`block_on`].
    fn wait(self) -> Result<Self::Value>;
}

impl<T, F: Future<Output = Result<T>>> Wait for F {
    type Value = T;

    fn wait(self) -> Result<T> {
        block_on(self)?
    }
}

/// The items or pages of a list, or the pieces of a download, with the thread waiting for each of them.
///
/// Where waiting itself fails, as [`block_on`] says, that is the last item.
pub fn iter<T, S: Stream<Item = Result<T>> + Unpin>(stream: S) -> Iter<S> {
    Iter(Some(stream))
}

/// What [`iter`] gives.
#[derive(Debug)]
#[must_use = "nothing is asked for until the first item is"]
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

impl<T, S: Stream<Item = Result<T>> + Unpin> std::iter::FusedIterator for Iter<S> {}
