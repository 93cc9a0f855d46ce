use notes_v1::schemas::{Author, Note};

pub fn by(author: Author) -> Note {
    Note { author: Some(author), ..Default::default() }
}
