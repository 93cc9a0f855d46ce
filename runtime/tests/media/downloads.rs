//! Downloads.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use discovery_runtime::{
    Backoff, Body, BoxFuture, Client, ClientBuilder, Error, MemoryTransport, Transport, TransportError,
};
use futures_core::Stream;
use http::{Request, Response};

use crate::server::{Pieces, Storage, bytes};
use crate::{API, SEED, get};

#[tokio::test]
async fn two_hundred_downloads_arrive_whole() {
    for number in 0..200 {
        let mut rng = fastrand::Rng::with_seed(SEED + number);
        let storage = Storage::new(rng.u64(..), 4);
        let size = rng.usize(1..300_000);
        let media = bytes(&mut rng, size);
        storage.keep(media.to_vec());
        let download = get(&storage.client()).download();
        let (download, expected) = if rng.bool() {
            (download, media.clone())
        } else {
            let start = rng.usize(..size);
            let end = rng.usize(start + 1..=size);
            (download.range(start as u64..end as u64), media.slice(start..end))
        };
        let got = download.bytes().await.unwrap_or_else(|error| panic!("seed {SEED} + {number}: {error}"));
        assert!(got == expected, "seed {SEED} + {number}");
    }
}

#[tokio::test]
async fn bytes_that_changed_on_the_way_are_an_error() {
    let answer = |hash: &str| {
        let hash = format!("crc32c={hash},md5=AAAA");
        Response::builder().header("x-goog-hash", hash).body(Bytes::from_static(b"123456789")).unwrap()
    };
    let world = MemoryTransport::new().respond(answer("4waSgw==")).respond(answer("AAAAAA=="));
    let client: Client = ClientBuilder::new(API).transport(world.clone()).build().unwrap();
    assert_eq!(get(&client).download().bytes().await.unwrap(), b"123456789");
    let error = get(&client).download().bytes().await.unwrap_err();
    assert!(matches!(error, Error::Media(_)), "{error:?}");
    let request = &world.requests()[0];
    assert_eq!(request.uri().query(), Some("alt=media"));
    assert_eq!(request.headers()["accept-encoding"], "identity");
}

#[tokio::test]
async fn what_changed_meanwhile_is_not_put_together() {
    let cut = |generation: &str| {
        let body = Pieces { bytes: "1234".into(), size: 2, breaks: Some(TransportError::transient("cut")) };
        Response::builder().header("x-goog-generation", generation).body(Body::stream(body, Some(9))).unwrap()
    };
    #[derive(Debug)]
    struct Changing(Mutex<Vec<Response<Body>>>);
    impl Transport for Changing {
        fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
            let answer = self.0.lock().expect("nobody panics").remove(0);
            Box::pin(std::future::ready(Ok(answer)))
        }
        fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
            Box::pin(std::future::ready(()))
        }
        fn alarm(&self, _: Duration) -> BoxFuture<'static, ()> {
            Box::pin(std::future::pending())
        }
    }
    let rest = Response::builder()
        .status(206)
        .header("content-range", "bytes 4-8/9")
        .header("x-goog-generation", "2")
        .body(Body::from("56789"))
        .unwrap();
    for second in [cut("1"), rest] {
        let client: Client =
            ClientBuilder::new(API).transport(Changing(Mutex::new(vec![cut("1"), second]))).build().unwrap();
        let mut media = get(&client).download().send().await.unwrap();
        assert_eq!(media.length(), Some(9));
        assert_eq!(media.next().await.unwrap().unwrap(), "12");
        assert_eq!(media.next().await.unwrap().unwrap(), "34");
        assert!(matches!(media.next().await, Some(Err(Error::Media(_)))));
        assert!(media.next().await.is_none());
    }
}

/// Sends two bytes of three, and then nothing for ever.
#[derive(Clone, Debug, Default)]
struct Stalling(Arc<Mutex<Vec<Request<()>>>>);

impl Transport for Stalling {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        struct Two(Option<Bytes>);
        impl Stream for Two {
            type Item = Result<Bytes, TransportError>;
            fn poll_next(
                mut self: std::pin::Pin<&mut Self>,
                _: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<Self::Item>> {
                self.0.take().map_or(std::task::Poll::Pending, |bytes| std::task::Poll::Ready(Some(Ok(bytes))))
            }
        }
        let mut requests = self.0.lock().expect("nobody panics");
        let response = Response::builder().header("x-goog-generation", "1");
        let answer = match requests.len() {
            0 => response.body(Body::stream(Two(Some("12".into())), Some(3))),
            _ => response.status(206).header("content-range", "bytes 2-2/3").body(Body::from("3")),
        };
        requests.push(request.map(drop));
        Box::pin(std::future::ready(Ok(answer.expect("a response"))))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[tokio::test]
async fn a_body_that_stands_still_is_given_up() {
    let quick = Backoff::default().pauses(Duration::from_millis(1), Duration::from_millis(1));
    let client = |world: &Stalling, limit| -> Client {
        let policy = quick.clone().attempt_timeout(limit);
        ClientBuilder::new(API).transport(world.clone()).retry(policy).build().unwrap()
    };
    // With the limit of an attempt, the rest comes over another connection.
    let world = Stalling::default();
    let got = get(&client(&world, Duration::from_millis(20))).download().bytes().await.unwrap();
    assert_eq!((&got[..], world.0.lock().unwrap().len()), (&b"123"[..], 2));
    assert_eq!(world.0.lock().unwrap()[1].headers()["range"], "bytes=2-");
    // The limit of the call is that of all its bytes.
    let call = || get(&client(&Stalling::default(), Duration::from_secs(60))).timeout(Duration::from_millis(20));
    assert!(call().download().bytes().await.unwrap_err().is_timeout());
    #[cfg(feature = "tokio")]
    {
        let folder = tempfile::tempdir().unwrap();
        assert!(call().download().to_file(folder.path().join("object")).await.unwrap_err().is_timeout());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
