//! Prints a note. So that this runs anywhere, the answer is played; leave `.transport(…)` out for the real one.

use notes::Client;
use notes::runtime::{Bearer, Error, MemoryTransport};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let answer = MemoryTransport::new().answer(200, r#"{"id": "7", "text": "Buy milk."}"#);
    let client: Client = Client::builder().credentials(Bearer::new("a token")).transport(answer).build()?;
    let note = client.notes().get("7").send().await?;
    println!("{}", note.text.unwrap_or_default());
    Ok(())
}
