//! "Did you mean": names that resemble a misspelled one.

pub(crate) use discovery_codegen::suggest::closest as nearest;
