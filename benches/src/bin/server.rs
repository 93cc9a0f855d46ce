//! The server of all measurements. It returns a player, and discards uploaded media.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Query, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use benches::{GIB, Result, Zeros};
use std::collections::BTreeMap;
use std::convert::Infallible;

const PLAYER: &str = r#"{"kind":"games#player","playerId":"g1","displayName":"Ada","title":"Veteran","avatarImageUrl":"https://lh3.example/abcdefghijklmnopqrstuvwxyz","name":{"givenName":"Ada","familyName":"L"},"experienceInfo":{"kind":"games#playerExperienceInfo","currentExperiencePoints":"123456789","currentLevel":{"kind":"games#playerLevel","level":5,"minExperiencePoints":"1000","maxExperiencePoints":"2000"}}}"#;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result {
    let zeros = [0; 64 << 10];
    let sum = (0..GIB / zeros.len() as u64).fold(0, |sum, _| crc32c::crc32c_append(sum, &zeros));
    let hash = format!("crc32c={}", STANDARD.encode(sum.to_be_bytes()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}/", listener.local_addr()?);
    Ok(axum::serve(listener, Router::new().fallback(handle).with_state(hash)).await?)
}

async fn handle(
    State(hash): State<String>,
    Query(parameters): Query<BTreeMap<String, String>>,
    request: Request,
) -> Response {
    let path = request.uri().path();
    let response = Response::builder();
    if path.starts_with("/games/") {
        let response = response.header(header::CONTENT_TYPE, "application/json");
        return response.body(Body::from(PLAYER)).unwrap_or_default();
    }
    if request.method() == Method::GET {
        let response = response.header("x-goog-hash", hash).header("x-goog-generation", "1");
        let body = Body::from_stream(Zeros::<Infallible>::new(GIB));
        return response.header(header::CONTENT_LENGTH, GIB).body(body).unwrap_or_default();
    }
    if request.method() == Method::POST
        && parameters.get("uploadType").is_some_and(|upload_type| upload_type == "resumable")
    {
        let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let location = format!("http://{host}/session?uploadType=session");
        return response.header(header::LOCATION, location).body(Body::empty()).unwrap_or_default();
    }
    let range = request.headers().get(header::CONTENT_RANGE).and_then(|range| range.to_str().ok()).map(str::to_owned);
    let mut body = request.into_body().into_data_stream();
    let mut count = 0;
    while let Some(Ok(bytes)) = next(&mut body).await {
        count += bytes.len() as u64;
    }
    let Some(range) = range else {
        return response.body(Body::from(format!(r#"{{"size":"{count}"}}"#))).unwrap_or_default();
    };
    let (span, total) = range.trim_start_matches("bytes ").split_once('/').unwrap_or_default();
    let last: u64 = span.rsplit_once('-').and_then(|(_, last)| last.parse().ok()).unwrap_or_default();
    if total.parse() == Ok(last + 1) {
        return response.body(Body::from(format!(r#"{{"size":"{total}"}}"#))).unwrap_or_default();
    }
    let response = response.status(StatusCode::PERMANENT_REDIRECT).header(header::RANGE, format!("bytes=0-{last}"));
    response.body(Body::empty()).unwrap_or_default()
}

async fn next(body: &mut axum::body::BodyDataStream) -> Option<std::result::Result<Bytes, axum::Error>> {
    std::future::poll_fn(|context| futures_core::Stream::poll_next(std::pin::Pin::new(&mut *body), context)).await
}
