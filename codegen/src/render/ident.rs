//! Identifiers.

use proc_macro2::{Ident, Span};

/// Converts a Rust name of the model, which may be raw, to an identifier.
pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Removes `r#` from a name for use in prose.
pub(super) fn plain(name: &str) -> &str {
    name.trim_start_matches("r#")
}
