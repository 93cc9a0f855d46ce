//! Token endpoints with faults: those of any server, and wrong tokens.

use std::future::{Future, ready};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use discovery_runtime::yup_oauth2::authenticator_delegate::InstalledFlowDelegate;
use discovery_runtime::yup_oauth2::{ApplicationSecret, InstalledFlowAuthenticator, InstalledFlowReturnMethod};
use discovery_runtime::{
    Authenticated, AuthorizedUser, Bearer, BoxFuture, Client, Credentials, ImpersonatedServiceAccount, MetadataServer,
    Result, ServiceAccount, TokenClient,
};
use serde_json::json;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::operations::{OPERATIONS, Operation};
use crate::scenarios::{CONTROLS, Scenario, of_any_server, scenario};
use crate::server::{Circumstances, Reply, Server, Step};
use crate::transports::TRANSPORTS;
use crate::{HONEST, MAX_SENT, MAX_TIME, Outcome, PARALLEL, builder, kind_of, printed, seed, summarize};

const SCOPE: &str = "https://scope.example/notes";

const TOKENS: &[Scenario] = &[
    scenario("no token", |_, _, _| send(500, &json!({}))),
    scenario("empty token", |_, _, _| send(200, &json!({"access_token": "", "expires_in": 3600}))),
    scenario("malformed token", |_, _, _| send(200, &json!({"access_token": CONTROLS, "expires_in": 3600}))),
    scenario("impossible lifetime", |_, _, c| {
        let lifetime = [i64::MAX, i64::MIN][c.rng.usize(..2)];
        send(200, &json!({"access_token": "SECRET-ACCESS", "expires_in": lifetime}))
    }),
    scenario("token of another type", |_, _, _| {
        send(200, &json!({"access_token": "SECRET-ACCESS", "token_type": CONTROLS}))
    }),
    scenario("refusal with control characters", |_, _, _| {
        send(400, &json!({"error": CONTROLS, "error_description": CONTROLS, "error_uri": CONTROLS}))
    }),
    scenario("refusal", |_, _, _| send(400, &json!({"error": "invalid_grant"}))),
    scenario("token in the wrong member", |_, _, _| {
        send(200, &json!({"access_token": {"a": "SECRET-ACCESS"}, "expires_in": "SECRET-ACCESS"}))
    }),
    scenario("malformed time of expiry", |_, _, _| {
        send(200, &json!({"accessToken": "SECRET-ACCESS", "expireTime": "SECRET-ACCESS"}))
    }),
    scenario("impossible time of expiry", |_, _, c| {
        let expire_time = ["0001-01-01T00:00:00Z", "9999-12-31T23:59:60Z"][c.rng.usize(..2)];
        send(200, &json!({"accessToken": CONTROLS, "expireTime": expire_time}))
    }),
    scenario("deep JSON", |_, reply, _| vec![Step::Send(reply.with_body("[".repeat(500_000)).bytes())]),
];

fn send(status: u16, body: &serde_json::Value) -> Vec<Step> {
    vec![Step::Send(Reply::new(status, body.to_string()).with("content-type", "application/json").bytes())]
}

/// A user who does not respond to authorization requests.
struct AbsentUser;

impl InstalledFlowDelegate for AbsentUser {
    fn present_user_url<'a>(
        &'a self,
        _: &'a str,
        _: bool,
    ) -> Pin<Box<dyn Future<Output = std::result::Result<String, String>> + Send + 'a>> {
        Box::pin(ready(Err("the user is absent".to_owned())))
    }
}

/// Returns credentials of a user with tokens in this file.
async fn user(tokens: &Path, endpoint: &Server) -> impl Credentials + 'static {
    let secret = ApplicationSecret {
        client_secret: "SECRET-CLIENT".to_owned(),
        token_uri: format!("http://{}/token", endpoint.address),
        ..ApplicationSecret::default()
    };
    let method = InstalledFlowReturnMethod::Interactive;
    let authenticator = InstalledFlowAuthenticator::with_client(secret, method, TokenClient::new());
    let authenticator = authenticator.flow_delegate(Box::new(AbsentUser)).persist_tokens_to_disk(tokens);
    Authenticated::new(authenticator.build().await.expect("an authenticator"), [SCOPE])
}

/// Credentials that request tokens from a server, and store them in a file if they have to.
struct Kind {
    name: &'static str,
    create: for<'a> fn(&'a Path, &'a Server) -> BoxFuture<'a, Arc<dyn Credentials>>,
}

const KINDS: &[Kind] = &[
    Kind {
        name: "authenticator",
        create: |tokens, endpoint| Box::pin(async { Arc::new(user(tokens, endpoint).await) as _ }),
    },
    Kind {
        name: "authorized user",
        create: |_, endpoint| {
            let user = AuthorizedUser::new("client", "SECRET-CLIENT", "SECRET-REFRESH");
            let user = user.token_url(&format!("http://{}/token", endpoint.address)).expect("a URL");
            Box::pin(ready(Arc::new(user) as _))
        },
    },
    Kind { name: "service account", create: |_, endpoint| Box::pin(ready(Arc::new(robot(endpoint)) as _)) },
    Kind {
        name: "impersonated service account",
        create: |_, endpoint| {
            let source = Bearer::new("SECRET-SOURCE");
            let robot = ImpersonatedServiceAccount::new("robot@project.example", source).scopes([SCOPE]);
            let robot = robot.iam_url(&format!("http://{}/", endpoint.address)).expect("a URL");
            Box::pin(ready(Arc::new(robot) as _))
        },
    },
    Kind {
        name: "metadata server",
        create: |_, endpoint| {
            let server = MetadataServer::new().host(endpoint.address.to_string());
            Box::pin(ready(Arc::new(server) as _))
        },
    },
];

fn robot(endpoint: &Server) -> ServiceAccount {
    let key = json!({
        "type": "service_account", "client_email": "robot@project.example",
        "private_key": include_str!("../suite/tokens/key.pem"),
        "token_uri": format!("http://{}/token", endpoint.address),
    });
    ServiceAccount::from_json(&key.to_string()).expect("a key").scopes([SCOPE])
}

/// Makes a call with an expired token, and another one after the fault is repaired.
async fn run(scenario: &'static Scenario, kind: &'static Kind, seed: u64) -> Outcome {
    let operation: &Operation = &OPERATIONS[0];
    let circumstances =
        || Circumstances { rng: fastrand::Rng::with_seed(seed), other_origin: "[::1]:9".parse().expect("an address") };
    let endpoint = Server::start(scenario.script, 0, circumstances()).await;
    let honest = Server::start(HONEST.script, 0, circumstances()).await;
    let folder = tempfile::tempdir().expect("a folder");
    let tokens = folder.path().join("tokens.json");
    let token = json!({"access_token": "old", "refresh_token": "SECRET-REFRESH", "expires_at": [2020, 1, 0, 0, 0, 0, 0, 0, 0], "id_token": null});
    std::fs::write(&tokens, json!([{"scopes": [SCOPE], "token": token}]).to_string()).expect("a file");
    let client = |patient: bool, credentials| -> Client {
        builder(honest.address, patient, &TRANSPORTS[0]).credentials(credentials).build().expect("a client")
    };

    let (start, mut problems) = (Instant::now(), Vec::new());
    let first = client(!scenario.is_slow, (kind.create)(&tokens, &endpoint).await);
    let result = tokio::time::timeout(MAX_TIME, (operation.run)(first, tokens.clone())).await;
    let time = start.elapsed();
    let outcome_kind = match &result {
        Err(_) => {
            problems.push(format!("no end after {MAX_TIME:?}"));
            "endless"
        }
        Ok(result) => outcome(result, operation, &mut problems),
    };
    let sent = endpoint.shared.sent.load(Ordering::Relaxed);
    if sent > MAX_SENT {
        problems.push(format!("the server could send {sent} bytes"));
    }
    let next_process = client(true, (kind.create)(&tokens, &honest).await);
    if let Err(error) = (operation.run)(next_process, tokens.clone()).await {
        problems.push(format!("no recovery: {error}"));
    }
    let name = format!("{} × {}", scenario.name, kind.name);
    Outcome { name, kind: outcome_kind, problems, time, sent, in_memory: true }
}

fn outcome(result: &Result<String>, operation: &Operation, problems: &mut Vec<String>) -> &'static str {
    match result {
        Ok(value) if value == operation.expected => "correct",
        Ok(value) => {
            problems.push(format!("wrong result {value:?}"));
            "wrong"
        }
        Err(error) => {
            problems.extend(printed::problem(&printed::of_error(error)));
            kind_of(error.kind())
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_survive_every_fault_of_a_token_endpoint() {
    let (seed, limit) = (seed(), Arc::new(Semaphore::new(PARALLEL / 4)));
    let mut runs = JoinSet::new();
    for (number, scenario) in std::iter::once(&HONEST).chain(of_any_server()).chain(TOKENS).enumerate() {
        for kind in KINDS {
            let limit = Arc::clone(&limit);
            runs.spawn(async move {
                let _permit = limit.acquire_owned().await.expect("an open semaphore");
                run(scenario, kind, seed ^ number as u64).await
            });
        }
    }
    let outcomes = runs.join_all().await;
    summarize(&format!("seed {seed}, token endpoint"), &outcomes);
}
