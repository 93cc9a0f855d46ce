//! Responses without end: the error names the limit and is not retried.

use crate::operations::OPERATIONS;
use crate::server::{Circumstances, Server};
use crate::transports::TRANSPORTS;
use crate::{builder, scenarios, seed};

/// The faults, with the operations that read such a response into memory.
const ENDLESS: &[(&str, &[&str])] = &[
    ("endless body", &["call", "list", "download", "batch"]),
    ("endless chunks", &["call", "list", "download", "batch"]),
    ("endless gzip of zeros", &["call", "list", "batch"]),
    ("endless parts", &["batch"]),
];

#[tokio::test]
async fn response_without_end_names_the_limit() {
    for (fault, operations) in ENDLESS {
        let scenario = scenarios::all().find(|scenario| scenario.name == *fault).expect("a fault");
        for operation in OPERATIONS.iter().filter(|operation| operations.contains(&operation.name)) {
            let other_origin = "127.0.0.1:9".parse().expect("an address");
            let circumstances = Circumstances { rng: fastrand::Rng::with_seed(seed()), other_origin };
            let server = Server::start(scenario.script, 0, circumstances).await;
            let client = builder(server.address, true, &TRANSPORTS[0]).build().expect("a client");
            let result = (operation.run)(client, "unused".into()).await;
            let error = result.expect_err("a response without end");
            let text = error.to_string();
            assert!(text.contains("limit of 1048576 bytes set by `max_response_size`"), "{fault}: {text}");
            assert!(!error.is_retryable(), "{fault}: {text}");
            assert_eq!(server.requests().len(), 1, "{fault}: {text}");
        }
    }
}
