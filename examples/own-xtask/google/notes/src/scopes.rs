// @generated from discovery/notes.json by discovery-codegen. Do not edit.

//! OAuth 2.0 scopes accepted by the methods of this crate.

/// See your notes.
pub const NOTES_READONLY: &str = "https://notes.example/auth/notes.readonly";
