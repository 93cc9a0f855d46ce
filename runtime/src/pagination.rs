//! Lists that come in pages: the token of each response goes into the next request.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use serde_json::value::RawValue;

use crate::call;
use crate::error::{BuildError, Error, Result};
use crate::future::BoxFuture;
use crate::request::UntypedCall;
use crate::wire::{View, Wire, parameter_values};

/// Where the token of the next page goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageToken {
    /// Into the parameter `pageToken`.
    Query,
    /// Into the field `pageToken` of the request's message.
    Body,
}

const TOKEN: &str = "pageToken";
const NEXT: &str = "nextPageToken";

/// The pages of a list, asked for one after the other. A [`Stream`]; `next` does the same without a trait.
///
/// It ends behind the last page, or behind the first error. To go on later, from a page that is known, give the call its token.
#[must_use = "no page is asked for until the first is polled"]
pub struct Pages<R> {
    parts: Option<Box<UntypedCall>>,
    place: PageToken,
    pending: Option<BoxFuture<'static, Result<R>>>,
    /// What is wrong behind the page that was handed out last.
    failed: Option<Error>,
    /// Tokens that have been used: a server that gives one again would be asked for ever.
    used: HashSet<String>,
}

impl<R: Wire + Send + 'static> Pages<R> {
    pub(super) fn new(mut parts: Box<UntypedCall>, place: PageToken) -> Self {
        parts.query_with("fields", NEXT);
        Self { parts: Some(parts), place, pending: None, failed: None, used: HashSet::new() }
    }

    /// The next page; `None` behind the last one.
    pub async fn next(&mut self) -> Option<Result<R>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Gets ready for the page behind this one.
    fn turn(&mut self, page: &R) -> Result<()> {
        let Some(token) = next_token(page) else {
            self.parts = None;
            return Ok(());
        };
        if !self.used.insert(token.clone()) {
            return Err(Error::RepeatedPage(token));
        }
        let Some(parts) = &mut self.parts else { return Ok(()) };
        match self.place {
            PageToken::Query => parts.query(TOKEN, vec![token]),
            PageToken::Body => {
                let message = with_token(parts.message(), &token).map_err(Error::Build)?;
                parts.replace_message(message);
            }
        }
        Ok(())
    }
}

impl<R: Wire + Send + 'static> Stream for Pages<R> {
    type Item = Result<R>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.pending.is_none() {
            let Some(parts) = &self.parts else { return Poll::Ready(self.failed.take().map(Err)) };
            self.pending = Some(call::send(parts.clone()));
        }
        let Some(pending) = &mut self.pending else { return Poll::Ready(None) };
        let page = ready!(pending.as_mut().poll(context));
        self.pending = None;
        match &page {
            Ok(read) => {
                if let Err(error) = self.turn(read) {
                    self.parts = None;
                    self.failed = Some(error);
                }
            }
            Err(_) => self.parts = None,
        }
        Poll::Ready(Some(page))
    }
}

impl<R> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("next", &self.parts).finish_non_exhaustive()
    }
}

/// The items of all pages, one after the other. A [`Stream`]; `next` does the same without a trait.
#[must_use = "no page is asked for until the first item is polled"]
pub struct Items<R, T> {
    pages: Pages<R>,
    open: fn(R) -> Vec<T>,
    page: std::vec::IntoIter<T>,
}

impl<R: Wire + Send + 'static, T> Items<R, T> {
    pub(super) fn new(pages: Pages<R>, open: fn(R) -> Vec<T>) -> Self {
        Self { pages, open, page: Vec::new().into_iter() }
    }

    /// The next item; `None` behind the last one of the last page.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// All items that are still to come.
    ///
    /// # Errors
    ///
    /// If one of the pages cannot be had.
    pub async fn collect(mut self) -> Result<Vec<T>> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                // It may have no items and yet not be the last.
                Some(Ok(page)) => self.page = (self.open)(page).into_iter(),
            }
        }
    }
}

// Nothing in it is pinned.
impl<R, T> Unpin for Items<R, T> {}

impl<R: Wire + Send + 'static, T> Stream for Items<R, T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<R, T> fmt::Debug for Items<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).field("left", &self.page.len()).finish_non_exhaustive()
    }
}

fn next_token(page: &dyn Wire) -> Option<String> {
    let mut token = None;
    match page.view() {
        View::Message(page) => page.fields(&mut |fields, _| {
            if let Some((_, value)) = fields.iter().find(|(name, _)| *name == NEXT) {
                token = parameter_values(*value).pop();
            }
        }),
        View::Json(page) => token = page.get(NEXT).and_then(|token| token.as_str()).map(str::to_owned),
        _ => {}
    }
    token.filter(|token| !token.is_empty())
}

/// The message with another token; its other members stay as they are written.
fn with_token(message: Option<&Bytes>, token: &str) -> std::result::Result<Bytes, BuildError> {
    let failed = |error: serde_json::Error| BuildError::new(format!("the message takes no page token: {error}"));
    let empty = Bytes::from_static(b"{}");
    let mut members: BTreeMap<String, Box<RawValue>> =
        serde_json::from_slice(message.unwrap_or(&empty)).map_err(failed)?;
    members.insert(TOKEN.to_owned(), serde_json::value::to_raw_value(token).map_err(failed)?);
    serde_json::to_vec(&members).map(Bytes::from).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_in_the_message_leaves_the_rest_alone() {
        let message =
            Bytes::from_static(br#"{"pageToken":"a","big":123456789012345678901234567890.10,"x":{"b":1,"a":2}}"#);
        let with = with_token(Some(&message), "b\"c").expect("a message");
        assert_eq!(with, &br#"{"big":123456789012345678901234567890.10,"pageToken":"b\"c","x":{"b":1,"a":2}}"#[..]);
        assert_eq!(with_token(None, "t").expect("a message"), &br#"{"pageToken":"t"}"#[..]);
        assert!(with_token(Some(&Bytes::from_static(b"[]")), "t").is_err());
    }
}
