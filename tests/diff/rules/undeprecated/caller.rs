#![allow(deprecated)]

use notes_v1::schemas::Note;

pub fn text(note: Note) -> Option<String> {
    note.text
}
