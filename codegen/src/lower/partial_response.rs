//! Methods that require the parameter `fields`, which only their description says.

use crate::discovery::RestMethod;

/// How descriptions say it: "Required: The `fields` parameter must be set."
const STATEMENTS: &[&str] = &["`fields` parameter must be set", "`fields` parameter is required"];

/// Returns `true` if the server rejects requests of this method without `fields`.
pub(super) fn is_required(method: &RestMethod) -> bool {
    let description = method.description.as_deref().unwrap_or_default();
    STATEMENTS.iter().any(|statement| description.contains(statement))
}
