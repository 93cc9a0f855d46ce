//! `cargo xtask lossless`: random values of an API's schemas go through the generated types and must come back whole.

mod driver;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value;

use crate::cli;
use crate::failure::Failure;
use crate::nearest::nearest;
use crate::sample::{self, Sampler};
use crate::{place, scratch, terminal};
use driver::{Driver, Trip};

/// An API under test.
struct Api {
    name: String,
    document: Value,
    /// Schemas and their types.
    types: Vec<(String, String)>,
}

pub(crate) fn run(arguments: &cli::Lossless) -> Result<ExitCode, Failure> {
    let names = names(arguments)?;
    let out = place::root().join("target/lossless");
    let apis = names.iter().map(|name| generate(&arguments.folder, name, &out)).collect::<Result<Vec<_>, _>>()?;
    terminal::note(format_args!("compiling {}", terminal::counted(apis.len(), "crate")));
    let driver = Driver::build(&out, &apis)?;

    let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(..));
    println!("seed {seed}");
    let (mut trips, mut failures) = (0, 0);
    for api in &apis {
        let mut samples = Vec::new();
        for (schema, _) in &api.types {
            for case in 0..arguments.cases {
                // Each value has a seed of its own, so that one of them can be had again alone.
                let mut sampler =
                    Sampler::new(&api.document, fastrand::Rng::with_seed(seed ^ sample::hash(schema) ^ case));
                samples.push((schema.as_str(), sampler.schema(schema)));
            }
        }
        let requests = samples.iter().map(|(schema, sample)| (*schema, sample.sent.clone()));
        let answers = driver.run(&api.name, requests)?;
        if answers.len() != samples.len() {
            let message = format!("{}: {} values went in, {} came out", api.name, samples.len(), answers.len());
            return Err(Failure::Usage(message));
        }
        for ((schema, sample), answer) in samples.iter().zip(answers) {
            trips += 1;
            let complaint = match answer {
                Trip::Back(value) => sample::difference(&sample.expected, &value, ""),
                Trip::Failed(error) => Some(error),
            };
            if let Some(complaint) = complaint {
                failures += 1;
                if failures <= 20 {
                    eprintln!("{} {schema}: {complaint}\n  sent {}", api.name, sample.sent);
                }
            }
        }
    }
    let schemas: usize = apis.iter().map(|api| api.types.len()).sum();
    println!("{}, {schemas} schemas, {trips} values: {failures} lost something", terminal::counted(apis.len(), "API"));
    Ok(if failures == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn names(arguments: &cli::Lossless) -> Result<Vec<String>, Failure> {
    if arguments.apis.is_empty() {
        let only = place::root().join("tests/lossless.txt");
        return scratch::listed(&only);
    }
    Ok(arguments.apis.clone())
}

fn generate(folder: &Path, name: &str, out: &Path) -> Result<Api, Failure> {
    let path: PathBuf = folder.join(format!("{name}.json"));
    if folder.is_dir() && !path.exists() {
        return Err(missing(folder, name));
    }
    let scratch::Specimen { document, generated } = scratch::generate(&path, name, out, &[])?;
    Ok(Api { name: name.to_owned(), document, types: generated.types.into_iter().collect() })
}

fn missing(folder: &Path, name: &str) -> Failure {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let stems: Vec<String> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .filter_map(|path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()))
        .collect();
    let help = match nearest(name, stems.iter().map(String::as_str)).first() {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name its documents, without `.json`, as in `drive.v3`".to_owned(),
    };
    let message = format!("there is no document `{name}.json` here\n  help: {help}");
    Failure::File { path: folder.to_owned(), message }
}
