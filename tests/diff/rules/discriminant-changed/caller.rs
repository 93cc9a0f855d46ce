use notes_v1::schemas::{Author, Shape};

pub fn author(author: Author) -> Shape {
    Shape::Author(author)
}
