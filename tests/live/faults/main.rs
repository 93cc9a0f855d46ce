//! Uploads and downloads over connections that really fail. `cargo xtask live faults` generates the crate of storage.v1, starts the
//! emulator, and runs this with the emulator's address and a seed.

mod emulator;
mod plan;
mod proxy;
mod scenarios;
mod server;
mod transfers;

use std::error::Error;
use std::time::Duration;

use storage_v1::Client;
use storage_v1::runtime::{Backoff, Bearer, HyperTransport};

use proxy::Proxy;
use server::Server;
use transfers::{Direction, Seen};

type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// Transfers in each direction.
const COUNT: u64 = 200;

/// How long one attempt may take, and therefore a connection on which nothing comes.
const ATTEMPT: Duration = Duration::from_secs(1);

/// How long a transfer may take with all that goes wrong.
const LIMIT: Duration = Duration::from_secs(30);

#[tokio::main]
async fn main() -> Outcome {
    let mut arguments = std::env::args().skip(1);
    let emulator = arguments.next().ok_or("expected the emulator's address")?.parse()?;
    let seed: u64 = arguments.next().ok_or("expected a seed")?.parse()?;
    println!("seed {seed}");
    let (server, address) = Server::start().await?;
    scenarios::run(&server, address).await?;
    println!("scenarios: all as they should be");
    for (what, direction, seed) in [("uploads", Direction::Up, seed), ("downloads", Direction::Down, !seed)] {
        tell(what, &transfers::run(&server, address, direction, COUNT, seed).await?);
    }
    check("what the server found fault with", server.complaints(), Vec::new())?;
    tell("uploads and downloads of the emulator", &emulator::run(emulator, seed).await?);
    Ok(())
}

fn tell(what: &str, seen: &Seen) {
    println!(
        "{what}: all whole; {} faults on {} connections, the slowest took {:.1} s, fingerprint {:016x}",
        seen.faults,
        seen.connections,
        seen.slowest.as_secs_f64(),
        seen.print
    );
}

/// One that tries often and waits little.
fn client(proxy: &Proxy, transport: &HyperTransport) -> Outcome<Client> {
    let patient = Backoff::default()
        .max_attempts(100)
        .initial_delay(Duration::from_millis(1))
        .max_delay(Duration::from_millis(10))
        .max_elapsed(LIMIT)
        .attempt_timeout(ATTEMPT);
    let builder = Client::builder().endpoint(proxy.url()).retry(patient).credentials(Bearer::new("TOKEN"));
    Ok(builder.transport(transport.clone()).build()?)
}

fn check<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Outcome {
    if found == expected { Ok(()) } else { Err(format!("{what}: expected {expected:?}, found {found:?}").into()) }
}
