use notes_v1::schemas::Author;

pub fn me() -> Author {
    Author { name: Some("me".to_owned()), ..Default::default() }
}
