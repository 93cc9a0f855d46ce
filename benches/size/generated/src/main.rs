//! A call with the generated crate.

use games_v1::Client;
use games_v1::runtime::Bearer;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::args().nth(1).ok_or("expected a token")?;
    let client = Client::builder().credentials(Bearer::new(token)).build()?;
    let player = client.players().get("me").send().await?;
    println!("{:?}", player.display_name);
    Ok(())
}
