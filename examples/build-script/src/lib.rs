//! A crate that calls an API through a module that its build script generates.

/// The generated modules.
pub mod google {
    include!(concat!(env!("OUT_DIR"), "/notes.rs"));
}

use google::notes::{Client, runtime::Error};

/// Returns the text of a note.
///
/// # Errors
///
/// Returns an error if the note does not exist or the request fails.
pub async fn note_text(client: &Client, id: &str) -> Result<String, Error> {
    let note = client.notes().get(id).send().await?;
    Ok(note.text.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use crate::google::notes::Client;
    use crate::google::notes::runtime::{Error, MemoryTransport};

    #[tokio::test]
    async fn gets_the_text_of_a_note() -> Result<(), Error> {
        let transport = MemoryTransport::new().answer(200, r#"{"id": "7", "text": "Buy milk."}"#);
        let client: Client = Client::builder().transport(transport.clone()).build()?;
        assert_eq!(crate::note_text(&client, "7").await?, "Buy milk.");
        assert_eq!(transport.requests()[0].uri().path(), "/v1/notes/7");
        Ok(())
    }
}
