// The documentation below links to `discovery_runtime::…`, the name by which generated crates
// depend on this one: rustdoc does not resolve `$crate`.

/// Implements what every request builder has: `call`, `fields`, `send`, the options of a call, and
/// `Debug`.
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
///
/// A large API has a thousand request builders, and every function of this macro costs such an API
/// 1.5 % of its check time.
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

            /// Limits the response to some fields, e.g. `items(id,name),nextPageToken`.
            #[inline]
            pub fn fields(self, fields: &str) -> Self {
                Self(self.0.fields(fields))
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
        }

        impl $crate::CallOptions for $name {
            #[inline]
            fn untyped(&mut self) -> &mut $crate::__private::UntypedCall {
                $crate::CallOptions::untyped(&mut self.0)
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::fmt_builder(::core::stringify!($name), &self.0, f)
            }
        }
    };
}
