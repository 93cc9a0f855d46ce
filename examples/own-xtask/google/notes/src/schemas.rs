// @generated from discovery/notes.json by discovery-codegen. Do not edit.

//! Messages and enums of the API.

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
    /// Fields not described by the document; preserved when the message is written back.
    pub unknown_fields: runtime::UnknownFields,
}

runtime::message! {
    Note {
        "id" => id,
        "oldText" => old_text,
        "text" => text,
    }
}
