//! Lists that are divided into pages: each response contains the token of the next request.

pub(crate) mod items;
mod list_timeout;
mod page_size;

use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

pub use self::items::Items;
use self::list_timeout::ListTimeout;
use self::page_size::PageSize;
use crate::error::{Error, PaginationError, Result};
use crate::future::BoxFuture;
use crate::partial::{Partial, mask_of};
use crate::request::{UntypedCall, with_member};
use crate::response::fetch;
use crate::wire::{Wire, text_field};

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
/// The stream ends after the last page, or after the first error. To continue elsewhere, set the
/// page token of a request to [`token`](Self::token).
///
/// The options of the request builder apply to all pages. Its timeout covers the whole list: the
/// time that the caller waits for pages, but not the time between them. Each page has the
/// [`page_timeout`](Self::page_timeout).
#[must_use = "pages are not requested until the stream is polled"]
pub struct Pages<R> {
    /// The call for the next page; `None` after the last one.
    call: Option<Box<UntypedCall>>,
    token_position: PageToken,
    size: Option<PageSize>,
    prefetch: bool,
    timeout: ListTimeout,
    page_timeout: Option<Duration>,
    response: Option<BoxFuture<'static, Result<R>>>,
    /// A page that was requested before it was needed.
    prefetched: Option<Result<R>>,
    /// An error to return after the current page.
    error: Option<Error>,
    /// The token of the next page.
    token: Option<String>,
    /// The hashes of the page tokens received so far, to notice a server that repeats one. The
    /// tokens themselves may be long.
    tokens: HashSet<u64>,
    hash: RandomState,
}

impl<R: Wire + Send + 'static> Pages<R> {
    pub(crate) fn new(mut call: Box<UntypedCall>, token_position: PageToken) -> Self {
        call.append_to_query("fields", token_position.response_field());
        Self {
            timeout: ListTimeout::new(call.own_timeout()),
            page_timeout: None,
            call: Some(call),
            token_position,
            size: None,
            prefetch: false,
            response: None,
            prefetched: None,
            error: None,
            token: None,
            tokens: HashSet::new(),
            hash: RandomState::new(),
        }
    }

    /// Sets the name of the parameter, or of the field of the request message, that is the size of
    /// a page, and its maximum, or 0 if that is not known. [`Items::limit`] needs it.
    pub fn size_parameter(mut self, name: &'static str, maximum: u64) -> Self {
        self.size = Some(PageSize { name, maximum });
        self
    }

    /// Sets the timeout of each page, including retries. The default is the timeout of the client.
    pub fn page_timeout(mut self, timeout: Duration) -> Self {
        self.page_timeout = Some(timeout);
        self
    }

    /// Limits the remaining pages to the fields of `P`, a type declared by
    /// [`partial!`](crate::partial!), and to the page token, and decodes them as `P`. A page that
    /// was requested but not returned is requested again.
    pub fn select<P: Partial<R>>(mut self) -> Pages<P> {
        if let Some(call) = &mut self.call {
            call.query("fields", mask_of::<P, R>());
            call.append_to_query("fields", self.token_position.response_field());
        }
        Pages {
            call: self.call,
            token_position: self.token_position,
            size: self.size,
            prefetch: self.prefetch,
            timeout: self.timeout,
            page_timeout: self.page_timeout,
            response: None,
            prefetched: None,
            error: self.error,
            token: self.token,
            tokens: self.tokens,
            hash: self.hash,
        }
    }

    /// Requests each page while the caller works on the one before it.
    ///
    /// The request makes progress only while the stream is polled, as with
    /// [`Items`] whose items the caller awaits one after the other.
    pub fn prefetch(mut self) -> Self {
        self.prefetch = true;
        self
    }

    /// Returns a stream over the items of all pages. `into_items` converts a page into its items.
    pub fn items<T>(self, into_items: fn(R) -> Vec<T>) -> Items<R, T> {
        Items::new(self, into_items)
    }

    /// Returns the next page, or `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<R>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the token of the page that follows the one returned last, with which another
    /// process can continue. `None` before the first page and after the last one.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Prepares the call for the page after this one.
    fn advance(&mut self, page: &R) -> Result<()> {
        self.token = None;
        let Some(mut call) = self.call.take() else { return Ok(()) };
        let Some(token) = text_field(page, self.token_position.response_field()) else { return Ok(()) };
        let in_call = |error: Error| call.in_context(error, None);
        if !self.tokens.insert(self.hash.hash_one(&token)) {
            return Err(in_call(PaginationError::new(token).into()));
        }
        self.token = Some(token.clone());
        match self.token_position {
            PageToken::Query | PageToken::SameName => call.query(PAGE_TOKEN, vec![token]),
            PageToken::Body => {
                let message = with_member(call.message(), PAGE_TOKEN, &token.into());
                let message = message.map_err(|error| in_call(error.into()))?;
                call.replace_message(message);
            }
        }
        self.call = Some(call);
        Ok(())
    }

    /// Limits the size of the next page, which has not been requested yet, if that is the last one
    /// that is needed. `previous` is the number of items of the page before.
    fn limit_size(&mut self, needed: u64, previous: Option<u64>) {
        let (Some(size), Some(call)) = (self.size, &mut self.call) else { return };
        if self.response.is_some() || self.prefetched.is_some() {
            return;
        }
        if let Err(error) = size.limit(call, self.token_position, needed, previous) {
            call.fail(error);
        }
    }

    /// Completes with the next page, whose token it stores.
    fn poll_next_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R>>> {
        let Some(page) = ready!(self.poll_awaited(context)) else { return Poll::Ready(self.error.take().map(Err)) };
        match &page {
            Ok(page) => self.error = self.advance(page).err(),
            Err(_) => self.call = None,
        }
        Poll::Ready(Some(page))
    }

    /// Completes when the next page, for which the caller waits, has arrived or takes too long.
    fn poll_awaited(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R>>> {
        if let Poll::Ready(page) = self.poll_response(context) {
            if let Some(call) = &self.call {
                self.timeout.stop(call.client.now());
            }
            return Poll::Ready(page);
        }
        let Some(call) = &self.call else { return Poll::Pending };
        let transport = &*call.client.settings().transport;
        let error = ready!(self.timeout.poll_expired(transport, context));
        let error = Error::from(error).with_method_id(call.method.id());
        self.response = None;
        Poll::Ready(Some(Err(error)))
    }

    /// Returns the timeout of the next page, or `None` for the client's.
    fn timeout_of_page(&self, call: &UntypedCall) -> Option<Duration> {
        let of_page = self.page_timeout.or(call.client.settings().timeout);
        // A page that is requested ahead of time takes none of the time that the caller waits.
        let left = self.timeout.left().filter(|_| !self.prefetch);
        match (of_page, left) {
            (Some(of_page), Some(left)) => Some(of_page.min(left)),
            (of_page, left) => of_page.or(left),
        }
    }

    /// Completes when the next page has arrived. Requests it if that has not been done.
    fn poll_response(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R>>> {
        if let Some(page) = self.prefetched.take() {
            return Poll::Ready(Some(page));
        }
        let response = match &mut self.response {
            Some(response) => response,
            None => {
                let Some(mut call) = self.call.clone() else { return Poll::Ready(None) };
                call.timeout(self.timeout_of_page(&call));
                self.response.insert(Box::pin(fetch(call)))
            }
        };
        let page = ready!(response.as_mut().poll(context));
        self.response = None;
        Poll::Ready(Some(page))
    }

    /// Lets the request of the next page make progress.
    fn poll_prefetch(&mut self, context: &mut Context<'_>) {
        if self.prefetch
            && self.prefetched.is_none()
            && let Poll::Ready(page) = self.poll_response(context)
        {
            self.prefetched = page;
        }
    }
}

// No field is structurally pinned.
impl<R> Unpin for Pages<R> {}

impl<R: Wire + Send + 'static> Stream for Pages<R> {
    type Item = Result<R>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let page = ready!(self.poll_next_page(context));
        self.poll_prefetch(context);
        Poll::Ready(page)
    }
}

impl<R> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("call", &self.call).finish_non_exhaustive()
    }
}
