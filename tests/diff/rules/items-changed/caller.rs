use notes_v1::Client;
use notes_v1::runtime::pagination::Items;
use notes_v1::schemas::{Note, NoteList};

pub fn all(client: &Client) -> Items<NoteList, Note> {
    client.notes().list().items()
}
