//! Options of calls, in everything that is made from a call.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::pagination::PageToken;
use discovery_runtime::{
    ApiDescriptor, Body, BoxFuture, Call, CallOptions as _, Client, ClientBuilder, Json, MethodDescriptor, Result,
    RetryPolicy, RetryState, Transport, TransportError,
};
use http::{Request, Response};

use crate::printing::{Print, Printing};

const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/");
const POST: MethodDescriptor = MethodDescriptor::new("notes.search", "POST", "notes:search");
const UPLOAD: UploadDescriptor = UploadDescriptor::both("/upload/v1/notes");

const TIMEOUT: Duration = Duration::from_secs(77);
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(55);
const FIRST_BYTE_TIMEOUT: Duration = Duration::from_secs(44);

/// A server whose first response is 503, and which responds to later requests in order. Records
/// requests, time limits, and what the retry policy is asked.
#[derive(Clone)]
struct Recorder {
    responses: &'static [&'static str],
    shared: Arc<Mutex<Records>>,
}

#[derive(Default)]
struct Records {
    requests: Vec<Request<()>>,
    alarms: Vec<Duration>,
    idempotent: Vec<bool>,
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

impl Transport for Recorder {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            body.collect().await?;
            let mut records = self.shared.lock().expect("no poisoned lock");
            let count = records.requests.len();
            records.requests.push(Request::from_parts(head, ()));
            let response = match count.checked_sub(1) {
                None => Response::builder().status(503).body(Body::default()),
                Some(index) => Response::builder()
                    .header("location", "https://notes.example/session")
                    .body(Body::from(*self.responses.get(index).expect("a response"))),
            };
            Ok(response.expect("a response"))
        })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }

    fn alarm(&self, after: Duration) -> BoxFuture<'static, ()> {
        self.shared.lock().expect("no poisoned lock").alarms.push(after);
        Box::pin(std::future::pending())
    }
}

impl RetryPolicy for Recorder {
    fn delay(&self, state: &RetryState<'_>) -> Option<Duration> {
        self.shared.lock().expect("no poisoned lock").idempotent.push(state.is_idempotent());
        state.is_idempotent().then_some(Duration::ZERO)
    }

    fn attempt_timeout(&self) -> Option<Duration> {
        Some(ATTEMPT_TIMEOUT)
    }
}

type Use = fn(Call<Json>, Call<Printing>) -> BoxFuture<'static, Result<()>>;

/// Ways to send a call, with the responses after the first one.
const USES: &[(&str, &[&str], Use)] = &[
    ("send", &["{}"], |call, _| Box::pin(async { call.send().await.map(|_| ()) })),
    ("send_with_response", &["{}"], |call, _| Box::pin(async { call.send_with_response().await.map(|_| ()) })),
    ("pages", &[r#"{"nextPageToken":"a"}"#, "{}"], |call, _| {
        Box::pin(async {
            let mut pages = call.pages(PageToken::Query);
            while let Some(page) = pages.next().await {
                page?;
            }
            Ok(())
        })
    }),
    ("items", &[r#"{"nextPageToken":"a"}"#, "{}"], |call, _| {
        Box::pin(async { call.items(PageToken::Query, |page| vec![page]).collect().await.map(|_| ()) })
    }),
    ("upload", &["{}"], |call, _| {
        Box::pin(async { call.upload(UPLOAD, "abc".into()).resumable(false).send().await.map(|_| ()) })
    }),
    ("resumable upload", &["{}", "{}"], |call, _| {
        Box::pin(async { call.upload(UPLOAD, "abc".into()).resumable(true).send().await.map(|_| ()) })
    }),
    ("download", &["abc"], |call, _| {
        Box::pin(async { call.download().send().await?.next().await.expect("bytes").map(|_| ()) })
    }),
    ("download into memory", &["abc"], |call, _| Box::pin(async { call.download().bytes().await.map(|_| ()) })),
    ("stream", &["[1,2]"], |call, _| Box::pin(async { call.stream().collect().await.map(|_| ()) })),
    (
        "operation",
        &[r#"{"name":"operations/1"}"#, r#"{"name":"operations/1","done":true,"response":{}}"#],
        |_, call| Box::pin(async { Print(call).operation().await.map(|_| ()) }),
    ),
];

fn with_options<R>(client: &Client, recorder: &Recorder) -> Call<R> {
    let call = Call::new(client, &POST).timeout(TIMEOUT).idempotent(true).header("x-note", "7");
    call.first_byte_timeout(FIRST_BYTE_TIMEOUT).retry(recorder.clone())
}

#[tokio::test]
async fn options_of_a_call_survive_in_everything_that_is_made_from_it() {
    for (name, responses, run) in USES {
        let recorder = Recorder { responses, shared: Arc::default() };
        let client: Client = ClientBuilder::new(API).transport(recorder.clone()).build().expect("a client");
        let result = run(with_options(&client, &recorder), with_options(&client, &recorder)).await;
        result.unwrap_or_else(|error| panic!("{name}: {error}"));
        let records = recorder.shared.lock().expect("no poisoned lock");
        assert_eq!(records.requests.len(), responses.len() + 1, "{name}");
        for request in &records.requests {
            assert_eq!(request.headers().get("x-note").expect(name), "7", "{name}: {request:?}");
        }
        assert_eq!(records.idempotent, [true], "{name}: the policy of the call decides about the 503");
        assert!(records.alarms.contains(&TIMEOUT), "{name}: {:?}", records.alarms);
        let attempts = records.alarms.iter().filter(|alarm| **alarm == ATTEMPT_TIMEOUT).count();
        assert_eq!(attempts, records.requests.len(), "{name}: {:?}", records.alarms);
        assert!(records.alarms.contains(&FIRST_BYTE_TIMEOUT), "{name}: {:?}", records.alarms);
    }
}

#[tokio::test]
async fn without_options_the_server_may_not_receive_a_post_twice() {
    for (name, responses, run) in USES.iter().filter(|(name, ..)| *name != "resumable upload") {
        let recorder = Recorder { responses, shared: Arc::default() };
        let client: Client =
            ClientBuilder::new(API).transport(recorder.clone()).retry(recorder.clone()).build().expect("a client");
        let error = run(Call::new(&client, &POST), Call::new(&client, &POST)).await.expect_err(name);
        assert_eq!(error.status(), Some(http::StatusCode::SERVICE_UNAVAILABLE), "{name}");
        let records = recorder.shared.lock().expect("no poisoned lock");
        assert_eq!((records.requests.len(), &records.idempotent[..]), (1, &[false][..]), "{name}");
    }
}
