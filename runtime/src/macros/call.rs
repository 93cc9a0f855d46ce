/// Gives a request builder what every one has, whatever its method: `call`, `param`, `fields`, `quota_user`, `header`, `timeout`,
/// `request`, `send` and `send_with_response`.
///
/// The builder is declared outside, around a [`Call`](crate::Call) with the response's type:
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
            /// The call itself: for a [`Batch`]($crate::Batch), and with what is rarely asked for: `retry`, `idempotent`.
            #[inline]
            pub fn call(self) -> $crate::Call<$response> {
                self.0
            }

            /// Sets a query parameter that has no function of its own, in place of an earlier value.
            #[inline]
            pub fn param(self, name: &str, value: &str) -> Self {
                Self(self.0.param(name, value))
            }

            /// Asks for these fields of the response alone: `items(id,name),nextPageToken`.
            #[inline]
            pub fn fields(self, fields: &str) -> Self {
                Self(self.0.query_text("fields", fields))
            }

            /// Whom to count the request against: any text of up to 40 characters that stands for one of your users.
            #[inline]
            pub fn quota_user(self, user: &str) -> Self {
                Self(self.0.query_text("quotaUser", user))
            }

            /// Adds a header. An invalid name or value is an error when the request is made.
            #[inline]
            pub fn header(self, name: &str, value: &str) -> Self {
                Self(self.0.header(name, value))
            }

            /// How long the whole call may take, in place of the client's own limit.
            #[inline]
            pub fn timeout(self, timeout: ::core::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// The plain HTTP request, without credentials: for other transports, and for tests.
            ///
            /// # Errors
            ///
            /// If a parameter cannot be a part of the path, or a header is invalid.
            #[inline]
            pub fn request(self) -> $crate::Result<$crate::http::Request<::std::vec::Vec<u8>>> {
                self.0.request()
            }

            /// Sends the request and reads the response.
            ///
            /// # Errors
            ///
            /// Whatever may go wrong on the way: see [`Error`]($crate::Error).
            #[inline]
            pub fn send(self) -> $crate::BoxFuture<'static, $crate::Result<$response>> {
                self.0.send()
            }

            /// Like `send`; the response comes with its status and headers.
            ///
            /// # Errors
            ///
            /// As `send`.
            #[inline]
            pub fn send_with_response(
                self,
            ) -> $crate::BoxFuture<'static, $crate::Result<$crate::http::Response<$response>>> {
                self.0.send_with_response()
            }
        }
    };
}
