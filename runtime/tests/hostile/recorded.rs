//! Recordings of hostile servers: they contain no credentials, and their replay ends.

use std::path::Path;
use std::sync::Arc;

use discovery_runtime::Result;
use discovery_runtime::testing::{Recorder, Replay};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::operations::{OPERATIONS, Operation};
use crate::other_origin::OtherOrigin;
use crate::printed;
use crate::scenarios::{self, Scenario};
use crate::server::{Circumstances, Server};
use crate::transports::{Named, TRANSPORTS};
use crate::{HONEST, MAX_TIME, PARALLEL, builder, seed};

/// The largest recorded body, in bytes: more than an honest server sends.
const MAX_RECORDED: u64 = 2 << 20;

struct Case<'a> {
    name: String,
    scenario: &'a Scenario,
    operation: &'a Operation,
}

/// Does the work of an operation, which must end in time.
async fn result(case: &Case<'_>, server: &Server, transport: Named, folder: &Path) -> Result<String> {
    let Case { name, scenario, operation } = case;
    let client = builder(server.address, !scenario.is_slow, &transport).build().expect("a client");
    let work = (operation.run)(client, folder.join("object"));
    let result = tokio::time::timeout(MAX_TIME, work).await.unwrap_or_else(|_| panic!("{name} does not end"));
    result.inspect_err(|error| assert_eq!(printed::problem(&printed::of_error(error)), None, "{name}"))
}

/// Records an operation and replays it. Returns whether both had the correct result.
async fn run(scenario: &Scenario, operation: &Operation, other_origin: &OtherOrigin, seed: u64) -> [bool; 2] {
    let name = format!("{} × {}, recorded", scenario.name, operation.name);
    let case = Case { name: name.clone(), scenario, operation };
    let circumstances = Circumstances { rng: fastrand::Rng::with_seed(seed), other_origin: other_origin.address };
    let server = Server::start(scenario.script, 0, circumstances).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("recording.json");
    let recorder = Recorder::new(Arc::clone(&TRANSPORTS[0].1), &path).max_body_size(MAX_RECORDED);
    let recorded = result(&case, &server, ("recorder", Arc::new(recorder.clone())), folder.path()).await;
    if recorder.finish().is_err() {
        assert!(!path.exists(), "{name}");
        return [recorded.is_ok_and(|value| value == operation.expected), false];
    }
    let text = std::fs::read_to_string(&path).expect("a recording");
    for secret in ["SECRET-TOKEN", "SECRET-KEY", "SECRET-SESSION"] {
        assert!(!text.contains(secret), "{name}: {text}");
    }
    let replay = Replay::open(&path).expect("a recording");
    let replayed = result(&case, &server, ("replay", Arc::new(replay)), folder.path()).await;
    [recorded, replayed].map(|result| result.is_ok_and(|value| value == operation.expected))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recordings_of_every_operation_survive_every_fault() {
    let (other_origin, limit) = (OtherOrigin::start().await, Arc::new(Semaphore::new(PARALLEL)));
    let mut runs = JoinSet::new();
    for scenario in std::iter::once(&HONEST).chain(scenarios::all()) {
        for operation in OPERATIONS {
            let (other_origin, limit) = (other_origin.clone(), Arc::clone(&limit));
            let seed = seed().wrapping_add(runs.len() as u64);
            runs.spawn(async move {
                let _permit = limit.acquire_owned().await.expect("an open semaphore");
                let correct = run(scenario, operation, &other_origin, seed).await;
                (scenario.name, operation.name, correct)
            });
        }
    }
    let outcomes = runs.join_all().await;
    println!("seed {}, {} recordings", seed(), outcomes.len());
    for (scenario, operation, correct) in outcomes {
        assert!(scenario != HONEST.name || correct == [true, true], "{operation}: {correct:?}");
    }
}
