// The documentation below links to `discovery_runtime::…`, the name by which generated crates
// depend on this one: rustdoc does not resolve `$crate`.

/// Implements the functions that every request builder has: the options of a call, and `send`.
///
/// The builder is a tuple struct around a [`Call`](crate::Call) with the response type:
///
/// ```
/// use discovery_runtime::{Call, call};
///
/// pub struct Leave(Call<String>);
///
/// call! { Leave -> String }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! call {
    ($name:ident -> $response:ty) => {
        impl $name {
            /// Returns the underlying call, for a [`Batch`](discovery_runtime::Batch) or for
            /// another response type.
            #[inline]
            pub fn call(self) -> $crate::Call<$response> {
                self.0
            }

            /// Sets a query parameter that has no function here, replacing an earlier value.
            #[inline]
            pub fn param(self, name: &str, value: &str) -> Self {
                Self(self.0.param(name, value))
            }

            /// Limits the response to some fields, e.g. `items(id,name),nextPageToken`.
            #[inline]
            pub fn fields(self, fields: &str) -> Self {
                Self(self.0.fields(fields))
            }

            /// Sets an opaque string of at most 40 characters that identifies the end user for
            /// quota purposes.
            #[inline]
            pub fn quota_user(self, user: &str) -> Self {
                Self(self.0.quota_user(user))
            }

            /// Sets the project that is billed for the call and whose quota it uses.
            #[inline]
            pub fn quota_project(self, project: &str) -> Self {
                Self(self.0.quota_project(project))
            }

            /// Sets a header, replacing an earlier value. An invalid name or value is reported when
            /// the request is built.
            #[inline]
            pub fn header(self, name: &str, value: &str) -> Self {
                Self(self.0.header(name, value))
            }

            /// Executes the call only if the resource still has this etag, including its quotes.
            /// Otherwise the call fails, and
            /// [`is_precondition_failed`](discovery_runtime::Error::is_precondition_failed) returns
            /// `true` for its error.
            #[inline]
            pub fn if_match(self, etag: &str) -> Self {
                Self(self.0.if_match(etag))
            }

            /// Executes the call only if the resource no longer has this etag, including its
            /// quotes, or, with `*`, if it does not exist. Otherwise the call fails, and
            /// [`is_not_modified`](discovery_runtime::Error::is_not_modified) (or, for calls that
            /// change the resource,
            /// [`is_precondition_failed`](discovery_runtime::Error::is_precondition_failed))
            /// returns `true` for its error.
            #[inline]
            pub fn if_none_match(self, etag: &str) -> Self {
                Self(self.0.if_none_match(etag))
            }

            /// Sets the credentials. They override those of the client.
            #[inline]
            pub fn credentials(self, credentials: ::std::sync::Arc<dyn $crate::Credentials>) -> Self {
                Self(self.0.credentials(credentials))
            }

            /// Sets the timeout of the whole call, including retries. It overrides the timeout of
            /// the client.
            #[inline]
            pub fn timeout(self, timeout: ::core::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// Sets the retry policy. It overrides the policy of the client.
            #[inline]
            pub fn retry(self, policy: ::std::sync::Arc<dyn $crate::RetryPolicy>) -> Self {
                Self(self.0.retry(policy))
            }

            /// Sets whether it is safe to send the call more than once. Only such a call is retried
            /// if the server may have processed it. The default is `true` for `GET`, `PUT` and
            /// `DELETE`, and with a `requestId` by which the server recognizes a repetition.
            #[inline]
            pub fn idempotent(self, idempotent: bool) -> Self {
                Self(self.0.idempotent(idempotent))
            }

            /// Sets whether a response is accepted if the value of a field does not fit its type:
            /// see [`keep_mismatched`](discovery_runtime::ClientBuilder::keep_mismatched).
            #[inline]
            pub fn keep_mismatched(self, keep: bool) -> Self {
                Self(self.0.keep_mismatched(keep))
            }

            /// Returns the HTTP request, without credentials, e.g. to inspect it in a test.
            ///
            /// # Errors
            ///
            /// Returns an error if an argument is invalid, e.g. an empty path parameter or a header
            /// with a line break.
            #[inline]
            pub fn request(self) -> $crate::Result<$crate::http::Request<::std::vec::Vec<u8>>> {
                self.0.request()
            }

            /// Sends the request and returns the response message.
            ///
            /// # Errors
            ///
            /// Returns an error if the request cannot be built, sent or authorized, if the server
            /// responds with an error, or if the response cannot be decoded: see
            /// [`ErrorKind`](discovery_runtime::ErrorKind).
            #[inline]
            pub fn send(self) -> $crate::BoxFuture<'static, $crate::Result<$response>> {
                self.0.send()
            }

            /// Sends the request and returns the response message with status and headers.
            ///
            /// # Errors
            ///
            /// See [`send`](Self::send).
            #[inline]
            pub fn send_with_response(
                self,
            ) -> $crate::BoxFuture<'static, $crate::Result<$crate::http::Response<$response>>> {
                self.0.send_with_response()
            }
        }
    };
}
