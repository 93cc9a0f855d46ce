//! Methods as types.

use crate::descriptor::MethodDescriptor;
use crate::wire::Wire;

/// A method of an API, as a type: its messages and its descriptor.
///
/// Every request builder of a generated crate implements it, so that code can be generic over
/// methods, and name one where no call exists: in the rules of a test, for example.
///
/// ```
/// use discovery_runtime::Method;
///
/// fn describe<M: Method>() -> String {
///     format!("{} {}", M::METHOD.http_method(), M::METHOD.path())
/// }
/// ```
pub trait Method {
    /// The type of the request message; `()` if the method has none.
    type Request: Wire + Send + 'static;

    /// The type of the response message; `()` if the method has none.
    type Response: Wire + Send + 'static;

    /// Constant facts about the method: its id, HTTP method, path and scopes.
    const METHOD: MethodDescriptor;
}
