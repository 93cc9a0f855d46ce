//! Options of calls, which all request builders have.

use std::sync::Arc;
use std::time::Duration;

use super::Call;
use crate::auth::Credentials;
use crate::headers::QUOTA_PROJECT;
use crate::request::UntypedCall;
use crate::retry::RetryPolicy;

/// The options of a call. All request builders and [`Call`] implement it:
///
/// ```
/// use std::time::Duration;
///
/// use discovery_runtime::CallOptions;
///
/// /// Sets the options of all calls that a user waits for.
/// fn interactive<B: CallOptions>(request: B, user: &str) -> B {
///     request.timeout(Duration::from_secs(5)).quota_user(user)
/// }
/// ```
///
/// A list of pages, an upload or an operation has the options of the request builder that it is made
/// from. Options that are not set are those of the [client](crate::ClientBuilder).
///
/// They are functions of a trait, which callers import, because a large API has a thousand request
/// builders: functions of each would take the compiler a quarter of its time.
pub trait CallOptions: Sized {
    #[doc(hidden)]
    fn untyped(&mut self) -> &mut UntypedCall;

    /// Sets a query parameter that has no function here, replacing an earlier value.
    fn param(mut self, name: &str, value: &str) -> Self {
        self.untyped().query(name.to_owned(), vec![value.to_owned()]);
        self
    }

    /// Sets an opaque string of at most 40 characters that identifies the end user for quota
    /// purposes.
    fn quota_user(self, user: &str) -> Self {
        self.param("quotaUser", user)
    }

    /// Sets the project that is billed for the call and whose quota it uses.
    fn quota_project(self, project: &str) -> Self {
        self.header(QUOTA_PROJECT, project)
    }

    /// Sets a header, replacing an earlier value. An invalid name or value is reported when the
    /// request is built.
    fn header(mut self, name: &str, value: &str) -> Self {
        self.untyped().header(name, value);
        self
    }

    /// Executes the call only if the resource still has this etag, including its quotes. Otherwise
    /// the call fails, and [`Error::is_precondition_failed`](crate::Error::is_precondition_failed)
    /// returns `true`.
    fn if_match(self, etag: &str) -> Self {
        self.header("if-match", etag)
    }

    /// Executes the call only if the resource no longer has this etag, including its quotes, or,
    /// with `*`, if it does not exist. Otherwise the call fails, and
    /// [`Error::is_not_modified`](crate::Error::is_not_modified) (or, for calls that change the
    /// resource, [`Error::is_precondition_failed`](crate::Error::is_precondition_failed)) returns
    /// `true`.
    fn if_none_match(self, etag: &str) -> Self {
        self.header("if-none-match", etag)
    }

    /// Sets the credentials. They override those of the client; see also
    /// [`Client::with_credentials`](crate::Client::with_credentials).
    ///
    /// The calls of a [`Batch`](crate::Batch) must have the same credentials: clones of one `Arc`.
    fn credentials(mut self, credentials: Arc<dyn Credentials>) -> Self {
        self.untyped().credentials(credentials);
        self
    }

    /// Sets the timeout of the whole call, including retries. It overrides the timeout of the
    /// client.
    fn timeout(mut self, timeout: Duration) -> Self {
        self.untyped().timeout(Some(timeout));
        self
    }

    /// Sets the longest time from the start of an attempt until the response begins. It overrides
    /// the limit of the client: see
    /// [`ClientBuilder::first_byte_timeout`](crate::ClientBuilder::first_byte_timeout).
    fn first_byte_timeout(mut self, timeout: Duration) -> Self {
        self.untyped().first_byte_timeout(timeout);
        self
    }

    /// Sets the longest time without a byte of the response. It overrides the limit of the client:
    /// see [`ClientBuilder::idle_timeout`](crate::ClientBuilder::idle_timeout).
    fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.untyped().idle_timeout(timeout);
        self
    }

    /// Sets the retry policy. It overrides the policy of the client.
    fn retry(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.untyped().retry(Arc::new(policy));
        self
    }

    /// Sends the request without a generated `requestId`, which makes it safe to retry calls of
    /// methods that have one.
    fn without_request_id(mut self) -> Self {
        self.untyped().without_request_id();
        self
    }

    /// Sets whether it is safe to send the call more than once. Only such a call is retried if the
    /// server [may have processed](crate::Error::is_unprocessed) it. The default is `true` for
    /// `GET`, `PUT` and `DELETE`, and with a `requestId` by which the server recognizes a
    /// repetition.
    fn idempotent(mut self, idempotent: bool) -> Self {
        self.untyped().idempotent(idempotent);
        self
    }

    /// Sets whether a response is accepted if the value of a field does not fit its type. It
    /// overrides the setting of the client: see
    /// [`ClientBuilder::keep_mismatched`](crate::ClientBuilder::keep_mismatched).
    fn keep_mismatched(mut self, keep: bool) -> Self {
        self.untyped().keep_mismatched(keep);
        self
    }
}

impl<R> CallOptions for Call<R> {
    fn untyped(&mut self) -> &mut UntypedCall {
        &mut self.untyped
    }
}
