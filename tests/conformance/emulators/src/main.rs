//! Uses emulators of Google's services through generated crates, and compares every response with
//! what Google documents. The arguments are the emulator's name and its URL; `cargo xtask verify
//! conformance emulators` passes them.

mod bigquery;
mod bigquery_inserts;
mod cloud_sql;
mod compute;
mod dns;
mod drive;
mod metadata_server;
mod polling;
mod pubsub;
mod report;
mod resource_manager;
mod secret_manager;
mod storage;

use std::process::ExitCode;

use report::{Report, Result};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(emulator), Some(url)) = (arguments.next(), arguments.next()) else {
        eprintln!("expected the name of an emulator and its URL");
        return ExitCode::from(2);
    };
    let mut report = Report::new(&emulator);
    match run(&emulator, &url, &mut report).await {
        Ok(()) => report.finish(),
        Err(error) => {
            eprintln!("{emulator}: {error}");
            ExitCode::from(1)
        }
    }
}

async fn run(emulator: &str, url: &str, report: &mut Report) -> Result {
    match emulator {
        "bigquery" => bigquery::run(url, report).await,
        "bqemulator" => bigquery_inserts::run(url, report).await,
        "drive" => drive::run(url, report).await,
        "drongo" => {
            pubsub::run(url, report).await?;
            resource_manager::run(url, report).await?;
            secret_manager::run(url, report).await
        }
        "gcplocal" => {
            compute::run(url, report).await?;
            cloud_sql::run(url, report).await?;
            dns::run(url, report).await?;
            metadata_server::run(url, report).await
        }
        "storage" => storage::run(url, report).await,
        other => Err(format!("unknown emulator `{other}`").into()),
    }
}
