use notes_v1::schemas::Note;

pub fn fill() -> Note {
    Note { text: Some("Milk".to_owned()), ..Default::default() }
}

pub fn take(note: Note) -> Option<String> {
    let Note { text, .. } = note;
    text
}
