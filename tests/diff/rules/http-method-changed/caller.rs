use notes_v1::{Client, runtime::Error, schemas::Note};

pub async fn call(client: &Client) -> Result<Note, Error> {
    client.notes().update("id", Note::default()).send().await
}
