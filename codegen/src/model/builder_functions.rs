//! The functions that the runtime's macros add to request builders.

/// Names that no setter of a request builder may have.
pub(crate) const BUILDER_FUNCTIONS: &[&str] = &[
    "call",
    "param",
    "fields",
    "quota_user",
    "quota_project",
    "header",
    "if_match",
    "if_none_match",
    "credentials",
    "timeout",
    "retry",
    "idempotent",
    "keep_mismatched",
    "request",
    "send",
    "send_with_response",
    "pages",
    "items",
    "upload",
    "download",
    "operation",
    "stream",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::BUILDER_FUNCTIONS;

    /// Returns the public functions that a macro of the runtime declares.
    fn functions(source: &'static str) -> impl Iterator<Item = &'static str> {
        source.lines().filter_map(|line| line.trim().strip_prefix("pub fn ")?.split(['(', '<']).next())
    }

    #[test]
    fn names_every_function_of_the_runtime_macros() {
        let call = include_str!("../../../runtime/src/macros/call.rs");
        let pages = include_str!("../../../runtime/src/macros/pages.rs");
        let media = include_str!("../../../runtime/src/macros/media.rs");
        let operation = include_str!("../../../runtime/src/macros/operation.rs");
        let (operation, _) = operation.split_once("macro_rules! client_operation").expect("functions of the client");
        let stream = include_str!("../../../runtime/src/macros/stream.rs");
        let declared: BTreeSet<&str> =
            [call, pages, media, operation, stream].into_iter().flat_map(functions).collect();
        let reserved: BTreeSet<&str> = BUILDER_FUNCTIONS.iter().copied().collect();
        let missing: Vec<_> = declared.difference(&reserved).collect();
        assert!(missing.is_empty(), "a parameter of such a name would clash: {missing:?}");
        let unused: Vec<_> = reserved.difference(&declared).collect();
        assert!(unused.is_empty(), "no macro declares these functions: {unused:?}");
    }
}
