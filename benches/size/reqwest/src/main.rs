//! The same call with plain reqwest and comparable features.

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::args().nth(1).ok_or("expected a token")?;
    let _ = rustls::crypto::ring::default_provider().install_default();
    let call =
        reqwest::Client::new().get("https://games.googleapis.com/games/v1/players/me?alt=json").bearer_auth(token);
    let bytes = call.send().await?.error_for_status()?.bytes().await?;
    let player: serde_json::Value = serde_json::from_slice(&bytes)?;
    println!("{}", player["displayName"]);
    Ok(())
}
