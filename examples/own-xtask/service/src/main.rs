//! Prints a note. `MemoryTransport` returns a canned response; remove it to send the request over
//! the network.

use notes::Client;
use notes::runtime::{Bearer, Error, MemoryTransport};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let transport = MemoryTransport::new().answer(200, r#"{"id": "7", "text": "Buy milk."}"#);
    let client: Client = Client::builder().credentials(Bearer::new("a token")).transport(transport).build()?;
    let note = client.notes().get("7").send().await?;
    println!("{}", note.text.unwrap_or_default());
    Ok(())
}
