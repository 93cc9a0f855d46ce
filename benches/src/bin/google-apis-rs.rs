//! The measured calls with the crate of google-apis-rs, set up as in its documentation.

use benches::{Result, arguments, calls};
use google_games1::{Games, hyper_rustls, hyper_util};

#[tokio::main]
async fn main() -> Result {
    let (case, url) = arguments()?;
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new())
        .build(hyper_rustls::HttpsConnectorBuilder::new().with_native_roots()?.https_or_http().enable_http2().build());
    let mut games = Games::new(client, "token".to_owned());
    games.base_url(format!("{url}games/v1/"));
    games.root_url(url);
    let call = move || {
        let games = games.clone();
        async move {
            let (_, player) = games.players().get("me").doit().await?;
            assert!(player.display_name.is_some());
            Ok(())
        }
    };
    match case.as_str() {
        "small" => calls(1, 1, call).await,
        "calls-1" => calls(10_000, 1, call).await,
        "calls-64" => calls(20_000, 64, call).await,
        _ => Err("unknown case".into()),
    }
}
