/// Implements the function `stream` of a request builder whose method responds with several
/// messages, and whether it may be idle without a limit, because it waits for something to happen.
#[doc(hidden)]
#[macro_export]
macro_rules! stream {
    ($name:ident -> $response:ty $(, $without_idle_timeout:ident)?) => {
        impl $name {
            /// Returns a stream of the messages in the response, each as soon as it is complete.
            #[inline]
            pub fn stream(self) -> $crate::streaming::ResponseStream<$response> {
                self.0.stream()$(.$without_idle_timeout())?
            }
        }
    };
}
