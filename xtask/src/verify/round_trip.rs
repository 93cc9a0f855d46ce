//! `cargo xtask verify round-trip`: random values of an API's schemas are decoded as the generated
//! types, encoded again, and compared.

mod driver;

use std::path::Path;
use std::process::ExitCode;

use discovery_codegen::suggest::closest;
use serde_json::Value;

use super::documents;
use super::random::{self, Sampler};
use super::workspace::Workspace;
use crate::cli;
use crate::failure::Failure;
use crate::terminal::{self, counted};
use driver::{Driver, RoundTrip};

/// An API and its generated types.
struct Api {
    name: String,
    document: Value,
    /// Names of schemas, with those of their types.
    types: Vec<(String, String)>,
}

/// How many findings are printed.
const MAX_PRINTED: usize = 20;

pub(super) fn run(arguments: &cli::RoundTrip, root: &Path) -> Result<ExitCode, Failure> {
    let names = match arguments.apis.as_slice() {
        [] => documents::read_list(&root.join("tests/round-trip.txt"))?,
        names => names.to_vec(),
    };
    let workspace = Workspace::new(root, root.join("target/round-trip"));
    let apis = names.iter().map(|name| generate(&arguments.folder, name, &workspace)).collect::<Result<Vec<_>, _>>()?;
    terminal::note(format_args!("compiling {}", counted(apis.len(), "crate")));
    let driver = Driver::build(&workspace, &apis)?;

    let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(..));
    terminal::print(format_args!("seed {seed}"))?;
    let (mut values, mut findings) = (0, Vec::new());
    for api in &apis {
        values += check(api, arguments.cases, seed, &driver, &mut findings)?;
    }
    for finding in findings.iter().take(MAX_PRINTED) {
        terminal::finding(finding);
    }
    let schemas: usize = apis.iter().map(|api| api.types.len()).sum();
    terminal::print(format_args!(
        "{}, {}, {}: {}",
        counted(apis.len(), "API"),
        counted(schemas, "schema"),
        counted(values, "value"),
        counted(findings.len(), "finding")
    ))?;
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Sends `cases` values of each schema through the types of an API. Returns the number of values.
fn check(api: &Api, cases: u64, seed: u64, driver: &Driver, findings: &mut Vec<String>) -> Result<usize, Failure> {
    let mut samples = Vec::new();
    for (schema, _) in &api.types {
        for case in 0..cases {
            // Derive a seed for each value, so that it does not depend on the values before it.
            let random = fastrand::Rng::with_seed(seed ^ random::hash(schema) ^ case);
            samples.push((schema.as_str(), Sampler::new(&api.document, random).named(schema)));
        }
    }
    let results = driver.run(&api.name, samples.iter().map(|(schema, sample)| (*schema, &sample.sent)))?;
    if results.len() != samples.len() {
        let message = format!("{}: sent {} values, received {}", api.name, samples.len(), results.len());
        return Err(Failure::Usage(message));
    }
    for ((schema, sample), result) in samples.iter().zip(results) {
        let difference = match result {
            RoundTrip::Value(value) => random::difference(&sample.expected, &value, ""),
            RoundTrip::Failed(error) => Some(error),
        };
        if let Some(difference) = difference {
            findings.push(format!("{} {schema}: {difference}\n  sent {}", api.name, sample.sent));
        }
    }
    Ok(samples.len())
}

fn generate(folder: &Path, name: &str, workspace: &Workspace) -> Result<Api, Failure> {
    let path = folder.join(format!("{name}.json"));
    if folder.is_dir() && !path.exists() {
        return Err(missing(folder, name));
    }
    let generated = workspace.generate(&path, name, &[])?;
    Ok(Api {
        name: name.to_owned(),
        document: generated.document,
        types: generated.generated.types.into_iter().collect(),
    })
}

fn missing(folder: &Path, name: &str) -> Failure {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let names: Vec<String> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .filter_map(|path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()))
        .collect();
    let help = match closest(name, names.iter().map(String::as_str)).first() {
        Some(near) => format!("did you mean `{near}`?"),
        None => "pass the names of documents without `.json`, e.g. `drive.v3`".to_owned(),
    };
    let message = format!("contains no document `{name}.json`\n  help: {help}");
    Failure::File { path: folder.to_owned(), message }
}
