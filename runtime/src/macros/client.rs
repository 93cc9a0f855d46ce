/// Implements the functions of a client that change its credentials.
///
/// The client is a struct whose field `inner` is a [`Client`](crate::Client) of the runtime.
#[doc(hidden)]
#[macro_export]
macro_rules! client {
    ($client:ident) => {
        impl $client {
            /// Returns a client with other credentials, which shares all settings and connections
            /// with this one. This is cheap enough for every request of a server that acts on
            /// behalf of many users.
            #[inline]
            pub fn with_credentials(&self, credentials: impl $crate::Credentials + 'static) -> Self {
                Self { inner: self.inner.with_credentials(credentials) }
            }

            /// Returns a client that acts on behalf of a user, e.g. `user@example.com`, which
            /// shares all settings, connections and tokens with this one.
            ///
            /// # Errors
            ///
            /// Returns an error if the credentials of the client cannot act on behalf of other
            /// users: see
            /// [`Client::on_behalf_of`](discovery_runtime::Client::on_behalf_of).
            #[inline]
            pub fn on_behalf_of(&self, user: &str) -> ::core::result::Result<Self, $crate::AuthError> {
                ::core::result::Result::Ok(Self { inner: self.inner.on_behalf_of(user)? })
            }
        }
    };
}
