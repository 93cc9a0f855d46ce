//! Facts about a request that its URL and its body do not show to a transport.

use crate::descriptor::MethodDescriptor;

/// Facts about a request without which a test double cannot find its arguments. The extensions of a
/// request contain them if they are needed, so that other requests cost nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RequestShape {
    /// The path of the API, which precedes that of the method. Set if the latter begins with a
    /// variable of several segments, because such a variable could contain any path.
    pub(crate) service_path: &'static str,
    /// Whether messages are wrapped in an object with the member `data`.
    pub(crate) has_data_wrapper: bool,
}

/// The calls that a batch contains, in order. The extensions of its request contain them.
#[derive(Clone, Debug)]
pub(crate) struct BatchedCalls(pub(crate) Vec<(&'static MethodDescriptor, Option<RequestShape>)>);
