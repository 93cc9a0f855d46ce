// @generated from discovery/notes.json by discovery-codegen. Do not edit.

//! Messages and their enums.

use crate::runtime;

#[derive(Clone)]
pub struct Note {
    /// The id of the note.
    pub id: Option<String>,
    /// The previous text of the note.
    #[deprecated]
    pub old_text: Option<String>,
    /// The text of the note.
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
