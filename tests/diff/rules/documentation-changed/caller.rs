use notes_v1::schemas::Note;

pub fn take(note: Note) -> Option<String> {
    let Note { text, .. } = note;
    text
}
