use notes_v1::schemas::Note;

pub fn none(note: &Note) -> bool {
    note.unknown_fields == notes_v1::runtime::UnknownFields::new()
}
