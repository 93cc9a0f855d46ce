/// Implements the functions of a request builder whose method starts a long-running operation.
///
/// `$message` is the operation's message, `$result` the type of its result, and `get` the id and
/// path of the method that returns the result if the message does not contain it.
#[doc(hidden)]
#[macro_export]
macro_rules! operation {
    ($name:ident -> $message:ty => $result:ty $(, get $id:literal $path:literal)?) => {
        impl $name {
            /// Returns the long-running operation that the call starts. Awaiting it sends the
            /// request, polls until the operation is done, and returns its result.
            #[inline]
            pub fn operation(self) -> $crate::operation::Operation<$message, $result> {
                // By value: another constant per builder would cost a large API 1 % of its check time.
                self.0.operation(
                    $crate::__private::ResultDescriptor::new(stringify!($result))
                        $(.with_target(const { &$crate::MethodDescriptor::new($id, "GET", $path) }))?,
                )
            }
        }
    };
}

/// Declares that a message represents a long-running operation.
///
/// `$kind` is a constructor of `OperationDescriptor`. Each line is a method that returns the
/// operation, with the methods that wait for and cancel it.
#[doc(hidden)]
#[macro_export]
macro_rules! operation_message {
    ($name:ident: $metadata:ty, $kind:ident {
        $(get $id:literal $path:literal
            $(, wait $wait_id:literal $wait_path:literal)?
            $(, cancel $cancel_id:literal $cancel_path:literal)?;)*
    }) => {
        impl $crate::__private::OperationMessage for $name {
            type Metadata = $metadata;

            const OPERATION: &'static $crate::__private::OperationDescriptor =
                &$crate::__private::OperationDescriptor::$kind(&[
                    $($crate::__private::PollDescriptor::new($id, $path)
                        $(.with_wait($wait_id, $wait_path))?
                        $(.with_cancel($cancel_id, $cancel_path))?,)*
                ]);
        }
    };
}

/// Implements the function of a client that resumes operations.
#[doc(hidden)]
#[macro_export]
macro_rules! client_operation {
    ($client:ident -> $message:ty) => {
        impl $client {
            /// Returns the handle of a long-running operation that was started elsewhere, by its
            /// [name](discovery_runtime::operation::OperationHandle::name). `R` is the type of its
            /// result. Nothing is sent until the handle is polled.
            #[inline]
            pub fn operation<R: $crate::__private::Wire + ::core::marker::Send + 'static>(
                &self,
                name: &str,
            ) -> $crate::operation::OperationHandle<$message, R> {
                $crate::operation::OperationHandle::resume(&self.inner, name)
            }
        }
    };
}
