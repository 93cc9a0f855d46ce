//! Lists that are divided into pages: each response contains the token of the next request.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use serde_json::value::RawValue;

use crate::error::{BuildError, Error, PaginationError, Result};
use crate::future::BoxFuture;
use crate::request::UntypedCall;
use crate::response::fetch;
use crate::wire::{View, Wire, parameter_values};

/// Where a request contains its page token, and where the response contains the next one: in
/// `nextPageToken`, unless the variant says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageToken {
    /// In the query parameter `pageToken`.
    Query,
    /// In the field `pageToken` of the request message.
    Body,
    /// In the query parameter `pageToken`. The response contains the next one in `pageToken`, too.
    SameName,
}

impl PageToken {
    /// Returns the field of the response that contains the next token.
    const fn response_field(self) -> &'static str {
        match self {
            Self::Query | Self::Body => NEXT_PAGE_TOKEN,
            Self::SameName => PAGE_TOKEN,
        }
    }
}

const PAGE_TOKEN: &str = "pageToken";
const NEXT_PAGE_TOKEN: &str = "nextPageToken";

/// A [`Stream`] over the pages of a list, each of which is requested when it is needed.
/// [`next`](Self::next) does the same without a trait.
///
/// The stream ends after the last page, or after the first error. To resume at a known page later,
/// set the page token of the request.
#[must_use = "pages are not requested until the stream is polled"]
pub struct Pages<R> {
    /// The call for the next page; `None` after the last one.
    call: Option<Box<UntypedCall>>,
    token_position: PageToken,
    response: Option<BoxFuture<'static, Result<R>>>,
    /// An error to return after the current page.
    error: Option<Error>,
    /// The page tokens received so far, to notice a server that repeats one.
    tokens: HashSet<String>,
}

impl<R: Wire + Send + 'static> Pages<R> {
    pub(crate) fn new(mut call: Box<UntypedCall>, token_position: PageToken) -> Self {
        call.append_to_query("fields", token_position.response_field());
        Self { call: Some(call), token_position, response: None, error: None, tokens: HashSet::new() }
    }

    /// Returns the next page, or `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<R>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Prepares the call for the page after this one.
    fn advance(&mut self, page: &R) -> Result<()> {
        let Some(mut call) = self.call.take() else { return Ok(()) };
        let Some(token) = next_page_token(page, self.token_position.response_field()) else { return Ok(()) };
        let in_call = |error: Error| error.with_method_id(call.method.id());
        if !self.tokens.insert(token.clone()) {
            return Err(in_call(PaginationError::new(token).into()));
        }
        match self.token_position {
            PageToken::Query | PageToken::SameName => call.query(PAGE_TOKEN, vec![token]),
            PageToken::Body => {
                let message = with_page_token(call.message(), &token).map_err(|error| in_call(error.into()))?;
                call.replace_message(message);
            }
        }
        self.call = Some(call);
        Ok(())
    }
}

impl<R: Wire + Send + 'static> Stream for Pages<R> {
    type Item = Result<R>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let response = match &mut this.response {
            Some(response) => response,
            None => {
                let Some(call) = this.call.clone() else { return Poll::Ready(this.error.take().map(Err)) };
                this.response.insert(Box::pin(async move { Ok(fetch(call).await?.into_body()) }))
            }
        };
        let page = ready!(response.as_mut().poll(context));
        this.response = None;
        match &page {
            Ok(page) => this.error = this.advance(page).err(),
            Err(_) => this.call = None,
        }
        Poll::Ready(Some(page))
    }
}

impl<R> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("call", &self.call).finish_non_exhaustive()
    }
}

/// A [`Stream`] over the items of all pages of a list. [`next`](Self::next) does the same without a
/// trait.
///
/// Each page is requested when its first item is needed. The stream ends after the last item, or
/// after the first error.
#[must_use = "pages are not requested until the stream is polled"]
pub struct Items<R, T> {
    pages: Pages<R>,
    into_items: fn(R) -> Vec<T>,
    page: std::vec::IntoIter<T>,
}

impl<R: Wire + Send + 'static, T> Items<R, T> {
    pub(crate) fn new(pages: Pages<R>, into_items: fn(R) -> Vec<T>) -> Self {
        Self { pages, into_items, page: Vec::new().into_iter() }
    }

    /// Returns the next item, or `None` after the last item of the last page.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Returns all remaining items.
    ///
    /// # Errors
    ///
    /// Returns the error of the first page that cannot be fetched.
    pub async fn collect(mut self) -> Result<Vec<T>> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                // A page without items is not necessarily the last one.
                Some(Ok(page)) => self.page = (self.into_items)(page).into_iter(),
            }
        }
    }
}

// No field is structurally pinned.
impl<R, T> Unpin for Items<R, T> {}

impl<R: Wire + Send + 'static, T> Stream for Items<R, T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<R, T> fmt::Debug for Items<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("items_left_in_page", &self.page.len())
            .finish_non_exhaustive()
    }
}

fn next_page_token(page: &dyn Wire, field: &str) -> Option<String> {
    let mut token = None;
    match page.view() {
        View::Message(page) => page.fields(&mut |fields, _| {
            if let Some((_, value)) = fields.iter().find(|(name, _)| *name == field) {
                token = parameter_values(*value).pop();
            }
        }),
        View::Json(page) => token = page.get(field).and_then(|token| token.as_str()).map(str::to_owned),
        _ => {}
    }
    token.filter(|token| !token.is_empty())
}

/// Returns an encoded message with another page token. The text of its other members is not
/// changed.
fn with_page_token(message: Option<&Bytes>, token: &str) -> Result<Bytes, BuildError> {
    let failed = |error: serde_json::Error| {
        BuildError::new(format!("page token cannot be added to the request message: {error}"))
    };
    let empty = Bytes::from_static(b"{}");
    let mut members: BTreeMap<String, Box<RawValue>> =
        serde_json::from_slice(message.unwrap_or(&empty)).map_err(failed)?;
    members.insert(PAGE_TOKEN.to_owned(), serde_json::value::to_raw_value(token).map_err(failed)?);
    serde_json::to_vec(&members).map(Bytes::from).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_the_page_token_without_changing_other_members() {
        let message =
            Bytes::from_static(br#"{"pageToken":"a","big":123456789012345678901234567890.10,"x":{"b":1,"a":2}}"#);
        let with_token = with_page_token(Some(&message), "b\"c").expect("a JSON object");
        assert_eq!(
            with_token,
            &br#"{"big":123456789012345678901234567890.10,"pageToken":"b\"c","x":{"b":1,"a":2}}"#[..]
        );
        assert_eq!(with_page_token(None, "t").expect("a JSON object"), &br#"{"pageToken":"t"}"#[..]);
        assert!(with_page_token(Some(&Bytes::from_static(b"[]")), "t").is_err());
    }
}
