// @generated from discovery/notes.json by discovery-codegen. Do not edit.

//! Messages and their enums.

use crate::runtime;

#[derive(Clone)]
pub struct Note {
    /// What the note is known by.
    pub id: Option<String>,
    /// What it said before.
    #[deprecated]
    pub old_text: Option<String>,
    /// What it says.
    pub text: Option<String>,
    /// Fields that the document does not describe, kept as they came.
    pub unknown_fields: runtime::UnknownFields,
}

runtime::message! {
    Note {
        "id" => id,
        "oldText" => old_text,
        "text" => text,
    }
}
