use notes_v1::schemas::*;

pub fn fill() -> Note {
    Note { text: Some("Milk".to_owned()), ..Default::default() }
}
