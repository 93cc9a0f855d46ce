//! The items of a list.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

use super::Pages;
use crate::error::Result;
use crate::wire::Wire;

/// A [`Stream`] over the items of all pages of a list. [`next`](Self::next) does the same without a
/// trait.
///
/// Each page is requested when its first item is needed. The stream ends after the last item, or
/// after the first error. The timeout of the request builder covers the whole list: see [`Pages`].
#[must_use = "pages are not requested until the stream is polled"]
pub struct Items<R, T> {
    pages: Pages<R>,
    into_items: fn(R) -> Vec<T>,
    page: std::vec::IntoIter<T>,
    /// The number of items that may still be returned.
    limit: Option<u64>,
    /// The number of items of the current page when it arrived.
    page_length: Option<u64>,
}

impl<R: Wire + Send + 'static, T> Items<R, T> {
    pub(crate) fn new(pages: Pages<R>, into_items: fn(R) -> Vec<T>) -> Self {
        Self { pages, into_items, page: Vec::new().into_iter(), limit: None, page_length: None }
    }

    /// Ends the stream after this number of items. The last page is requested with the size that
    /// is needed, if the API has a parameter for it.
    pub fn limit(mut self, items: u64) -> Self {
        self.limit = Some(items);
        self
    }

    /// Sets the timeout of each page, including retries: see [`Pages::page_timeout`].
    pub fn page_timeout(mut self, timeout: Duration) -> Self {
        self.pages = self.pages.page_timeout(timeout);
        self
    }

    /// Requests each page while the items of the one before it are consumed.
    pub fn prefetch(mut self) -> Self {
        self.pages = self.pages.prefetch();
        self
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

    /// Returns the token of the page after the current one, with which another process can
    /// continue. [`take_page`](Self::take_page) returns what is left of the current page.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.pages.token()
    }

    /// Removes the items of the current page that have not been returned.
    pub fn take_page(&mut self) -> Vec<T> {
        self.page.by_ref().collect()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if self.limit == Some(0) {
                return Poll::Ready(None);
            }
            if let Some(item) = self.page.next() {
                self.limit = self.limit.map(|limit| limit.saturating_sub(1));
                self.prefetch_if_needed(context);
                return Poll::Ready(Some(Ok(item)));
            }
            self.limit_next_page();
            match ready!(self.pages.poll_next_page(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                // A page without items is not necessarily the last one.
                Some(Ok(page)) => self.page = (self.into_items)(page).into_iter(),
            }
            self.page_length = Some(self.page.len() as u64).filter(|length| *length > 0);
            self.limit_next_page();
            self.prefetch_if_needed(context);
        }
    }

    /// Limits the size of the next page to the items that are needed beyond the current one.
    fn limit_next_page(&mut self) {
        if let Some(needed) = self.needed().filter(|needed| *needed > 0) {
            self.pages.limit_size(needed, self.page_length);
        }
    }

    /// Returns how many items are needed beyond the current page.
    fn needed(&self) -> Option<u64> {
        self.limit.map(|limit| limit.saturating_sub(self.page.len() as u64))
    }

    fn prefetch_if_needed(&mut self, context: &mut Context<'_>) {
        if self.needed() != Some(0) {
            self.pages.poll_prefetch(context);
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

/// Returns the items of a page: the elements of a list, or the entries of a map.
#[inline(never)]
pub fn into_items<T>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    items.into_iter().collect()
}
