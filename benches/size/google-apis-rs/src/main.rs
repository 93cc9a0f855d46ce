//! The same call with the crate of google-apis-rs, set up as in its documentation.

use google_games1::{Games, hyper_rustls, hyper_util};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::args().nth(1).ok_or("expected a token")?;
    let client = hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new())
        .build(hyper_rustls::HttpsConnectorBuilder::new().with_native_roots()?.https_or_http().enable_http2().build());
    let (_, player) = Games::new(client, token).players().get("me").doit().await?;
    println!("{:?}", player.display_name);
    Ok(())
}
