//! Every operation of a client against a hostile server, over real connections.
//!
//! Each fault of the server meets each operation, from the first request on and from the second.
//! An operation may fail, but it must end in time, without reading more into memory than allowed,
//! with the correct result or an error, without leaving files, and without printing a secret.
//! `HOSTILE_SEED` repeats a run.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "test helpers"
)]

mod contents;
mod honest;
mod limits;
mod long_running;
mod operations;
mod other_origin;
mod printed;
#[path = "../shared/printing.rs"]
mod printing;
mod recorded;
mod request;
mod scenarios;
mod server;
mod tokens;
mod transports;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use discovery_runtime::{ApiDescriptor, Backoff, Bearer, Client, ClientBuilder, ErrorKind};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::operations::{OPERATIONS, Operation};
use crate::other_origin::OtherOrigin;
use crate::printed::Traced;
use crate::scenarios::{Scenario, scenario};
use crate::server::{Circumstances, Server, Step};
use crate::transports::{Named, TRANSPORTS};

pub(crate) const API: ApiDescriptor =
    ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/").with_batch_path("batch");

/// The largest response in memory, in bytes.
const MAX_RESPONSE: u64 = 1 << 20;

/// The most bytes that a server can send on each connection to an operation with such a limit: what
/// two attempts read, 1 MiB each, and what the client's buffers of their connections hold, which
/// the system lets grow to several MiB. Without the limit, it would be many times as much.
const MAX_SENT: u64 = 20 << 20;

/// The longest time of a run. The limits of the client end it within seconds, but dozens of runs
/// share the processors.
const MAX_TIME: Duration = Duration::from_secs(60);

/// The number of runs at the same time.
const PARALLEL: usize = 48;

/// The reports and traces of all operations.
static TRACED: LazyLock<Traced> = LazyLock::new(Traced::default);

/// The outcome of a run.
struct Outcome {
    name: String,
    kind: &'static str,
    problems: Vec<String>,
    time: Duration,
    sent: u64,
    in_memory: bool,
}

/// Returns the builder of a client with a server at this address.
fn builder(address: SocketAddr, patient: bool, transport: &Named) -> ClientBuilder<Client> {
    let (attempt, call) = if patient { (10_000, 15_000) } else { (300, 800) };
    let policy = Backoff::default().max_attempts(2).initial_delay(Duration::from_millis(1));
    let policy = policy.attempt_timeout(Duration::from_millis(attempt));
    let builder = ClientBuilder::new(API).endpoint(format!("http://{address}/")).retry(policy);
    let builder = builder.credentials(Bearer::new("SECRET-TOKEN")).api_key("SECRET-KEY");
    let builder = builder.transport(Arc::clone(&transport.1)).observer(TRACED.clone());
    builder.timeout(Duration::from_millis(call)).max_response_size(MAX_RESPONSE)
}

/// An operation against a server with a fault.
#[derive(Clone, Copy)]
struct Case {
    scenario: &'static Scenario,
    operation: &'static Operation,
    transport: &'static Named,
    /// The number of requests before the fault.
    skip: usize,
    seed: u64,
}

/// Returns every combination of a fault, an operation and a transport.
fn cases(seed: u64) -> Vec<Case> {
    let mut cases = Vec::new();
    for scenario in std::iter::once(&HONEST).chain(scenarios::all()) {
        for operation in OPERATIONS {
            for transport in TRANSPORTS.iter() {
                for skip in [0, 1] {
                    let seed = seed.wrapping_add(cases.len() as u64);
                    cases.push(Case { scenario, operation, transport, skip, seed });
                }
            }
        }
    }
    cases
}

async fn run(case: Case, other_origin: OtherOrigin) -> Outcome {
    let Case { scenario, operation, transport, skip, seed } = case;
    let name = format!("{} × {} with {} after {skip}", scenario.name, operation.name, transport.0);
    let circumstances = Circumstances { rng: fastrand::Rng::with_seed(seed), other_origin: other_origin.address };
    let server = Server::start(scenario.script, skip, circumstances).await;
    let folder = tempfile::tempdir().expect("a folder");
    let client = builder(server.address, !scenario.is_slow, transport).build().expect("a client");
    let (start, mut problems) = (Instant::now(), Vec::new());
    let work = (operation.run)(client, folder.path().join("object"));
    let result = tokio::time::timeout(MAX_TIME, work).await;
    let time = start.elapsed();
    let sent = server.shared.sent.load(Ordering::Relaxed);
    let kind = match &result {
        Err(_) => {
            problems.push(format!("no end after {MAX_TIME:?}"));
            "endless"
        }
        Ok(Ok(value)) => {
            if value != operation.expected && !scenario.is_plausible {
                problems.push(format!("wrong result {value:?}"));
            }
            "correct"
        }
        Ok(Err(error)) => {
            problems.extend(printed::problem(&printed::of_error(error)));
            kind_of(error.kind())
        }
    };
    if operation.in_memory && sent > MAX_SENT * operation.connections {
        problems.push(format!("the server could send {sent} bytes"));
    }
    if let Some(target) = operation.once.filter(|_| !scenario.is_plausible) {
        let times = server.requests().iter().filter(|request| request.starts_with(target)).count();
        if times > 1 {
            problems.push(format!("sent {times} times"));
        }
    }
    let expected = usize::from(operation.name.ends_with("to_file") && kind == "correct");
    let has_expected = || std::fs::read_dir(folder.path()).expect("a folder").count() == expected;
    // A thread that creates a file cannot be interrupted, and removes the file afterwards.
    let files = async {
        while !has_expected() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    if tokio::time::timeout(MAX_TIME, files).await.is_err() {
        problems.push(format!("not {expected} files"));
    }
    Outcome { name, kind, problems, time, sent, in_memory: operation.in_memory }
}

fn kind_of(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Build(_) => "build error",
        ErrorKind::Auth(_) => "auth error",
        ErrorKind::Transport(error) if error.is_timeout() => "timeout",
        ErrorKind::Transport(_) => "transport error",
        ErrorKind::Api(_) => "error response",
        ErrorKind::Decode(_) => "decode error",
        ErrorKind::Media(_) => "media error",
        ErrorKind::Batch(_) => "batch error",
        ErrorKind::Pagination(_) => "pagination error",
        ErrorKind::Operation(_) => "operation error",
        _ => "other error",
    }
}

const HONEST: Scenario = scenario("honest", |_, reply, _| vec![Step::Send(reply.bytes())]);

fn seed() -> u64 {
    std::env::var("HOSTILE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_127)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_survives_every_fault() {
    let traced = &*TRACED;
    tracing::subscriber::set_global_default(traced.clone()).expect("no other subscriber");
    let (seed, other_origin, limit) = (seed(), OtherOrigin::start().await, Arc::new(Semaphore::new(PARALLEL)));
    let mut runs = JoinSet::new();
    for case in cases(seed) {
        let (other_origin, limit) = (other_origin.clone(), Arc::clone(&limit));
        runs.spawn(async move {
            let _permit = limit.acquire_owned().await.expect("an open semaphore");
            run(case, other_origin).await
        });
    }
    let outcomes = runs.join_all().await;
    summarize(
        &format!(
            "seed {seed}, {} faults × {} operations × {} transports",
            scenarios::all().count(),
            OPERATIONS.len(),
            TRANSPORTS.len()
        ),
        &outcomes,
    );
    let honest = outcomes.iter().filter(|outcome| outcome.name.starts_with(HONEST.name));
    assert!(honest.clone().all(|outcome| outcome.kind == "correct") && honest.count() > OPERATIONS.len());
    assert_eq!(printed::problem(&traced.text()), None);
    assert!(traced.text().contains("rpc.method=\"notes.get\"") && traced.text().contains("AttemptReport"));
    let received = other_origin.received();
    assert!(received.contains("/session/"), "a session may be on another origin");
    for secret in ["SECRET-TOKEN", "SECRET-KEY", "SECRET-HEADER", "SECRET-BODY"] {
        assert!(!received.contains(secret), "{secret}");
    }
}

/// Prints a summary. Panics if a run had a problem.
fn summarize(title: &str, outcomes: &[Outcome]) {
    let mut kinds = BTreeMap::new();
    for outcome in outcomes {
        *kinds.entry(outcome.kind).or_insert(0) += 1;
    }
    let longest = outcomes.iter().max_by_key(|outcome| outcome.time).expect("a run");
    let most = outcomes.iter().filter(|outcome| outcome.in_memory).max_by_key(|outcome| outcome.sent).expect("a run");
    println!("{title}: {} runs, {kinds:?}", outcomes.len());
    println!("longest {:?} ({}), most bytes into memory {} ({})", longest.time, longest.name, most.sent, most.name);
    let failures: Vec<_> = outcomes.iter().filter(|outcome| !outcome.problems.is_empty()).collect();
    for Outcome { name, problems, .. } in &failures {
        println!("{name}: {}", problems.join("; "));
    }
    assert!(failures.is_empty(), "{} of {} runs failed", failures.len(), outcomes.len());
}
