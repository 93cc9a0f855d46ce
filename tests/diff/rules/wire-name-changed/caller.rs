use notes_v1::schemas::Note;

pub fn color(note: &Note) -> Option<&str> {
    note.color_id.as_deref()
}
