use notes_v1::Client;
use notes_v1::runtime::operation::Operation;
use notes_v1::schemas::{self, Author, Note};

pub fn export(client: &Client) -> Operation<schemas::Operation, Author> {
    client.notes().export(Note::default()).operation()
}
