//! A crate whose build script generates a module.

/// The APIs that this crate calls.
pub mod google {
    include!(concat!(env!("OUT_DIR"), "/notes.rs"));
}

use google::notes::{Client, runtime::Error};

/// What a note says.
///
/// # Errors
///
/// If there is no such note, or it cannot be had.
pub async fn text(notes: &Client, id: &str) -> Result<String, Error> {
    let note = notes.notes().get(id).send().await?;
    Ok(note.text.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use crate::google::notes::Client;
    use crate::google::notes::runtime::{Error, MemoryTransport};

    #[tokio::test]
    async fn a_note_is_read() -> Result<(), Error> {
        let world = MemoryTransport::new().answer(200, r#"{"id": "7", "text": "milk"}"#);
        let notes: Client = Client::builder().transport(world.clone()).build()?;
        assert_eq!(crate::text(&notes, "7").await?, "milk");
        assert_eq!(world.requests()[0].uri().path(), "/v1/notes/7");
        Ok(())
    }
}
