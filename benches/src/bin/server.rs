//! The server of all measurements. It returns a player, and discards uploaded media.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Query, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use benches::{GIB, LIMITED_SIZE, Limiter, Result, Zeros};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

const PLAYER: &str = r#"{"kind":"games#player","playerId":"g1","displayName":"Ada","title":"Veteran","avatarImageUrl":"https://lh3.example/abcdefghijklmnopqrstuvwxyz","name":{"givenName":"Ada","familyName":"L"},"experienceInfo":{"kind":"games#playerExperienceInfo","currentExperiencePoints":"123456789","currentLevel":{"kind":"games#playerLevel","level":5,"minExperiencePoints":"1000","maxExperiencePoints":"2000"}}}"#;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result {
    let hashes = [GIB, LIMITED_SIZE].map(hash_of_zeros);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}/", listener.local_addr()?);
    Ok(axum::serve(listener, Router::new().fallback(handle).with_state(hashes)).await?)
}

fn hash_of_zeros(size: u64) -> String {
    let zeros = [0; 64 << 10];
    let sum = (0..size / zeros.len() as u64).fold(0, |sum, _| crc32c::crc32c_append(sum, &zeros));
    format!("crc32c={}", STANDARD.encode(sum.to_be_bytes()))
}

async fn handle(
    State([hash, limited_hash]): State<[String; 2]>,
    Query(parameters): Query<BTreeMap<String, String>>,
    request: Request,
) -> Response {
    let path = request.uri().path();
    let response = Response::builder();
    if path.starts_with("/games/") {
        let response = response.header(header::CONTENT_TYPE, "application/json");
        return response.body(Body::from(PLAYER)).unwrap_or_default();
    }
    if path.contains("/limited/") {
        return limited(limited_hash, &parameters, request).await;
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

/// Sends and receives media at a limited rate: ranges, uploads in one request, and multipart uploads.
async fn limited(hash: String, parameters: &BTreeMap<String, String>, request: Request) -> Response {
    let response = Response::builder();
    if request.method() == Method::GET {
        let response = response.header("x-goog-hash", hash).header("x-goog-generation", "1");
        let range = request.headers().get(header::RANGE).and_then(|range| range.to_str().ok());
        let range = range.and_then(|range| range.strip_prefix("bytes=")?.split_once('-'));
        let Some((first, last)) = range.and_then(|(first, last)| Some((first.parse().ok()?, last.parse().ok()?)))
        else {
            let response = response.header(header::CONTENT_LENGTH, LIMITED_SIZE);
            return response.body(Body::from_stream(LimitedZeros::new(LIMITED_SIZE))).unwrap_or_default();
        };
        let (first, last): (u64, u64) = (first, last);
        let content_range = format!("bytes {first}-{last}/{LIMITED_SIZE}");
        let response = response.status(StatusCode::PARTIAL_CONTENT).header(header::CONTENT_RANGE, content_range);
        let response = response.header(header::CONTENT_LENGTH, last + 1 - first);
        return response.body(Body::from_stream(LimitedZeros::new(last + 1 - first))).unwrap_or_default();
    }
    if request.uri().query() == Some("uploads") {
        return response.body(Body::from("<UploadId>u</UploadId>")).unwrap_or_default();
    }
    let is_part = request.method() == Method::PUT;
    let (mut body, mut limiter, mut count) = (request.into_body().into_data_stream(), Limiter::default(), 0);
    while let Some(Ok(bytes)) = next(&mut body).await {
        count += bytes.len() as u64;
        tokio::time::sleep(limiter.delay(bytes.len())).await;
    }
    match parameters.contains_key("uploadId") {
        true if is_part => response.header(header::ETAG, "e").body(Body::empty()),
        true => response.body(Body::from("<CompleteMultipartUploadResult/>")),
        false => response.body(Body::from(format!(r#"{{"size":"{count}"}}"#))),
    }
    .unwrap_or_default()
}

/// A body of zeros at a limited rate.
struct LimitedZeros {
    zeros: Zeros<Infallible>,
    limiter: Limiter,
    pause: Pin<Box<tokio::time::Sleep>>,
}

impl LimitedZeros {
    fn new(size: u64) -> Self {
        let pause = Box::pin(tokio::time::sleep(Default::default()));
        Self { zeros: Zeros::new(size), limiter: Limiter::default(), pause }
    }
}

impl futures_core::Stream for LimitedZeros {
    type Item = std::result::Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        ready!(self.pause.as_mut().poll(context));
        let piece = ready!(Pin::new(&mut self.zeros).poll_next(context));
        if let Some(Ok(bytes)) = &piece {
            let due = tokio::time::Instant::now() + self.limiter.delay(bytes.len());
            self.pause.as_mut().reset(due);
        }
        Poll::Ready(piece)
    }
}

async fn next(body: &mut axum::body::BodyDataStream) -> Option<std::result::Result<Bytes, axum::Error>> {
    std::future::poll_fn(|context| futures_core::Stream::poll_next(std::pin::Pin::new(&mut *body), context)).await
}
