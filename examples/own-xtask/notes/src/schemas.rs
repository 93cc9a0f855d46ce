// @generated from discovery/notes.json by discovery-codegen. Do not edit.

//! Messages and enums of the API.

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
