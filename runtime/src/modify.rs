//! Read-modify-write with optimistic concurrency.

use std::fmt;
use std::marker::PhantomData;

use http::HeaderMap;
use http::header::ETAG;

use crate::call::{Call, CallOptions};
use crate::error::{ApiError, BuildError, Error, Result};
use crate::future::BoxFuture;
use crate::wire::{Wire, text_field};

/// The default of [`Modify::max_attempts`].
const MAX_ATTEMPTS: u32 = 5;

/// Reads a resource, changes it, and writes it back, unless another writer has changed it in the
/// meantime: then it starts over with the resource as it is now.
///
/// The server compares the etag of the resource. It is sent as part of the message, where the
/// message has a field `etag`, and in the header `If-Match`. A resource without an etag is an
/// error, because a change by another writer would be lost. `getIamPolicy` requests version 3 of
/// the policy, because a policy of another version lacks its conditions.
///
/// `update` receives the changed resource and returns the call that writes it.
///
/// # Examples
///
/// ```
/// use discovery_runtime::{Error, Json, modify};
/// # use discovery_runtime::{ApiDescriptor, Call, Client, ClientBuilder, MemoryTransport, MethodDescriptor};
/// # const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "");
/// # const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes/{id}");
/// # const UPDATE: MethodDescriptor = MethodDescriptor::new("notes.update", "PUT", "notes/{id}");
/// # struct Builder(Call<Json>);
/// # impl Builder { fn call(self) -> Call<Json> { self.0 } }
/// # fn get(client: &Client, id: &str) -> Builder { Builder(Call::new(client, &GET).path_text("id", id)) }
/// # fn update(client: &Client, id: &str, note: Json) -> Builder {
/// #     Builder(Call::new(client, &UPDATE).path_text("id", id).body(&note))
/// # }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// # let transport = MemoryTransport::new()
/// #     .answer(200, r#"{"etag": "\"1\"", "pages": 1}"#)
/// #     .answer(412, "")
/// #     .answer(200, r#"{"etag": "\"2\"", "pages": 2}"#)
/// #     .answer(200, r#"{"etag": "\"3\"", "pages": 3}"#);
/// # let client: Client = ClientBuilder::new(API).transport(transport.clone()).build()?;
/// // `get` and `update` represent methods of a generated crate.
/// let note = modify(
///     get(&client, "7").call(),
///     |note| note["pages"] = (note["pages"].as_i64().unwrap_or(0) + 1).into(),
///     |note| update(&client, "7", note).call(),
/// )
/// .await?;
/// assert_eq!(note["pages"], 3);
/// # assert_eq!(transport.left(), 0);
/// # Ok(())
/// # }
/// ```
pub fn modify<'a, T, R, C, U>(get: Call<T>, change: C, update: U) -> Modify<'a, T, R, C, U>
where
    T: Wire + Send + 'static,
    R: Wire + Send + 'static,
    C: FnMut(&mut T) + Send + 'a,
    U: FnMut(T) -> Call<R> + Send + 'a,
{
    Modify { get, change, update, max_attempts: MAX_ATTEMPTS, response: PhantomData }
}

/// A change of a resource, created by [`modify`]. Awaiting it returns the response to the last
/// call.
///
/// # Errors
///
/// Awaiting it returns the error of a call, that of the last attempt if all of them conflicted with
/// other changes, or an error if the resource has no etag.
#[must_use = "nothing is read or written until the change is awaited"]
pub struct Modify<'a, T, R, C, U> {
    get: Call<T>,
    change: C,
    update: U,
    max_attempts: u32,
    response: PhantomData<fn() -> &'a R>,
}

impl<T, R, C, U> Modify<'_, T, R, C, U> {
    /// Sets how often the resource is read and written at most. The default is 5.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }
}

impl<'a, T, R, C, U> IntoFuture for Modify<'a, T, R, C, U>
where
    T: Wire + Send + 'static,
    R: Wire + Send + 'static,
    C: FnMut(&mut T) + Send + 'a,
    U: FnMut(T) -> Call<R> + Send + 'a,
{
    type Output = Result<R>;
    type IntoFuture = BoxFuture<'a, Result<R>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { get, mut change, mut update, max_attempts, .. } = self;
        let get = get.with_policy_version();
        Box::pin(async move {
            let mut attempt = 1;
            loop {
                let (head, mut resource) = get.clone().send_with_response().await?.into_parts();
                let condition = condition(&head.headers, &resource)?;
                change(&mut resource);
                let call = update(resource);
                let call = match &condition {
                    Some(etag) => call.if_match(etag),
                    None => call,
                };
                match call.send().await {
                    Err(error) if attempt < max_attempts && is_conflict(&error) => attempt += 1,
                    result => return result,
                }
            }
        })
    }
}

/// Returns the value of the header `If-Match`, or `None` if the etag in the message is enough.
fn condition(headers: &HeaderMap, resource: &dyn Wire) -> Result<Option<String>> {
    let header = headers.get(ETAG).and_then(|etag| etag.to_str().ok()).map(str::to_owned);
    let field = text_field(resource, "etag");
    // Some APIs have the value of the header in the message, others an opaque string.
    let is_header = |etag: &String| etag.starts_with('"') || etag.starts_with("W/\"");
    match (header, field) {
        (None, None) => Err(BuildError::new("the resource has no etag, so changes by others cannot be noticed").into()),
        (Some(etag), _) => Ok(Some(etag)),
        (None, Some(etag)) => Ok(Some(etag).filter(is_header)),
    }
}

/// Returns `true` if the resource has been changed by another writer.
fn is_conflict(error: &Error) -> bool {
    let is_aborted = || error.api().and_then(ApiError::rpc_status) == Some("ABORTED");
    error.is_precondition_failed() || error.is_conflict() && is_aborted()
}

impl<T, R, C, U> fmt::Debug for Modify<'_, T, R, C, U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Modify").field("get", &self.get).finish_non_exhaustive()
    }
}
