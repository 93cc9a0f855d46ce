//! The measured operations with generated crates.

use benches::{GIB, LIMITED_SIZE, Result, Start, Zeros, arguments, calls};
use storage_v1::runtime::{Bearer, Body};
use storage_v1::schemas::Object;

#[tokio::main]
async fn main() -> Result {
    let (case, url) = arguments()?;
    let token = Bearer::new("token");
    let storage = storage_v1::Client::builder().endpoint(&url).credentials(token.clone()).build()?;
    let games = games_v1::Client::builder().endpoint(&url).credentials(token).build()?;
    let call = move || {
        let call = games.players().get("me").send();
        async move {
            assert!(call.await?.display_name.is_some());
            Ok(())
        }
    };
    let insert = || storage.objects().insert("b", Object { name: Some("n".to_owned()), ..Default::default() });
    let start = Start::now()?;
    match case.as_str() {
        "small" => return calls(1, 1, call).await,
        "calls-1" => return calls(10_000, 1, call).await,
        "calls-64" => return calls(20_000, 64, call).await,
        "upload" => {
            let body = Body::stream(Zeros::<std::io::Error>::new(GIB), Some(GIB));
            let created = insert().upload(body).resumable(false).send().await?;
            assert!(created.size.is_some_and(|size| size > GIB));
        }
        "session" => {
            let body = Body::stream(Zeros::<std::io::Error>::new(GIB), Some(GIB));
            assert_eq!(insert().upload(body).send().await?.size, Some(GIB));
        }
        "download" => {
            let mut media = storage.objects().get("b", "n").download().send().await?;
            let mut count = 0;
            while let Some(bytes) = media.next().await {
                count += bytes?.len() as u64;
            }
            assert_eq!(count, GIB);
        }
        "limited-download" | "limited-slices" => {
            let path = std::env::temp_dir().join(format!("bench-{}", std::process::id()));
            let download = storage.objects().get("limited", "n").download();
            let length = match case.as_str() {
                "limited-slices" => download.slices(8).to_file(&path).await,
                _ => download.to_file(&path).await,
            };
            std::fs::remove_file(path)?;
            assert_eq!(length?, LIMITED_SIZE);
        }
        "limited-upload" | "limited-parts" => {
            let body = Body::stream(Zeros::<std::io::Error>::new(LIMITED_SIZE), Some(LIMITED_SIZE));
            let object = Object { name: Some("n".to_owned()), ..Default::default() };
            let upload = storage.objects().insert("limited", object).upload(body);
            let created = match case.as_str() {
                "limited-parts" => upload.parts(8).send().await?,
                _ => upload.resumable(false).send().await?,
            };
            assert!(created.size.is_some_and(|size| size >= LIMITED_SIZE));
        }
        _ => return Err("unknown case".into()),
    }
    start.report()
}
