use notes_v1::schemas::Author;

pub fn name_all(author: Author) -> Option<String> {
    let Author { name, unknown_fields: _ } = author;
    name
}
