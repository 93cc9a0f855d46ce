//! Uploads and downloads over connections that fail, with the crate generated from storage.v1. The
//! arguments are the address of a Cloud Storage emulator and a seed; `cargo xtask verify
//! conformance faults` passes them.

mod emulator;
mod fixed_server;
mod plan;
mod proxy;
mod scenarios;
mod server;
mod stats;
mod transfers;

use std::error::Error;
use std::fmt::Debug;
use std::time::Duration;

use storage_v1::Client;
use storage_v1::runtime::{Backoff, Bearer, HyperTransport, RetryBudget};

use proxy::Proxy;
use server::Server;
use transfers::Direction;

type Result<T = (), E = Box<dyn Error + Send + Sync>> = std::result::Result<T, E>;

/// Number of transfers in each direction.
const COUNT: u64 = 200;

/// Timeout of one attempt, and therefore the longest time that a silent connection costs.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(1);

/// Timeout of a transfer, including all retries.
const TRANSFER_TIMEOUT: Duration = Duration::from_secs(30);

#[tokio::main]
async fn main() -> Result {
    let mut arguments = std::env::args().skip(1);
    let emulator = arguments.next().ok_or("expected the emulator's address")?.parse()?;
    let seed: u64 = arguments.next().ok_or("expected a seed")?.parse()?;
    println!("seed {seed}");
    let (server, address) = Server::start().await?;
    scenarios::run(&server, address).await?;
    println!("scenarios: all passed");
    for (what, direction, seed) in [("uploads", Direction::Up, seed), ("downloads", Direction::Down, !seed)] {
        println!("{what}: {}", transfers::run(&server, address, direction, COUNT, seed).await?);
    }
    check("protocol violations", server.violations(), Vec::new())?;
    println!("emulator round trips: {}", emulator::run(emulator, seed).await?);
    Ok(())
}

/// Returns a client that retries often and waits briefly. Its first pause and the window of its retry
/// budget are a tenth of the default ones. The budget allows three times as many retries as by
/// default, because more than half of all connections fail here, which rarely exceeds the default.
fn client(proxy: &Proxy, transport: &HyperTransport) -> Result<Client> {
    let policy = Backoff::default()
        .max_attempts(100)
        .initial_delay(Duration::from_millis(50))
        .max_delay(Duration::from_millis(500))
        .max_elapsed(TRANSFER_TIMEOUT)
        .attempt_timeout(ATTEMPT_TIMEOUT);
    let budget = RetryBudget::default().minimum(30).window(Duration::from_secs(1));
    let builder = Client::builder().endpoint(proxy.url()).retry(policy).retry_budget(budget);
    let builder = builder.credentials(Bearer::new("TOKEN"));
    Ok(builder.transport(transport.clone()).build()?)
}

fn check<T: PartialEq + Debug>(what: &str, found: T, expected: T) -> Result {
    if found == expected { Ok(()) } else { Err(format!("{what}: expected {expected:?}, found {found:?}").into()) }
}
