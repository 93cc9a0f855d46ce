use notes_v1::schemas::Note;

pub fn kind() -> Option<String> {
    Note::default().kind
}
