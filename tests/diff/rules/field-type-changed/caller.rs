use notes_v1::schemas::Note;

pub fn size(note: &Note) -> Option<i64> {
    note.size
}
