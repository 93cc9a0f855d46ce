use notes_v1::{Client, schemas::Note};

pub fn call(client: &Client) {
    let _ = client.notes().update("id", Note::default()).upload("A picture");
}
