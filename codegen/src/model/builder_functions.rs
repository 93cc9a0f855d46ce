//! The functions of request builders that are the same for all methods.

/// Names that no setter of a request builder may have.
pub(crate) const BUILDER_FUNCTIONS: &[&str] = &[
    // Declared by the runtime's macros.
    "call",
    "fields",
    "send",
    "pages",
    "items",
    "upload",
    "download",
    "operation",
    "stream",
    // Functions of the trait `CallOptions`, which setters would hide.
    "param",
    "quota_user",
    "quota_project",
    "header",
    "if_match",
    "if_none_match",
    "credentials",
    "timeout",
    "first_byte_timeout",
    "idle_timeout",
    "retry",
    "without_request_id",
    "idempotent",
    "keep_mismatched",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::BUILDER_FUNCTIONS;

    /// Returns the public functions that a macro of the runtime declares.
    fn functions(source: &'static str) -> impl Iterator<Item = &'static str> {
        source.lines().filter_map(|line| line.trim().strip_prefix("pub fn ")?.split(['(', '<']).next())
    }

    /// Returns the functions of a trait that take `self` by value.
    fn options(source: &'static str) -> impl Iterator<Item = &'static str> {
        source.lines().filter_map(|line| {
            let (name, arguments) = line.trim().strip_prefix("fn ")?.split_once('(')?;
            (arguments.starts_with("self") || arguments.starts_with("mut self")).then_some(name)
        })
    }

    #[test]
    fn names_every_function_of_request_builders() {
        let call = include_str!("../../../runtime/src/macros/call.rs");
        let trait_ = include_str!("../../../runtime/src/call/options.rs");
        let pages = include_str!("../../../runtime/src/macros/pages.rs");
        let media = include_str!("../../../runtime/src/macros/media.rs");
        let operation = include_str!("../../../runtime/src/macros/operation.rs");
        let (operation, _) = operation.split_once("macro_rules! client_operation").expect("functions of the client");
        let stream = include_str!("../../../runtime/src/macros/stream.rs");
        let declared: BTreeSet<&str> =
            [call, pages, media, operation, stream].into_iter().flat_map(functions).chain(options(trait_)).collect();
        let reserved: BTreeSet<&str> = BUILDER_FUNCTIONS.iter().copied().collect();
        let missing: Vec<_> = declared.difference(&reserved).collect();
        assert!(missing.is_empty(), "a parameter of such a name would clash: {missing:?}");
        let unused: Vec<_> = reserved.difference(&declared).collect();
        assert!(unused.is_empty(), "no request builder has these functions: {unused:?}");
    }
}
